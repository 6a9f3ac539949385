"""When the articles of an archive are of, by their places in it.

Lists of names are made from it without touching the records, which lie all over the memory.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

import msgspec

from newsgen.archive.model import Archive
from newsgen.model import PartialDate
from newsgen.renderer.charts import month_number
from newsgen.renderer.links import ShowAt
from newsgen.renderer.sections import Heading, heading
from newsgen.renderer.views import Section


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
