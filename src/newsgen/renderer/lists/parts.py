"""Split long lists by year, month and day, then by initial; never by number.

A list over the limit is split into years, a year over the limit into months, a month into days. A day over the limit,
and items without a more exact date, are split by the first letters of their titles: a, then aa, ab …, as far as
needed. So an address never changes its meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any, Generic, TypeVar

import msgspec

from newsgen.addresses import address_stem, make_list_part_slug, slugify
from newsgen.archive.model import Archive
from newsgen.model import PartialDate, Record
from newsgen.renderer.lists.teasers import choose_newest, make_teasers
from newsgen.renderer.page import Page
from newsgen.renderer.site import Site
from newsgen.renderer.views import DateLink, Link, Teaser, View

T = TypeVar("T")

NEWEST = 20
"""Most articles that a page over the limit shows before the links to its parts."""
VAGUE = "undated/"
"""Folder of the items without a more exact date than the list above."""


class ListPart(msgspec.Struct, Generic[T], frozen=True):
    """A list, or a part of a longer list; each has its own page."""

    folder: str
    """Folder below that of the whole list: '', '2023/11/', '2023/11/22/al/', 'undated/'."""
    items: tuple[T, ...]
    """All items."""
    listed: tuple[T, ...]
    """The items on its own page: all, or those that are in no part."""
    parts: tuple[ListPart[T], ...] = ()
    """Parts by time, newest first, the vague one last; or by initial. Empty if the list is not split."""
    date: PartialDate | None = None
    """The year, month or day of the part; None for the whole list."""
    vague: bool = False
    """True if it holds the items of `date` without a more exact date."""
    initial: str = ""
    """First letters of its titles, as readers see them: 'T', 'Th', 'The a'; '' for all titles."""


class SplitRule(msgspec.Struct, Generic[T], frozen=True):
    """How a list is split."""

    date_of: Callable[[T], PartialDate | None]
    key_of: Callable[[T], str]
    """Returns a unique slug that begins with the title."""
    limit: int
    """Most items on one page."""


def make_split_rule(archive: Archive, site: Site) -> SplitRule[Record]:
    """Make the rule for lists of records."""

    def key(record: Record) -> str:
        return f"{slugify(record.title)}-{address_stem(archive.addresses[record.path]).replace('/', '-')}"

    return SplitRule(lambda record: record.date, key, site.limit)


def split_by_time(
    items: Sequence[T], rule: SplitRule[T], date: PartialDate | None = None, folder: str = ""
) -> ListPart[T]:
    """Split a list over the limit by year, month and day; `date` is the period of the whole list, None for all times.

    The items come newest first, vague dates after the exact dates of their year or month, undated items last.
    """
    items = tuple(items)
    if len(items) <= rule.limit:
        return ListPart(folder, items, items, date=date)
    if date and date.day:
        return split_by_title_initial(items, rule, date, folder)
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
        parts.append(split_by_title_initial(vague, rule, date, folder + VAGUE, vague=True))
        vague = ()
    return ListPart(folder, items, vague, tuple(parts), date)


def _period_within(above: PartialDate | None, date: PartialDate | None) -> PartialDate | None:
    """Find the year of a date, its month if `above` is a year, its day if `above` is a month; None if unknown."""
    if date is None or (above and not (date.day if above.month else date.month)):
        return None
    return PartialDate(date.year, date.month if above else 0, date.day if above and above.month else 0)


def split_by_title_initial(
    items: Sequence[T], rule: SplitRule[T], date: PartialDate | None, folder: str, *, vague: bool = False
) -> ListPart[T]:
    """Split a list over the limit by the first letters of its titles."""
    whole = ListPart(folder, tuple(items), tuple(items), date=date, vague=vague)
    if len(items) <= rule.limit:
        return whole
    parts = split_by_key_prefix([(rule.key_of(item), item) for item in items], rule.limit, whole)
    return msgspec.structs.replace(whole, listed=(), parts=parts)


def split_by_key_prefix(
    pairs: Sequence[tuple[str, T]], limit: int, whole: ListPart[T], *, figures: bool = False
) -> tuple[ListPart[T], ...]:
    """Split pairs of a key and an item by the first character of the keys, and further where more than `limit` share it.

    Keys are unique slugs; `figures` puts all keys that start with a figure into the folder '0/'.
    """
    order = sorted(pairs, key=itemgetter(0))

    def first(pair: tuple[str, T]) -> str:
        return "0" if figures and not pair[0][:1].isalpha() else pair[0][:1]

    found = groupby(order, first)
    return tuple([_part_with_initial(prefix, list(own), 1, limit, whole) for prefix, own in found])


def _part_with_initial(
    prefix: str, pairs: list[tuple[str, T]], length: int, limit: int, whole: ListPart[T]
) -> ListPart[T]:
    """Make the part of all pairs whose keys share their first `length` characters."""
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
    return ListPart(
        f"{whole.folder}{make_list_part_slug(prefix)}/",
        items,
        listed,
        parts,
        whole.date,
        whole.vague,
        initial,
    )


class PartLinks(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Links to the parts of a list that is too long for one page."""

    dates: tuple[DateLink, ...] = ()
    """Years, months or days, newest first."""
    initials: tuple[Link, ...] = ()
    """First letters of titles, with the number of articles."""
    rest: Link | None = None
    """The part without more exact dates, if it has a page of its own."""
    newest: tuple[Teaser, ...] = ()
    """The first articles of the parts, so that a page with nothing but links shows some; at most 20."""


class ListView(View, frozen=True, kw_only=True, gc=False):
    """A part of a list by initial, or without more exact dates."""

    name: str
    """The topic or name of the list; '' for none."""
    date: PartialDate | None
    """The year, month or day of the articles."""
    vague: bool
    """True for articles without a more exact date."""
    initial: str
    """First letters of the titles; '' for all titles."""
    count: int
    up: str
    """Address of the longer list."""
    ways: PartLinks
    articles: tuple[Teaser, ...]


class ListContext(msgspec.Struct, frozen=True):
    """What all pages of a list have in common."""

    folder: str
    """Folder of the list: '' or with a trailing '/'."""
    title: str
    section: str
    feed: str = ""
    """Address of the list's own feed; '' for the site's."""
    name: str = ""
    """The topic or name of the list; '' for none."""


def part_address(part: ListPart[Any], folder: str) -> str:
    """Return the address of a part's page, e.g. topics/trade/2023/11/index.html; `folder` is the whole list's."""
    return f"{folder}{part.folder}index.html"


def make_part_links(
    whole: ListPart[Any], folder: str, site: Site, archive: Archive | None = None
) -> PartLinks:
    """Make links to the pages of a list's parts; with the archive, for records, also the newest that it does not list."""
    listed = {record.path for record in whole.listed} if archive else ()
    others = [record for record in whole.items if record.path not in listed] if archive else ()
    dates, initials, rest = [], [], None
    for part in whole.parts:
        address, count = part_address(part, folder), len(part.items)
        if part.initial:
            initials.append(Link(part.initial, address, count))
        elif part.vague:
            rest = Link(site.words.gettext("Date not known"), address, count)
        elif part.date:
            dates.append(DateLink(part.date, address, count))
    newest = make_teasers(archive, choose_newest(others, NEWEST), site) if archive else ()
    return PartLinks(tuple(dates), tuple(initials), rest, newest)


def make_pages_of_parts(
    archive: Archive, part: ListPart[Record], up: str, whole: ListContext, site: Site
) -> Iterator[Page]:
    """Make the page of a part and those of its own parts; `up` is the address of the longer list."""
    address = part_address(part, whole.folder)
    shows = archive.digest_of(part.items, whole, up)
    yield Page(address, "list.html", partial(_list_view, archive, part, up, whole, site), "", shows=shows)
    for smaller in part.parts:
        yield from make_pages_of_parts(archive, smaller, address, whole, site)


def _list_view(archive: Archive, part: ListPart[Record], up: str, whole: ListContext, site: Site) -> ListView:
    address = part_address(part, whole.folder)
    return ListView(
        address=address,
        title=whole.title,
        section=whole.section,
        feed=whole.feed,
        name=whole.name,
        date=part.date,
        vague=part.vague,
        initial=part.initial,
        count=len(part.items),
        up=up,
        ways=make_part_links(part, whole.folder, site, archive),
        articles=make_teasers(archive, part.listed, site),
    )
