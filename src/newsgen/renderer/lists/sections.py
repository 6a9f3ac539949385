"""Articles of a list under heads: days, months or years."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import Literal

from newsgen.archive.model import Archive
from newsgen.model import PartialDate, Record
from newsgen.renderer.lists.teasers import make_teasers
from newsgen.renderer.site import Site
from newsgen.renderer.views import Section

Unit = Literal["year", "month", "day"]


def make_sections(archive: Archive, records: Sequence[Record], unit: Unit, site: Site) -> tuple[Section, ...]:
    """Put records, newest first, under heads; those with a date vaguer than the unit have None as their head."""
    found = groupby(records, lambda record: _head(record.date, unit))
    return tuple(
        [Section(date, period_address(date), make_teasers(archive, part, site)) for date, part in found]
    )


def _head(date: PartialDate | None, unit: Unit) -> PartialDate | None:
    """Find the day, the month or the year of a date; None if it is not known."""
    if date is None or not getattr(date, unit):
        return None
    return _period(date.year, date.month if unit != "year" else 0, date.day if unit == "day" else 0)


_period = lru_cache(maxsize=16384)(PartialDate)


def period_address(date: PartialDate | None) -> str:
    """Give the address of the page of a day, a month or a year, e.g. 2023/11/index.html; '' for no date."""
    if date is None:
        return ""
    month = f"{date.month:02d}/" if date.month else ""
    day = f"{date.day:02d}/" if date.day else ""
    return f"{date.year:04d}/{month}{day}index.html"
