"""The page of a topic, a person, a place, an organization, a source or an author."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import chain, count
from operator import attrgetter
from typing import Any

import msgspec

from newsgen.archive.model import KINDS, Archive, Group, Kind
from newsgen.model import PartialDate
from newsgen.renderer.lists.charts import coverage
from newsgen.renderer.lists.parts import (
    Head,
    Shelf,
    Ways,
    address_of_shelf,
    list_pages,
    marks_at,
    shelve,
    ways_of,
)
from newsgen.renderer.lists.sections import Timeline, timeline_of
from newsgen.renderer.lists.teasers import ShowAt, linker, shown_at
from newsgen.renderer.maps.places import Atlas, Spot, atlas_for
from newsgen.renderer.page import Page
from newsgen.renderer.pages.indexes import index_address
from newsgen.renderer.pages.standalone import Introduction, introduction
from newsgen.renderer.site import Site
from newsgen.renderer.views import Chart, Link, Section, View, root_of


class GroupView(View, frozen=True, kw_only=True, gc=False):
    """A topic or a name, or one year, month or day of it where the whole would be too long."""

    kind: Kind
    name: str
    date: PartialDate | None
    """The year, month or day that this page shows; None for the whole."""
    up: str
    """Address of the page of the whole, of the year or the month; '' on the whole."""
    count: int
    first: PartialDate | None
    """Date of the earliest article; None if all are undated."""
    last: PartialDate | None
    chart: Chart | None
    """None on the page of a month or a day, where it would have one bar."""
    company: Company = ()
    """Names that occur in the newest 500 of these articles, most frequent first, with the number of articles."""
    ways: Ways
    """The pages on which the list goes on; none if all articles are listed here."""
    sections: tuple[Section, ...]
    """Articles under months or years; over the limit only those that no smaller page lists."""
    introduction: Introduction | None = None
    """What pages/ says about it; on the page of the whole alone."""
    spot: Spot | None = None
    """On the page of a place, where it is, if that is known."""


class Lists(msgspec.Struct, frozen=True):
    """What all lists of names are made of; they hold places in `Archive.records`."""

    time: Timeline
    show: ShowAt
    site: Site


def group_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """Make the pages of every group that has one."""
    if not archive.lists(archive.records):
        return
    groups = [group for kind in KINDS for group in archive.groups.get(kind, ()) if archive.has_page(group)]
    wanted = [group for group in groups if archive.lists_at(group.places)]
    if not wanted:
        return
    lists = Lists(timeline_of(archive), shown_at(archive, site), site)
    atlas, marks = atlas_for(archive), marks_at(archive, site)
    whole = partial(_whole, archive, atlas, lists)
    for group in wanted:
        shelf = shelve(group.places, marks)
        about, spot = (
            archive.introductions.get(group.address),
            atlas.spot(group.name) if group.kind == "places" else None,
        )
        shows = archive.digest_at(group.places, group.name, about, spot)
        yield Page(group.address, "group.html", partial(whole, group, shelf), "", shows=shows)
        yield from _parts(archive, lists, group, shelf, group.address)


def _parts(archive: Archive, lists: Lists, group: Group, shelf: Shelf[int], up: str) -> Iterator[Page]:
    """Make the pages of the parts of a group that is over the limit; `up` is the address of the longer list."""
    for part in shelf.parts:
        if not archive.lists_at(part.items):
            continue
        if part.vague or part.initial:
            head = Head(group.name, index_address(group.kind), _feed(group))
            yield from list_pages(
                part, _base(group), up, head, lists.show, archive.digest_at, lists.site, group.name
            )
        else:
            address = address_of_shelf(part, _base(group))
            shows = archive.digest_at(part.items, group.name, up, _feed(group))
            yield Page(address, "group.html", partial(_view, lists, group, part, up), "", shows=shows)
            yield from _parts(archive, lists, group, part, address)


def _whole(archive: Archive, atlas: Atlas, lists: Lists, group: Group, shelf: Shelf[int]) -> GroupView:
    """What the first page of a group shows."""
    return _view(
        lists,
        group,
        shelf,
        "",
        company=company(archive, group),
        spot=atlas.spot(group.name) if group.kind == "places" else None,
        introduction=introduction(archive, group.address, lists.site),
    )


def _view(lists: Lists, group: Group, shelf: Shelf[int], up: str, **more: Any) -> GroupView:
    base, time = _base(group), lists.time
    address = address_of_shelf(shelf, base)
    first, last = time.span(shelf.items)
    charted = last and not (shelf.date and shelf.date.month)
    feed = _feed(group)
    return GroupView(
        address=address,
        root=root_of(address),
        title=group.name,
        section=index_address(group.kind),
        feed=feed,
        json_feed=feed.replace(".xml", ".json") if group.kind == "topics" else "",
        kind=group.kind,
        name=group.name,
        date=shelf.date,
        up=up,
        count=len(shelf.items),
        first=first,
        last=last,
        chart=coverage(map(time.numbers.__getitem__, shelf.items), least=3) if charted else None,
        ways=ways_of(shelf, base, lists.site),
        sections=time.sections(shelf.listed, lists.show, _unit(first, last)),
        **more,
    )


def _feed(group: Group) -> str:
    """Address of the group's own feed; '' if all its articles are undated."""
    return f"{_base(group)}feed.xml" if group.records[0].date else ""


def _base(group: Group) -> str:
    return f"{group.kind}/{group.slug}/"


def _unit(first: PartialDate | None, last: PartialDate | None) -> str:
    """What the heads of a list are: months while it spans two years at most, else years."""
    return "month" if first and last and last.year - first.year < 2 else "year"


_KINDS: tuple[Kind, ...] = ("topics", "people", "places", "organizations")
_MOST = 6
"""Names of each kind."""
_SEARCHED = 500
"""Articles, the newest ones, in which names are counted: frequent topics would cost the most and tell the least."""

Company = tuple[tuple[Kind, tuple[Link, ...]], ...]
"""Kinds, and of each the names with the number of articles."""


class _Names(msgspec.Struct, frozen=True, gc=False):
    """All names of an archive as numbers, which are counted in a third of the time that words take."""

    held: list[tuple[int, ...]]
    """For each article the numbers of its names: topics first, then people and so on."""
    kinds: list[int]
    """For each number the place of its kind in `_KINDS`."""
    links: list[Link]
    """For each number the name and its page."""
    numbers: dict[tuple[Kind, str], int]


def company(archive: Archive, group: Group) -> Company:
    """The names that most often stand in a group's newest articles, by kind; of equals, the latest named first."""
    names = _names(archive)
    counts = Counter(chain.from_iterable(map(names.held.__getitem__, group.places[:_SEARCHED])))
    counts.pop(names.numbers.get((group.kind, group.name), -1), None)
    kinds, links, address = names.kinds, names.links, group.address
    found: tuple[list[Link], ...] = tuple([[] for _ in _KINDS])
    room, left = [_MOST] * len(_KINDS), _MOST * len(_KINDS)
    for number in sorted(counts, key=counts.__getitem__, reverse=True):
        kind = kinds[number]
        if room[kind]:
            one = links[number]
            if one.href and one.href != address:
                found[kind].append(Link(one.text, one.href, counts[number]))
            room[kind] -= 1
            left -= 1
            if not left:
                break
    return tuple([(kind, tuple(shown)) for kind, shown in zip(_KINDS, found, strict=True) if shown])


@lru_cache(maxsize=1)
def _names(archive: Archive) -> _Names:
    held: list[list[int]] = [[] for _ in archive.records]
    kinds: list[int] = []
    links: list[Link] = []
    numbers: dict[tuple[Kind, str], int] = {}
    for place, kind in enumerate(_KINDS):
        own: defaultdict[str, int] = defaultdict(count(len(links)).__next__)
        for mine, names in zip(held, map(attrgetter(kind), archive.records), strict=True):
            if names:
                mine.extend(map(own.__getitem__, names))
        links += linker(archive, kind)(own)
        kinds += [place] * len(own)
        numbers |= {(kind, name): number for name, number in own.items()}
    return _Names(list(map(tuple, held)), kinds, links, numbers)
