"""Fix the year of a day named without one, from its weekday, from the other days named, and from the archive's period."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

import msgspec

from newsgen.loader.inference.date_mentions import Mention
from newsgen.loader.inference.date_spans import Span, earliest

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
