"""Lists of articles that are too long for a page: the ways from a page to its parts, and the pages by initial."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

import msgspec

from newsgen.addresses import slugify
from newsgen.archive.model import Archive
from newsgen.model import PartialDate, Record
from newsgen.renderer.page import Page
from newsgen.renderer.shelves import Marks, Shelf, number_of
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
