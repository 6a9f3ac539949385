"""Calendars: cells of months and days with their counts."""

from __future__ import annotations

import calendar

import msgspec

from newsgen.archive.model import Period
from newsgen.model import PartialDate
from newsgen.renderer.views import Link


class YearRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A year and its months."""

    year: Link
    months: tuple[Link | None, ...]
    """Twelve cells; None for a month without articles, and the link's text is the month's number."""


def month_cells(year: Period) -> tuple[Link | None, ...]:
    """The twelve months of a year."""
    cells: list[Link | None] = [None] * 12
    for month in year.parts:
        cells[month.month - 1] = Link(f"{month.month}", month.address, len(month.records))
    return tuple(cells)


def day_cells(period: Period) -> tuple[tuple[PartialDate, tuple[Link | None, ...]], ...]:
    """The months of a year, or one month, each with a cell for every day of the calendar."""
    if period.month:
        return ((PartialDate(period.year, period.month), _days(period)),)
    known = {month.month: month for month in period.parts}
    return tuple(
        (
            PartialDate(period.year, month),
            _days(known.get(month) or Period(period.year, month, 0, ())),
        )
        for month in range(1, 13)
    )


def _days(month: Period) -> tuple[Link | None, ...]:
    cells: list[Link | None] = [None] * calendar.monthrange(month.year, month.month)[1]
    for day in month.parts:
        cells[day.day - 1] = Link(f"{day.day}", day.address, len(day.records))
    return tuple(cells)
