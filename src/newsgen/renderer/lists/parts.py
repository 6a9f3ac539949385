"""Long lists in parts: by year, month and day; what time cannot split, by initial. Never by number.

A list that fits stays whole. One that does not becomes the years of its items; a year that does not fit becomes
months, a month days. A day that does not fit, and items of which no more exact date is known, are split by the first
letters of their titles: a, then aa, ab …, as far as needed. So an address, once there, means the same for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any, Generic, TypeVar

import msgspec

from newsgen.addresses import slugify
from newsgen.archive.model import Archive
from newsgen.model import PartialDate, Record
from newsgen.renderer.lists.teasers import make_teasers
from newsgen.renderer.page import Page
from newsgen.renderer.site import Site
from newsgen.renderer.views import DateLink, Link, Teaser, View, root_of

T = TypeVar("T")

VAGUE = "undated/"
"""Folder of the items of which no more exact date is known than that of the list above."""


class ListPart(msgspec.Struct, Generic[T], frozen=True):
    """One list, whole or a part of a longer one; each has a page of its own."""

    folder: str
    """Below that of the whole list: '', '2023/11/', '2023/11/22/al/', 'undated/'."""
    items: tuple[T, ...]
    """All of them."""
    listed: tuple[T, ...]
    """Those that its own page lists: all, or those that no part holds."""
    parts: tuple[ListPart[T], ...] = ()
    """Newest first, what is vague last; or by initial. None if the list is whole."""
    date: PartialDate | None = None
    """The year, month or day that the list is part of; None for the whole."""
    vague: bool = False
    """True if it holds those of `date` of which nothing more exact is known."""
    initial: str = ""
    """What its titles begin with, as readers see it: 'T', 'Th', 'The a'; '' for all."""


class SplitRule(msgspec.Struct, Generic[T], frozen=True):
    """What a list is split by."""

    date_of: Callable[[T], PartialDate | None]
    key_of: Callable[[T], str]
    """A slug that begins with the title; no two items have the same."""
    limit: int
    """Items in one list."""


def record_rule(archive: Archive, site: Site) -> SplitRule[Record]:
    """Make the rule by which lists of records are split."""

    def key(record: Record) -> str:
        return f"{slugify(record.title)}-{archive.addresses[record.path].removesuffix('.html').replace('/', '-')}"

    return SplitRule(lambda record: record.date, key, site.limit)


def split_by_time(
    items: Sequence[T], rule: SplitRule[T], date: PartialDate | None = None, folder: str = ""
) -> ListPart[T]:
    """Split a list by year, month and day as far as it must be.

    Args:
        items: newest first, what is vague after all that is of its year or month, undated ones last.
        rule: what they are split by.
        date: the year, month or day in which they all lie; None for a list of all times.
        folder: of the list, as its parts are to have it.
    """
    items = tuple(items)
    if len(items) <= rule.limit:
        return ListPart(folder, items, items, date=date)
    if date and date.day:
        return split_by_initial(items, rule, date, folder)
    parts: list[ListPart[T]] = []
    vague: tuple[T, ...] = ()
    for period, found in groupby(items, lambda item: _period_within(date, rule.date_of(item))):
        if period is None:
            vague = tuple(found)
        else:
            number = period.day or period.month
            below = f"{folder}{number:02d}/" if number else f"{folder}{period.year:04d}/"
            parts.append(split_by_time(tuple(found), rule, period, below))
    if len(vague) > rule.limit:
        parts.append(split_by_initial(vague, rule, date, folder + VAGUE, vague=True))
        vague = ()
    return ListPart(folder, items, vague, tuple(parts), date)


def _period_within(above: PartialDate | None, date: PartialDate | None) -> PartialDate | None:
    """Find the year of a date, or its month in the year or its day in the month above; None if that is not known."""
    if date is None:
        return None
    if above is None:
        return PartialDate(date.year)
    if not above.month:
        return PartialDate(date.year, date.month) if date.month else None
    return PartialDate(date.year, date.month, date.day) if date.day else None


def split_by_initial(
    items: Sequence[T], rule: SplitRule[T], date: PartialDate | None, folder: str, *, vague: bool = False
) -> ListPart[T]:
    """Split a list by the first letters of its titles, if it must be."""
    whole = ListPart(folder, tuple(items), tuple(items), date=date, vague=vague)
    if len(items) <= rule.limit:
        return whole
    parts = split_keys([(rule.key_of(item), item) for item in items], rule.limit, whole)
    return msgspec.structs.replace(whole, listed=(), parts=parts)


def split_keys(
    pairs: Sequence[tuple[str, T]], limit: int, whole: ListPart[T], *, figures: bool = False
) -> tuple[ListPart[T], ...]:
    """Split items by the first character of their keys, and further where more than `limit` share it.

    Args:
        pairs: of key and item; keys are slugs, no two the same.
        limit: items in one list.
        whole: the list that is split.
        figures: take keys that start with a figure together, in the folder '0/'.
    """
    order = sorted(pairs, key=itemgetter(0))

    def first(pair: tuple[str, T]) -> str:
        return "0" if figures and not pair[0][:1].isalpha() else pair[0][:1]

    found = groupby(order, first)
    return tuple([_part_with_initial(prefix, list(own), 1, limit, whole) for prefix, own in found])


def _part_with_initial(
    prefix: str, pairs: list[tuple[str, T]], length: int, limit: int, whole: ListPart[T]
) -> ListPart[T]:
    """Make the part of pairs that agree in their first characters, of which `length` are looked at."""
    items = tuple([item for _, item in pairs])
    parts: tuple[ListPart[T], ...] = ()
    listed = items
    if len(pairs) > limit:
        listed = tuple([item for key, item in pairs if len(key) <= length])
        longer = [pair for pair in pairs if len(pair[0]) > length]
        found = [(start, list(own)) for start, own in groupby(longer, lambda pair: pair[0][: length + 1])]
        if len(found) == 1 and not listed:
            return _part_with_initial(prefix, pairs, length + 1, limit, whole)
        parts = tuple([_part_with_initial(start, own, length + 1, limit, whole) for start, own in found])
    initial = prefix.replace("-", " ").strip().capitalize()
    return ListPart(f"{whole.folder}{prefix}/", items, listed, parts, whole.date, whole.vague, initial)


class PartLinks(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where a list goes on that is too long for one page."""

    dates: tuple[DateLink, ...] = ()
    """Its years, months or days, newest first."""
    initials: tuple[Link, ...] = ()
    """What its titles begin with, and how many do."""
    rest: Link | None = None
    """The page of those of which no more exact date is known, if they are too many to stand below."""


class ListView(View, frozen=True, kw_only=True, gc=False):
    """Articles that time cannot split: those whose titles begin alike, or of which no more exact date is known."""

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
    ways: PartLinks
    articles: tuple[Teaser, ...]


class WholeList(msgspec.Struct, frozen=True):
    """What the pages of all parts of a list have in common."""

    folder: str
    """Of the list: '' or with a '/' at its end."""
    title: str
    section: str
    feed: str = ""
    """Address of the list's own feed; '' means the site's."""
    name: str = ""
    """The topic or name to which it belongs; '' for none."""


def part_address(part: ListPart[Any], folder: str) -> str:
    """Give the address of a part's page, topics/trade/2023/11/index.html; `folder` is that of the whole list."""
    return f"{folder}{part.folder}index.html"


def link_parts(whole: ListPart[Any], folder: str, site: Site) -> PartLinks:
    """Link the page of a list to the pages of its parts; `folder` is that of the whole list."""
    dates, initials, rest = [], [], None
    for part in whole.parts:
        address, count = part_address(part, folder), len(part.items)
        if part.initial:
            initials.append(Link(part.initial, address, count))
        elif part.vague:
            rest = Link(site.words.gettext("Date not known"), address, count)
        elif part.date:
            dates.append(DateLink(part.date, address, count))
    return PartLinks(tuple(dates), tuple(initials), rest)


def list_pages(
    archive: Archive, part: ListPart[Record], up: str, whole: WholeList, site: Site
) -> Iterator[Page]:
    """Make the page of a list that time cannot split, and those of its parts; `up` is the address of the longer list."""
    address = part_address(part, whole.folder)
    shows = archive.digest_of(part.items, whole, up)
    yield Page(address, "list.html", partial(_list_view, archive, part, up, whole, site), "", shows=shows)
    for smaller in part.parts:
        yield from list_pages(archive, smaller, address, whole, site)


def _list_view(archive: Archive, part: ListPart[Record], up: str, whole: WholeList, site: Site) -> ListView:
    address = part_address(part, whole.folder)
    return ListView(
        address=address,
        root=root_of(address),
        title=whole.title,
        section=whole.section,
        feed=whole.feed,
        name=whole.name,
        date=part.date,
        vague=part.vague,
        initial=part.initial,
        count=len(part.items),
        up=up,
        ways=link_parts(part, whole.folder, site),
        articles=make_teasers(archive, part.listed, site),
    )
