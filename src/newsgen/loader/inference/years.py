"""Fix the year of a day named without one, from its weekday, from the other days named, and from the archive's period."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from newsgen.loader.inference.date_mentions import Mention
from newsgen.loader.text import Known

_HALF_YEAR = 183
_MEMORY = 60
"""Years before `as_of` in which a fitting day is looked for when nothing else is known."""


class Span(msgspec.Struct, frozen=True):
    """The days among which a year is looked for, and how far they are to be believed."""

    first: datetime.date
    last: datetime.date
    trust: float
    """1 for a period that was given, less for one read off other records, 0 if nothing is known."""
    source: Literal["period", "records", ""]

    def __contains__(self, day: datetime.date) -> bool:
        return self.first <= day <= self.last


class Fixed(msgspec.Struct, frozen=True):
    """The days of the calendar that a mention can mean."""

    day: datetime.date
    """The one that most weekdays of the text agree with; the latest of equals."""
    rivals: tuple[datetime.date, ...]
    """Others that as many agree with, latest first."""
    fitting: tuple[datetime.date, ...]
    """All that the mention's own weekday allows, latest first."""
    agreeing: int
    """Number of other weekdays in the text that agree with `day`."""
    votes: int
    """The same, less the number of those that do not."""


def span_of(known: Known) -> Span:
    """Return where the archive's days lie: its period, else the span of three or more other records, widened.

    One or two other records leave three years to either side, at less trust.
    """
    as_of = known.as_of
    if known.period:
        first, last = known.period
        return Span(first, min(last, as_of), 1.0, "period")
    if known.confirmed:
        first, last = known.confirmed[0], known.confirmed[-1]
        many = len(known.confirmed) >= 3
        margin = datetime.timedelta(max(366, (last - first).days // 4) if many else 3 * 366)
        early = max(first.toordinal() - margin.days, 1)
        late = min(last.toordinal() + margin.days, as_of.toordinal())
        return Span(
            datetime.date.fromordinal(early),
            datetime.date.fromordinal(max(late, early)),
            0.9 if many else 0.75,
            "records",
        )
    return Span(datetime.date(max(1, as_of.year - _MEMORY), 1, 1), as_of, 0.0, "")


def fix_year(anchor: Mention, mentions: Sequence[Mention], span: Span) -> Fixed | None:
    """Find the years in which the anchor's weekday is right, by preference those that suit the other days named.

    Args:
        anchor: the day wanted, without a year.
        mentions: all days named in the text; those with a weekday and no year bear witness.
        span: where to look.

    Returns:
        The day and its rivals; None if no year of the span fits.
    """
    days = [d for d in _days(anchor, span) if anchor.fits(d)]
    if not days:
        return None
    witnesses = {(m.month, m.day): m for m in mentions if m.weekday >= 0 and not m.year}
    witnesses.pop((anchor.month, anchor.day), None)
    ballots = {day: [_vote(m, day) for m in witnesses.values()] for day in days}
    best = max(map(sum, ballots.values()))
    equals = [day for day in days if sum(ballots[day]) == best]
    return Fixed(equals[0], tuple(equals[1:]), tuple(days), ballots[equals[0]].count(1), best)


def _days(mention: Mention, span: Span) -> Iterator[datetime.date]:
    """Yield the day in each year of a span, latest first."""
    for year in range(span.last.year, span.first.year - 1, -1):
        day = mention.in_year(year)
        if day is not None and day in span:
            yield day


def _vote(witness: Mention, day: datetime.date) -> int:
    """Return 1 if the occurrence of a mention nearest to a day has the weekday written, else -1."""
    for year in (day.year, day.year - 1, day.year + 1):
        near = witness.in_year(year) if 1 <= year <= 9999 else None
        if near is not None and abs((near - day).days) <= _HALF_YEAR:
            return 1 if witness.fits(near) else -1
    return 0
