"""What may be the date of a text: a day, how likely it is, and on what it rests."""

from __future__ import annotations

import datetime

import msgspec

from newsgen.loader.inference.date_mentions import Mention
from newsgen.loader.inference.date_spans import Span
from newsgen.loader.inference.years import Fixed
from newsgen.model import PartialDate

PROVISIONAL = 0.4
"""Highest confidence of a day that is the latest of several fitting ones."""
_PREFERRED = 0.45
"""The same where one or two other records lie near it, and near no other fitting day."""
_BARE = 0.3
"""The same for a day without a weekday: any year fits it."""
_MONTHS = "January February March April May June July August September October November December"
_NEAR = 10
"""Years within which other fitting days are named as alternatives."""
_SHOWN = 5
"""Number of alternatives named at most."""


class Candidate(msgspec.Struct, frozen=True):
    """One date that the text may have."""

    date: PartialDate
    confidence: float
    """Share of candidates of this kind that were right to the day, or to the month or year if no more is claimed."""
    rule: str
    evidence: str
    because: str = ""
    alternatives: tuple[datetime.date, ...] = ()


def quote(number: int, words: str) -> str:
    """Return evidence as records show it: line 4: "On Wednesday, Nov. 22"."""
    return f'line {number}: "{words.strip()[:120]}"'


def dated(mention: Mention, fixed: Fixed, confidence: float, rule: str, quoted: str, span: Span) -> Candidate:
    """Make a candidate of a day whose year was fixed; it is provisional unless one year alone fits a known span."""
    confidence = min(confidence * (span.trust or 1.0), _most(mention, fixed, span))
    others = (*fixed.rivals, *(fixed.fitting if mention.weekday >= 0 else ()))
    near = [d for d in dict.fromkeys(others) if d != fixed.day and abs(d.year - fixed.day.year) <= _NEAR]
    return Candidate(
        PartialDate.of(fixed.day),
        confidence,
        rule,
        quoted,
        _because(mention, fixed, span),
        tuple(near[:_SHOWN]),
    )


def month_name(number: int) -> str:
    """Return the English name of a month counted from 1, whatever the locale."""
    return _MONTHS.split()[number - 1]


def weekday_name(number: int) -> str:
    """Return the English name of a weekday counted from 0, Monday."""
    return ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[number]


def _most(mention: Mention, fixed: Fixed, span: Span) -> float:
    """Return the highest confidence that what is known of the year allows."""
    if not span.trust and span.source and not fixed.outside:
        return PROVISIONAL if any(d in span for d in fixed.rivals) else _PREFERRED
    if span.trust and not fixed.outside and not fixed.rivals:
        return 1.0
    return PROVISIONAL if mention.weekday >= 0 or fixed.agreeing else _BARE


def _because(mention: Mention, fixed: Fixed, span: Span) -> str:
    """Say in a sentence why this year."""
    text = f"{mention.day} {month_name(mention.month)} "
    text += _by_weekday(mention, fixed, span) if mention.weekday >= 0 else _bare(fixed, span)
    if fixed.agreeing:
        text += f"; {fixed.agreeing} other weekday{'s agree' if fixed.agreeing > 1 else ' agrees'}"
    return text


def _by_weekday(mention: Mention, fixed: Fixed, span: Span) -> str:
    """Say in which years the day fell on its weekday."""
    shown = sorted((fixed.day, *[d for d in fixed.fitting if d != fixed.day][:3]), reverse=True)
    text = f"fell on a {weekday_name(mention.weekday)} in "
    if span.only and not fixed.outside:
        return text + span.title
    text += ", ".join(str(d.year) for d in shown)
    if fixed.outside:
        return f"{text}, outside the span that other records suggest"
    if span.trust:
        return f"{text}{'' if len(fixed.fitting) > 1 else ' alone'} of {span.title}"
    return f"{text}; other records lie near {fixed.day.year}" if span.source else text


def _bare(fixed: Fixed, span: Span) -> str:
    """Say why a day without a weekday is taken to be of its year."""
    if span.only and not fixed.outside:
        return f"lies in {span.title}"
    if fixed.agreeing:
        return f"is taken to be of {fixed.day.year}"
    such = "latest" if fixed.rivals else "one"
    return f"came in {fixed.day.year}, the {such} such year of {span.title}"
