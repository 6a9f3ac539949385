"""Pages of topics, people, places, organizations, sources and authors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from operator import attrgetter

import msgspec

from newsgen.archive.model import KINDS, Archive, Group, Kind
from newsgen.model import PartialDate, Record
from newsgen.renderer.lists.charts import make_coverage_chart
from newsgen.renderer.lists.parts import (
    ListContext,
    ListPart,
    PartLinks,
    make_pages_of_parts,
    make_part_links,
    make_split_rule,
    part_address,
    split_by_time,
)
from newsgen.renderer.lists.teasers import group_teasers_by_date, link_names
from newsgen.renderer.maps import Spot, make_archive_atlas
from newsgen.renderer.page import Page
from newsgen.renderer.pages.indexes import index_address
from newsgen.renderer.pages.standalone import Introduction, find_introduction_at_address
from newsgen.renderer.site import Site
from newsgen.renderer.views import Chart, Link, Section, View, root_of

_KINDS: tuple[Kind, ...] = ("topics", "people", "places", "organizations")
_MOST = 6
"""Most co-occurring names of each kind on a page."""
_SEARCHED = 500
"""Newest articles in which co-occurring names are counted, to limit the cost for frequent topics."""

CoOccurring = tuple[tuple[Kind, tuple[Link, ...]], ...]
"""Pairs of a kind and its names with their number of articles."""


class GroupView(View, frozen=True, kw_only=True, gc=False):
    """A topic or name, or a year, month or day of one that is over the limit."""

    kind: Kind
    name: str
    date: PartialDate | None
    """The year, month or day that this page shows; None for all."""
    up: str
    """Address of the longer list; '' on the first page."""
    count: int
    first: PartialDate | None
    """Date of the earliest article; None if all are undated."""
    last: PartialDate | None
    chart: Chart | None
    """None for a month or a day, where it would have one bar."""
    company: CoOccurring = ()
    """Names that occur in the newest 500 articles, most frequent first."""
    ways: PartLinks
    """Links to the parts of the list; empty if this page lists all articles."""
    sections: tuple[Section, ...]
    """Articles by month or year; over the limit, only those that no part lists."""
    introduction: Introduction | None = None
    """Text from pages/ about it; only on the first page."""
    spot: Spot | None = None
    """Position of a place on the map, if known."""


def group_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """Make the pages of every group with `has_page`."""
    rule, atlas = make_split_rule(archive, site), make_archive_atlas(archive, site.language)
    for group in chain.from_iterable(archive.groups.get(kind, ()) for kind in KINDS):
        if group.has_page:
            whole = split_by_time(group.records, rule)
            about = archive.introductions.get(group.address)
            spot = atlas.locate(group.name) if group.kind == "places" else None
            shows = archive.digest_of(group.records, group.name, about, spot)
            make_view = partial(_first_view, archive, group, whole, spot, site)
            yield Page(group.address, "group.html", make_view, "", shows=shows)
            yield from _part_pages(archive, group, whole.parts, group.address, site)


def _part_pages(
    archive: Archive, group: Group, parts: Sequence[ListPart[Record]], up: str, site: Site
) -> Iterator[Page]:
    """Make the pages of a group's parts; `up` is the address of the longer list."""
    folder, feed = _folder(group), feed_address(group)
    for part in parts:
        if part.vague or part.initial:
            whole = ListContext(folder, group.name, index_address(group.kind), feed, group.name)
            yield from make_pages_of_parts(archive, part, up, whole, site)
        else:
            address = part_address(part, folder)
            shows = archive.digest_of(part.items, group.name, up, feed)
            make_view = partial(_view, archive, group, part, up, site)
            yield Page(address, "group.html", make_view, "", shows=shows)
            yield from _part_pages(archive, group, part.parts, address, site)


def _first_view(
    archive: Archive, group: Group, whole: ListPart[Record], spot: Spot | None, site: Site
) -> GroupView:
    """Make the view of the first page of a group."""
    return msgspec.structs.replace(
        _view(archive, group, whole, "", site),
        company=find_co_occurring_names(archive, group),
        spot=spot,
        introduction=find_introduction_at_address(archive, group.address, site),
    )


def _view(archive: Archive, group: Group, part: ListPart[Record], up: str, site: Site) -> GroupView:
    """Make the view of a group or a part of it; `up` is the address of the longer list."""
    address, feed = part_address(part, _folder(group)), feed_address(group)
    dates = [record.date for record in part.items if record.date]
    first, last = (dates[-1], dates[0]) if dates else (None, None)
    is_short = first and last and last.year - first.year < 2
    return GroupView(
        address=address,
        root=root_of(address),
        title=group.name,
        section=index_address(group.kind),
        feed=feed,
        json_feed=feed.replace(".xml", ".json") if group.kind == "topics" else "",
        kind=group.kind,
        name=group.name,
        date=part.date,
        up=up,
        count=len(part.items),
        first=first,
        last=last,
        chart=None if part.date and part.date.month else make_coverage_chart(part.items, least=3),
        ways=make_part_links(part, _folder(group), site, archive),
        sections=group_teasers_by_date(archive, part.listed, "month" if is_short else "year", site),
    )


def _folder(group: Group) -> str:
    return group.address.removesuffix("index.html")


def feed_address(group: Group) -> str:
    """Return the address of a group's feed; '' if all its articles are undated."""
    return f"{_folder(group)}feed.xml" if group.records[0].date else ""


def find_co_occurring_names(archive: Archive, group: Group) -> CoOccurring:
    """Find the most frequent names in a group's newest articles, by kind; ties go to the name found first."""
    found: list[tuple[Kind, tuple[Link, ...]]] = []
    for kind in _KINDS:
        counts = Counter(chain.from_iterable(map(attrgetter(kind), group.records[:_SEARCHED])))
        if kind == group.kind:
            del counts[group.name]
        links = link_names(archive, kind, [name for name, _ in counts.most_common(_MOST)])
        shown = [link for link in links if link.href and link.href != group.address]
        if shown:
            found.append((kind, tuple([Link(link.text, link.href, counts[link.text]) for link in shown])))
    return tuple(found)
