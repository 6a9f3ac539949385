"""Long lists in parts: by year, month and day; what cannot be parted by time, by initial. Never by number.

A list that fits stays whole. One that does not becomes the years of its items; a year that does not fit becomes
months, a month days. A day that does not fit, and items of which no more exact date is known, are parted by the first
letters of their titles. So an address, once there, means the same for ever.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

import msgspec

from newsgen.model import PartialDate
from newsgen.renderer.initials import Bucket, buckets

T = TypeVar("T")

_YEAR, _MONTH = 9, 5
"""Bits of a date's number below its year and its month."""
_MONTHS, _DAYS = 15, 31

VAGUE = "undated/"
"""Folder of the items of which no more exact date is known than that of the list above."""


class Shelf(msgspec.Struct, Generic[T], frozen=True):
    """One list, whole or in parts; each has a page of its own."""

    folder: str
    """Below that of the whole list: '', '2023/11/', '2023/11/22/al/', 'undated/'."""
    date: PartialDate | None
    """The year, month or day that the list is part of; None for the whole."""
    vague: bool
    """True if it holds those of `date` of which nothing more exact is known."""
    initial: str
    """What its titles begin with, as readers see it: 'Al'; '' for all."""
    items: tuple[T, ...]
    """All of them."""
    parts: tuple[Shelf[T], ...]
    """Newest first, what is vague last; or by initial. None if the list is whole."""
    listed: tuple[T, ...]
    """Those that its own page lists: all, or those that no part holds."""


class Marks(msgspec.Struct, Generic[T], frozen=True):
    """What a list is parted by."""

    days: Callable[[Sequence[T]], list[int]]
    """Numbers of their dates (`number_of`), less than 0, so that those of items in their order ascend."""
    key: Callable[[T], str]
    """A slug that begins with the title; no two items have the same."""
    limit: int
    """Items in one list."""


def number_of(date: PartialDate | None) -> int:
    """A number whose bits are year, month and day, so that a unit's items have numbers in a row; 0 without a date."""
    return date.year << _YEAR | date.month << _MONTH | date.day if date else 0


def shelve(
    items: Sequence[T], marks: Marks[T], date: PartialDate | None = None, folder: str = ""
) -> Shelf[T]:
    """Part a list as far as it must be.

    Args:
        items: newest first, what is vague after all that is of its year or month, undated ones last.
        marks: what they are parted by.
        date: the year, month or day in which they all lie; None for a list of all times.
        folder: of the list, as its parts are to have it.
    """
    days = marks.days(items) if len(items) > marks.limit else []
    return _shelved(items, days, marks, date, folder)


def _shelved(
    items: Sequence[T], days: list[int], marks: Marks[T], date: PartialDate | None, folder: str
) -> Shelf[T]:
    """Part a list: to find where each part ends takes a few looks, and none at most of the items."""
    if len(items) <= marks.limit:
        return _whole(items, date, folder)
    if date and date.day:
        return lettered(items, marks, date, folder, vague=False)
    unit, mask = (0, _DAYS) if date and date.month else (_MONTH, _MONTHS) if date else (_YEAR, -1)
    parts: list[Shelf[T]] = []
    at = 0
    while at < len(items) and (number := (-days[at] >> unit) & mask):
        first = (-days[at] >> unit) << unit  # of all numbers that its part may hold
        end = bisect_right(days, -first, at)
        part = _part(date, number)
        below = f"{folder}{_name(part)}/"
        parts.append(_shelved(items[at:end], days[at:end], marks, part, below))
        at = end
    loose = items[at:]
    if len(loose) > marks.limit:
        parts.append(lettered(loose, marks, date, folder + VAGUE, vague=True))
        loose = ()
    return Shelf(folder, date, False, "", tuple(items), tuple(parts), tuple(loose))


def lettered(
    items: Sequence[T], marks: Marks[T], date: PartialDate | None, folder: str, *, vague: bool
) -> Shelf[T]:
    """Part a list by initial, if it must be."""
    if len(items) <= marks.limit:
        return msgspec.structs.replace(_whole(items, date, folder), vague=vague)

    def of(bucket: Bucket[T]) -> Shelf[T]:
        parts = tuple(map(of, bucket.parts))
        below = f"{folder}{bucket.prefix}/"
        return Shelf(below, date, vague, bucket.label, bucket.items, parts, bucket.rest)

    found = buckets([(marks.key(item), item) for item in items], marks.limit)
    return Shelf(folder, date, vague, "", tuple(items), tuple(map(of, found)), ())


def walk(shelf: Shelf[T]) -> Iterator[Shelf[T]]:
    """Yield a list and all its parts, the parts of a part right after it."""
    yield shelf
    for part in shelf.parts:
        yield from walk(part)


def _whole(items: Sequence[T], date: PartialDate | None, folder: str) -> Shelf[T]:
    return Shelf(folder, date, False, "", tuple(items), (), tuple(items))


def _part(above: PartialDate | None, number: int) -> PartialDate:
    """The year of that number, or the month or day of it in the year or month of the list above."""
    if above is None:
        return PartialDate(number)
    return PartialDate(above.year, above.month or number, number if above.month else 0)


def _name(date: PartialDate) -> str:
    """Name of a part's folder: '2023', '11' or '22'."""
    return f"{date.day:02d}" if date.day else f"{date.month:02d}" if date.month else f"{date.year:04d}"
