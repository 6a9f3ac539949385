"""Lists of articles that are too long for a page: the ways from a page to its parts, and the pages by initial."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Any, Generic, TypeVar

import msgspec

from newsgen.addresses import slugify
from newsgen.archive.model import Archive
from newsgen.model import PartialDate, Record
from newsgen.renderer.page import Page
from newsgen.renderer.site import Site
from newsgen.renderer.views import DateLink, Link, Teaser, View, root_of

T = TypeVar("T")


class Ways(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where a list goes on that is too long for one page."""

    dates: tuple[DateLink, ...] = ()
    """Its years, months or days, newest first."""
    initials: tuple[Link, ...] = ()
    """What its titles begin with, and how many do."""
    rest: Link | None = None
    """The page of those of which no more exact date is known, if they are too many to stand below."""


_NO_WAYS = Ways()


class ListView(View, frozen=True, kw_only=True, gc=False):
    """Articles that time cannot part: those whose titles begin alike, or of which no more exact date is known."""

    name: str
    """The topic or name to which they belong; '' for none."""
    date: PartialDate | None
    """The year, month or day in which they lie."""
    vague: bool
    """True for those of which nothing more exact is known."""
    initial: str
    """What the titles begin with; '' for all."""
    count: int
    up: str
    """Address of the longer list."""
    ways: Ways
    articles: tuple[Teaser, ...]


class Head(msgspec.Struct, frozen=True):
    """What the pages of a list in parts have in common."""

    title: str
    section: str
    feed: str = ""
    """Address of the list's own feed; '' means the site's."""


def marks_of(archive: Archive, site: Site) -> Marks[Record]:
    """What lists of records are parted by."""

    def key(record: Record) -> str:
        return f"{slugify(record.title)}-{archive.addresses[record.path].removesuffix('.html').replace('/', '-')}"

    return Marks(lambda found: [-number_of(record.date) for record in found], key, site.limit)


def marks_at(archive: Archive, site: Site) -> Marks[int]:
    """What lists of places in `Archive.records` are parted by."""
    records, marks = archive.records, marks_of(archive, site)
    days = marks.days(records)
    return Marks(
        lambda places: list(map(days.__getitem__, places)),
        lambda place: marks.key(records[place]),
        marks.limit,
    )


def ways_of(shelf: Shelf[Any], base: str, site: Site) -> Ways:
    """The ways from a list's page; `base` is the folder of the whole list, '' or with a '/' at its end."""
    if not shelf.parts:
        return _NO_WAYS
    dates, initials, rest = [], [], None
    for part in shelf.parts:
        address, count = address_of_shelf(part, base), len(part.items)
        if part.initial:
            initials.append(Link(part.initial, address, count))
        elif part.vague:
            rest = Link(site.words.gettext("Date not known"), address, count)
        elif part.date:
            dates.append(DateLink(part.date, address, count))
    return Ways(tuple(dates), tuple(initials), rest)


def address_of_shelf(shelf: Shelf[Any], base: str) -> str:
    """Address of a list's page: topics/trade/2023/11/index.html."""
    return f"{base}{shelf.folder}index.html"


def list_pages(
    shelf: Shelf[T],
    base: str,
    up: str,
    head: Head,
    show: Callable[[Sequence[T]], tuple[Teaser, ...]],
    digest: Callable[..., bytes],
    site: Site,
    name: str = "",
) -> Iterator[Page]:
    """Make the page of a list that time cannot part, and those of its parts.

    Args:
        shelf: the list.
        base: folder of the whole list.
        up: address of the longer list.
        head: of the page of the whole list.
        show: gives what the list holds, records or their places, its teasers.
        digest: gives what the list holds, and other values, a digest.
        site: the settings.
        name: the topic or name to which it belongs.
    """
    address = address_of_shelf(shelf, base)
    gather, shows = (
        partial(_list, shelf, base, up, head, show, site, name),
        digest(shelf.items, head, up, name),
    )
    yield Page(address, "list.html", gather, "", shows=shows)
    for part in shelf.parts:
        yield from list_pages(part, base, address, head, show, digest, site, name)


def _list(
    shelf: Shelf[T],
    base: str,
    up: str,
    head: Head,
    show: Callable[[Sequence[T]], tuple[Teaser, ...]],
    site: Site,
    name: str,
) -> ListView:
    address = address_of_shelf(shelf, base)
    return ListView(
        address=address,
        root=root_of(address),
        title=head.title,
        section=head.section,
        feed=head.feed,
        name=name,
        date=shelf.date,
        vague=shelf.vague,
        initial=shelf.initial,
        count=len(shelf.items),
        up=up,
        ways=ways_of(shelf, base, site),
        articles=show(shelf.listed),
    )


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
    items: Sequence[T],
    days: list[int],
    marks: Marks[T],
    date: PartialDate | None,
    folder: str,
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


class Bucket(msgspec.Struct, Generic[T], frozen=True):
    """All items under one prefix."""

    prefix: str
    """A slug's first characters; '0' stands for all figures where these are taken together."""
    items: tuple[T, ...]
    """All of them, in order of key."""
    parts: tuple[Bucket[T], ...]
    """Longer prefixes, if the items are too many for one list."""
    rest: tuple[T, ...]
    """What the bucket's own page lists: all items, or those that no part holds."""

    @property
    def label(self) -> str:
        """The prefix as readers see it: 'T', 'Th', 'The a'."""
        return self.prefix.replace("-", " ").strip().capitalize()


def buckets(items: Sequence[tuple[str, T]], limit: int, *, figures: bool = False) -> tuple[Bucket[T], ...]:
    """Part items by the first character of their keys, and further where more than `limit` share it.

    Args:
        items: pairs of key and item; keys are slugs, no two the same.
        limit: items in one list.
        figures: take keys that start with a figure together, under '0'.
    """
    order = sorted(items, key=lambda pair: pair[0])

    def first(pair: tuple[str, T]) -> str:
        return "0" if figures and not pair[0][:1].isalpha() else pair[0][:1]

    return tuple(_bucket(prefix, list(pairs), 1, limit) for prefix, pairs in groupby(order, first))


def _bucket(prefix: str, pairs: list[tuple[str, T]], length: int, limit: int) -> Bucket[T]:
    """Make the bucket of pairs that agree in their first characters, of which `length` are looked at."""
    items = tuple([item for _, item in pairs])
    if len(pairs) <= limit:
        return Bucket(prefix, items, (), items)
    rest = tuple([item for key, item in pairs if len(key) <= length])
    longer = [pair for pair in pairs if len(pair[0]) > length]
    found = [(start, list(own)) for start, own in groupby(longer, lambda pair: pair[0][: length + 1])]
    if len(found) == 1 and not rest:
        return _bucket(prefix, pairs, length + 1, limit)
    return Bucket(prefix, items, tuple(_bucket(start, own, length + 1, limit) for start, own in found), rest)
