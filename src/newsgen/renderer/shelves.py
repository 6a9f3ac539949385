"""Long lists in parts: by year, month and day; what cannot be parted by time, by initial. Never by number.

A list that fits stays whole. One that does not becomes the years of its items; a year that does not fit becomes
months, a month days. A day that does not fit, and items of which no more exact date is known, are parted by the first
letters of their titles. So an address, once there, means the same for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

import msgspec

from newsgen.model import PartialDate
from newsgen.renderer.initials import Bucket, buckets

T = TypeVar("T")

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

    date: Callable[[T], PartialDate | None]
    key: Callable[[T], str]
    """A slug that begins with the title; no two items have the same."""
    limit: int
    """Items in one list."""


def shelve(
    items: Sequence[T], marks: Marks[T], date: PartialDate | None = None, folder: str = ""
) -> Shelf[T]:
    """Part a list as far as it must be.

    Args:
        items: newest first.
        marks: what they are parted by.
        date: the year, month or day in which they all lie; None for a list of all times.
        folder: of the list, as its parts are to have it.
    """
    if len(items) <= marks.limit:
        return _whole(items, date, folder)
    if date and date.day:
        return lettered(items, marks, date, folder, vague=False)
    found: dict[PartialDate, list[T]] = {}
    loose: list[T] = []
    for item in items:
        part = _part(marks.date(item), date)
        (found.setdefault(part, []) if part else loose).append(item)
    parts = [shelve(own, marks, part, f"{folder}{_name(part)}/") for part, own in found.items()]
    if len(loose) > marks.limit:
        parts.append(lettered(loose, marks, date, folder + VAGUE, vague=True))
        loose = []
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


def _part(date: PartialDate | None, above: PartialDate | None) -> PartialDate | None:
    """The year, month or day, whichever comes after that of the list above, in which a date lies; None if unknown."""
    if date is None:
        return None
    if above is None:
        return PartialDate(date.year)
    if not above.month:
        return PartialDate(date.year, date.month) if date.month else None
    return PartialDate(date.year, date.month, date.day) if date.day else None


def _name(date: PartialDate) -> str:
    """Name of a part's folder: '2023', '11' or '22'."""
    return f"{date.day:02d}" if date.day else f"{date.month:02d}" if date.month else f"{date.year:04d}"
