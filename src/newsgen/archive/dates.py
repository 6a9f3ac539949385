"""The archive by year, month and day."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from newsgen.archive.model import Period
from newsgen.model import Record

_YEAR, _MONTH, _DAY = (attrgetter(f"date.{part}") for part in ("year", "month", "day"))


def by_date(records: Iterable[Record]) -> tuple[Period, ...]:
    """Group dated records, given newest first, into years in calendar order with their months and days.

    A record dated '2023-11' belongs to the year and the month, to no day; one dated '2023' to the year alone.
    """
    years = []
    for year, in_year in groupby(records, key=_YEAR):
        found = tuple(in_year)
        years.append(Period(year, 0, 0, found, _months(year, found)))
    return tuple(reversed(years))


def _months(year: int, records: tuple[Record, ...]) -> tuple[Period, ...]:
    months = []
    for month, in_month in groupby(records, key=_MONTH):
        if month:
            found = tuple(in_month)
            months.append(Period(year, month, 0, found, _days(year, month, found)))
    return tuple(reversed(months))


def _days(year: int, month: int, records: tuple[Record, ...]) -> tuple[Period, ...]:
    days = groupby(records, key=_DAY)
    found = [Period(year, month, day, tuple(on_day)) for day, on_day in days if day]
    return tuple(reversed(found))
