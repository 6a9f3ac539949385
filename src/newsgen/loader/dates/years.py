"""What may be the date of a text: a day, how likely it is, and on what it rests."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from newsgen.loader.dates.mentions import Mention
from newsgen.loader.text import Known
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


_HALF_YEAR = 183


class Fixed(msgspec.Struct, frozen=True):
    """The days of the calendar that a mention can mean."""

    day: datetime.date
    """The one that most weekdays of the text agree with; of equals the one nearest to the span, then the latest."""
    rivals: tuple[datetime.date, ...]
    """Others that as many agree with, nearest to the span first, then latest first."""
    fitting: tuple[datetime.date, ...]
    """All that the mention's own weekday allows, latest first."""
    agreeing: int
    """Number of other weekdays in the text that agree with `day`."""
    votes: int
    """The same, less the number of those that do not."""
    outside: bool = False
    """True if the day lies beyond the span that other records suggest."""


def fix_year(anchor: Mention, mentions: Sequence[Mention], span: Span) -> Fixed | None:
    """Find the years in which the anchor's weekday is right, by preference those that suit the other days named.

    Args:
        anchor: the day wanted, without a year.
        mentions: all days named in the text; those with a weekday and no year bear witness.
        span: where to look.

    Returns:
        The day and its rivals; None if no year fits. A span that other records suggest is left where no year of
        it fits, or where it rests on so few that it settles nothing; years in it or near it are preferred.
    """
    days = _fitting(anchor, span)
    if not days:
        return None
    witnesses = {(m.month, m.day): m for m in mentions if m.weekday >= 0 and not m.year}
    if anchor.weekday >= 0:
        witnesses.pop((anchor.month, anchor.day), None)
    ballots = {day: [_vote(m, day) for m in witnesses.values()] for day in days}
    best = max(map(sum, ballots.values()))
    equals = sorted((d for d in days if sum(ballots[d]) == best), key=span.beyond)
    day = equals[0]
    return Fixed(day, tuple(equals[1:]), tuple(days), ballots[day].count(1), best, day not in span)


def _fitting(anchor: Mention, span: Span) -> Sequence[datetime.date]:
    """Return the days that an anchor can mean, latest first; none beyond a period that was given."""
    bounds = span.first, span.last
    within = [d for d in _days(anchor, *bounds) if anchor.fits(d)]
    if span.source != "records" or (within and span.trust):
        return within
    wider = min(span.first, earliest(span.latest)), span.latest
    return [d for d in _days(anchor, *wider) if anchor.fits(d)]


def _days(mention: Mention, first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    """Yield the day in each year from a first day to a last, latest first."""
    for year in range(last.year, first.year - 1, -1):
        day = mention.in_year(year)
        if day is not None and first <= day <= last:
            yield day


def _vote(witness: Mention, day: datetime.date) -> int:
    """Return 1 if the occurrence of a mention nearest to a day has the weekday written, else -1."""
    for year in (day.year, day.year - 1, day.year + 1):
        near = witness.in_year(year) if 1 <= year <= 9999 else None
        if near is not None and abs((near - day).days) <= _HALF_YEAR:
            return 1 if witness.fits(near) else -1
    return 0


_MEMORY = 60
"""Years before `as_of` in which a fitting day is looked for where no period bounds it."""
_MANY = 3
"""Records from which on their dates tell the archive's span; fewer only make some years likelier."""
_MANY_TRUST = 0.9
_NEAR_date_spans = 3
"""Years to either side of one or two records that are likelier for it."""


class Span(msgspec.Struct, frozen=True):
    """The days among which a year is looked for, and how far they are to be believed."""

    first: datetime.date
    last: datetime.date
    trust: float
    """1 for a period that was given, less for one read off other records, 0 for one or two of them or none."""
    source: Literal["period", "records", ""]
    latest: datetime.date
    """Latest day possible, whatever the span."""

    @property
    def only(self) -> int:
        """The year that the whole of a known span lies in; 0 if it touches several."""
        return self.first.year if self.source and self.first.year == self.last.year else 0

    @property
    def title(self) -> str:
        """The years that the span touches, and whence they are known: "2019 to 2024, the archive's period"."""
        records = self.source == "records"
        if self.only:
            whence = "that other records suggest" if records else "of the archive's period"
            return f"{self.only}, the one year {whence}"
        whence = "the span that other records suggest" if records else "the archive's period"
        return f"{self.first.year} to {self.last.year}, {whence}"

    def __contains__(self, day: datetime.date) -> bool:
        return self.first <= day <= self.last

    def beyond(self, day: datetime.date) -> int:
        """Return how many days lie between a day and the span; 0 within it."""
        return max((self.first - day).days, (day - self.last).days, 0)


def span_of(known: Known) -> Span:
    """Return where the archive's days lie: its period, else the span of three or more other records, widened.

    One or two other records make the years within three of theirs likelier, but settle nothing: trust is 0.
    """
    as_of = known.as_of
    if known.period:
        first, last = known.period
        return Span(first, min(last, as_of), 1.0, "period", as_of)
    if not known.confirmed:
        return Span(earliest(as_of), as_of, 0.0, "", as_of)
    first, last = known.confirmed[0], known.confirmed[-1]
    if len(known.confirmed) < _MANY:
        start = datetime.date(max(first.year - _NEAR_date_spans, 1), 1, 1)
        end = datetime.date(min(last.year + _NEAR_date_spans, as_of.year), 12, 31)
        return Span(start, min(end, as_of), 0.0, "records", as_of)
    margin = max(366, (last - first).days // 4)
    early = max(first.toordinal() - margin, 1)
    late = max(min(last.toordinal() + margin, as_of.toordinal()), early)
    return Span(
        datetime.date.fromordinal(early), datetime.date.fromordinal(late), _MANY_TRUST, "records", as_of
    )


def earliest(as_of: datetime.date) -> datetime.date:
    """Return the first day that a text of unknown age is thought to have."""
    return datetime.date(max(1, as_of.year - _MEMORY), 1, 1)
