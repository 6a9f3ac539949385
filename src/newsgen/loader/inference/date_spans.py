"""Where an archive's days lie: its period, or the span that the dates of other records suggest."""

from __future__ import annotations

import datetime
from typing import Literal

import msgspec

from newsgen.loader.text import Known

_MEMORY = 60
"""Years before `as_of` in which a fitting day is looked for where no period bounds it."""
_MANY = 3
"""Records from which on their dates tell the archive's span; fewer only make some years likelier."""
_MANY_TRUST = 0.9
_NEAR = 3
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
        start = datetime.date(max(first.year - _NEAR, 1), 1, 1)
        end = datetime.date(min(last.year + _NEAR, as_of.year), 12, 31)
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
