"""Articles of a list under heads: days, months or years."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any

import msgspec

from newsgen.archive.model import Archive
from newsgen.model import PartialDate, Record
from newsgen.renderer.lists.charts import month_number
from newsgen.renderer.lists.teasers import Show, ShowAt
from newsgen.renderer.views import Section

_ASK: dict[str, Callable[[Record], Any]] = {
    "year": attrgetter("date.year"),
    "month": attrgetter("date.year", "date.month"),
    "day": attrgetter("date.year", "date.month", "date.day"),
}
"""What the records under one head have in common."""

Heading = tuple[PartialDate | None, str]
"""A head and the address of its page."""
_NONE: Heading = None, ""


def sections(records: Sequence[Record], show: Show, unit: str) -> tuple[Section, ...]:
    """Put records, newest first, under heads.

    Args:
        records: newest first.
        show: gives them their teasers.
        unit: 'day', 'month' or 'year'. The head of records with a vaguer date is None.
    """
    try:
        found = [(heading(key), tuple(part)) for key, part in groupby(records, _ASK[unit])]
    except AttributeError:  # one has no date
        return _vague_sections(records, show, unit)
    if any(head == _NONE for head, _ in found):
        return _vague_sections(records, show, unit)
    return tuple([Section(*head, show(part)) for head, part in found])


def _vague_sections(records: Sequence[Record], show: Show, unit: str) -> tuple[Section, ...]:
    """The same where some dates are vaguer than a head: it takes longer to ask one by one."""
    ask = _ASK[unit]

    def head(record: Record) -> Heading:
        return heading(ask(record) if record.date else 0)

    return tuple(Section(*found, show(tuple(part))) for found, part in groupby(records, head))


@lru_cache(maxsize=16384)
def heading(key: int | tuple[int, ...]) -> Heading:
    """Make the head of a year, a month or a day of its numbers; none if one of them is 0, which is not known."""
    numbers = key if isinstance(key, tuple) else (key,)
    if not all(numbers):
        return _NONE
    year, month, day = (*numbers, 0, 0)[:3]
    date = PartialDate(year, month, day)
    return date, address_of(date)


def address_of(date: PartialDate | None) -> str:
    """Address of the page of a day, a month or a year, e.g. 2023/11/index.html; '' for no date."""
    if date is None:
        return ""
    month = f"{date.month:02d}/" if date.month else ""
    day = f"{date.day:02d}/" if date.day else ""
    return f"{date.year:04d}/{month}{day}index.html"


class Timeline(msgspec.Struct, frozen=True):
    """The dates of all articles; equal values are the same objects, of which there are few."""

    dates: list[PartialDate | None]
    """As precise as they are known; those of undated articles, which are None, come last."""
    dated: int
    """Number of articles with a date."""
    numbers: list[int]
    """What `charts.coverage` counts of each."""
    headings: dict[str, list[Heading]]
    """By unit, 'year' or 'month', the heading under which each stands."""

    def span(self, places: Sequence[int]) -> tuple[PartialDate | None, PartialDate | None]:
        """The earliest and the latest date of articles, given by places in ascending order; None if all are undated."""
        known = bisect_left(places, self.dated)
        return (self.dates[places[known - 1]], self.dates[places[0]]) if known else (None, None)

    def sections(self, places: Sequence[int], show: ShowAt, unit: str) -> tuple[Section, ...]:
        """Put articles under headings, as `sections.sections` does."""
        found = groupby(places, self.headings[unit].__getitem__)
        return tuple([Section(*head, show(part)) for head, part in found])


@lru_cache(maxsize=1)
def timeline_of(archive: Archive) -> Timeline:
    """Look at the dates of an archive's articles."""
    dates = [record.date for record in archive.records]
    keys = [(date.year, date.month) if date else (0, 0) for date in dates]
    years = [heading(year) for year, _ in keys]
    months = [heading(key) for key in keys]
    dated = len(dates) - len(archive.undated)
    return Timeline(dates, dated, list(map(month_number, dates)), {"year": years, "month": months})
