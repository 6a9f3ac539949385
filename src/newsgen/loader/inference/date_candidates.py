"""What may be the date of a text: a day, how likely it is, and on what it rests."""

from __future__ import annotations

import datetime

import msgspec

from newsgen.loader.inference.date_mentions import Mention
from newsgen.loader.inference.years import Fixed, Span
from newsgen.model import PartialDate

PROVISIONAL = 0.4
"""Highest confidence of a day whose year nothing but `as_of` bounds."""
_MONTHS = "January February March April May June July August September October November December"
_NEAR = 10
"""Years within which other fitting days are named as alternatives."""


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
    """Make a candidate of a day whose year was fixed; unless one year alone fits, it is the less likely for it."""
    if span.trust:
        confidence *= span.trust / (1 + len(fixed.rivals))
    else:
        confidence = min(PROVISIONAL, confidence)
    others = [d for d in (*fixed.rivals, *fixed.fitting) if d != fixed.day]
    near = tuple(d for d in dict.fromkeys(others) if abs(d.year - fixed.day.year) <= _NEAR)
    return Candidate(
        PartialDate.of(fixed.day), confidence, rule, quoted, _because(mention, fixed, span), near
    )


def month_name(number: int) -> str:
    """Return the English name of a month counted from 1, whatever the locale."""
    return _MONTHS.split()[number - 1]


def weekday_name(number: int) -> str:
    """Return the English name of a weekday counted from 0, Monday."""
    return ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[number]


def _because(mention: Mention, fixed: Fixed, span: Span) -> str:
    """Say in a sentence why this year."""
    years = ", ".join(str(d.year) for d in fixed.fitting[:4])
    text = f"{mention.day} {month_name(mention.month)} "
    text += (
        f"fell on a {weekday_name(mention.weekday)} in {years}"
        if mention.weekday >= 0
        else f"came in {years}"
    )
    if span.trust:
        alone = "" if len(fixed.fitting) > 1 else " alone"
        text += f"{alone} of {span.first.year} to {span.last.year}, "
        text += "the span that other records suggest" if span.source == "records" else "the archive's period"
    if fixed.agreeing:
        text += f"; {fixed.agreeing} other weekday{'s agree' if fixed.agreeing > 1 else ' agrees'}"
    return text
