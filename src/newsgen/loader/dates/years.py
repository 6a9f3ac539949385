"""Fix the year of a day named without one: from its weekday, from other days of the text, from the archive's period."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from newsgen.loader.dates.mentions import DayMention
from newsgen.model import PartialDate

_YEARS_BACK = 60
"""Years before `as_of` in which a fitting day is looked for where no period bounds it."""
_ENOUGH_RECORDS = 3
"""Records from which on their dates tell the archive's span; fewer only make some years likelier."""
_RECORDS_TRUST = 0.9
_NEAR_YEARS = 3
"""Years to either side of one or two records that are likelier for it."""
_HALF_YEAR = 183


class Known(msgspec.Struct, frozen=True):
    """What is known of the archive's dates beside the text."""

    as_of: datetime.date
    """Latest day an article can have been written on; an input, never the clock."""
    period: tuple[datetime.date, datetime.date] | None = None
    """First and last day of the archive's span, from the settings or `--period`; None if not given."""
    confirmed: tuple[datetime.date, ...] = ()
    """Stated or confirmed dates of other records, sorted."""


def known_dates(
    as_of: datetime.date, period: tuple[datetime.date, datetime.date] | None, dates: Iterable[PartialDate]
) -> Known:
    """Collect what is known of the archive's dates; `dates` are stated or confirmed dates of existing records."""
    return Known(as_of, period, tuple(sorted(past_days(dates, as_of))))


def past_days(dates: Iterable[PartialDate], as_of: datetime.date) -> list[datetime.date]:
    """Return the dates that are days and not later than `as_of`: others tell nothing of the archive's period."""
    return [date.first_day for date in dates if date.day and date.first_day <= as_of]


class Span(msgspec.Struct, frozen=True):
    """The days among which a year is looked for, and how far they can be trusted."""

    first: datetime.date
    last: datetime.date
    trust: float
    """1 for a period that was given, less for one read off other records, 0 for one or two of them or none."""
    source: Literal["period", "records", ""]
    as_of: datetime.date
    """Latest day possible, whatever the span."""

    @property
    def only_year(self) -> int:
        """The year that the whole of a known span lies in; 0 if it touches several."""
        return self.first.year if self.source and self.first.year == self.last.year else 0

    @property
    def title(self) -> str:
        """The years that the span touches, and whence they are known: "2019 to 2024, the archive's period"."""
        if self.only_year:
            of_period = (
                "that other records suggest" if self.source == "records" else "of the archive's period"
            )
            return f"{self.only_year}, the one year {of_period}"
        source = "the span that other records suggest" if self.source == "records" else "the archive's period"
        return f"{self.first.year} to {self.last.year}, {source}"

    def __contains__(self, day: datetime.date) -> bool:
        return self.first <= day <= self.last

    def distance(self, day: datetime.date) -> int:
        """Return how many days lie between a day and the span; 0 within it."""
        return max((self.first - day).days, (day - self.last).days, 0)


def find_span(known: Known) -> Span:
    """Return the archive's period, else the span of three or more other records, widened.

    One or two other records make the years within three of theirs likelier, but settle nothing: trust is 0.
    """
    as_of = known.as_of
    if known.period:
        first, last = known.period
        return Span(first, min(last, as_of), 1.0, "period", as_of)
    if not known.confirmed:
        return Span(_earliest_day(as_of), as_of, 0.0, "", as_of)
    first, last = known.confirmed[0], known.confirmed[-1]
    if len(known.confirmed) < _ENOUGH_RECORDS:
        start = datetime.date(max(first.year - _NEAR_YEARS, 1), 1, 1)
        end = datetime.date(min(last.year + _NEAR_YEARS, as_of.year), 12, 31)
        return Span(start, min(end, as_of), 0.0, "records", as_of)
    margin = max(366, (last - first).days // 4)
    early = max(first.toordinal() - margin, 1)
    late = max(min(last.toordinal() + margin, as_of.toordinal()), early)
    days = datetime.date.fromordinal(early), datetime.date.fromordinal(late)
    return Span(*days, _RECORDS_TRUST, "records", as_of)


def _earliest_day(as_of: datetime.date) -> datetime.date:
    """Return the first day that a text of unknown age is thought to have."""
    return datetime.date(max(1, as_of.year - _YEARS_BACK), 1, 1)


class FixedDay(msgspec.Struct, frozen=True):
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
    is_outside: bool = False
    """True if the day lies beyond the span that other records suggest."""


def fix_year(mention: DayMention, mentions: Sequence[DayMention], span: Span) -> FixedDay | None:
    """Find the years in which a mention's weekday is right, by preference those that suit the other days named.

    Args:
        mention: a day without a year.
        mentions: all days named in the text; those with a weekday and no year are witnesses.
        span: where to look.

    Returns:
        The day and its rivals; None if no year fits. A span that other records suggest is left where no year of
        it fits, or where it rests on so few that it settles nothing; years in it or near it are preferred.
    """
    days = _fitting_days(mention, span)
    if not days:
        return None
    witnesses = {(m.month, m.day): m for m in mentions if m.weekday >= 0 and not m.year}
    if mention.weekday >= 0:
        witnesses.pop((mention.month, mention.day), None)
    votes = {day: [_vote(witness, day) for witness in witnesses.values()] for day in days}
    best = max(map(sum, votes.values()))
    equals = sorted((d for d in days if sum(votes[d]) == best), key=span.distance)
    day = equals[0]
    return FixedDay(day, tuple(equals[1:]), tuple(days), votes[day].count(1), best, day not in span)


def _fitting_days(mention: DayMention, span: Span) -> Sequence[datetime.date]:
    """Return the days that a mention can mean, latest first; none beyond a period that was given."""
    within = list(_days_between(mention, span.first, span.last))
    if span.source != "records" or (within and span.trust):
        return within
    return list(_days_between(mention, min(span.first, _earliest_day(span.as_of)), span.as_of))


def _days_between(mention: DayMention, first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    """Yield the day in each year from a first day to a last that the mention fits, latest first."""
    for year in range(last.year, first.year - 1, -1):
        day = mention.in_year(year)
        if day is not None and first <= day <= last and mention.fits(day):
            yield day


def _vote(witness: DayMention, day: datetime.date) -> int:
    """Return 1 if the occurrence of a mention nearest to a day has the weekday written, else -1."""
    for year in (day.year, day.year - 1, day.year + 1):
        near = witness.in_year(year) if 1 <= year <= 9999 else None
        if near is not None and abs((near - day).days) <= _HALF_YEAR:
            return 1 if witness.fits(near) else -1
    return 0
