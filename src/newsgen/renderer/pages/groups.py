"""The page of a topic, a person, a place, an organization, a source or an author."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from operator import attrgetter

from newsgen.archive.model import KINDS, Archive, Group, Kind
from newsgen.model import PartialDate, Record
from newsgen.renderer.atlas import Spot, atlas_for
from newsgen.renderer.charts import coverage
from newsgen.renderer.links import Linker, linker, teasers
from newsgen.renderer.page import Page
from newsgen.renderer.pages.days import address_of, sections
from newsgen.renderer.views import Chart, DateLink, Link, Section, Site, Teaser, View, root_of

_OCCURS_WITH: tuple[Kind, ...] = ("topics", "people", "places", "organizations")
_COMPANY = 6
"""Names of each kind that a page shows beside its own."""
_SEARCHED = 500
"""Articles, the newest ones, in which those names are counted: frequent topics would cost the most and tell the least."""


class GroupView(View, frozen=True, kw_only=True, gc=False):
    """A topic or a name, or one year or month of it where the whole would be too long."""

    kind: Kind
    name: str
    date: PartialDate | None
    """The year or month that this page shows; None for the whole."""
    up: str
    """Address of the page of the whole, or of the year; '' on the whole."""
    count: int
    first: PartialDate | None
    """Date of the earliest article; None if all are undated."""
    last: PartialDate | None
    chart: Chart | None
    company: tuple[tuple[Kind, tuple[Link, ...]], ...]
    """Names that occur in the newest 500 of these articles, most frequent first, with the number of articles."""
    parts: tuple[DateLink, ...]
    """The years or months that have pages of their own; empty if all articles are listed here."""
    sections: tuple[Section, ...]
    """Articles under months or years; over the limit only those that no smaller page lists."""
    spot: Spot | None = None
    """On the page of a place, where it is, if that is known."""


def group_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """Make the pages of every group that has one."""
    shared = teasers(archive, site)
    linkers = {kind: linker(archive, kind) for kind in _OCCURS_WITH}
    atlas = atlas_for(archive)
    for kind in KINDS:
        for group in archive.groups.get(kind, ()):
            if archive.has_page(group):
                company = _company(group, linkers)
                spot = atlas.spot(group.name) if kind == "places" else None
                yield from _pages(group, group.records, None, company, spot, shared, site)


def _pages(
    group: Group,
    records: Sequence[Record],
    date: PartialDate | None,
    company: tuple[tuple[Kind, tuple[Link, ...]], ...],
    spot: Spot | None,
    shared: dict[str, Teaser],
    site: Site,
) -> Iterator[Page]:
    """Make the page of a group or of its part, and below it those of its parts if it is over the limit."""
    split = len(records) > site.limit and not (date and date.month)
    parts, loose = _parts(records, date) if split else ({}, records)
    address = part_address(group, date)
    dates = [record.date for record in records if record.date]
    view = GroupView(
        address=address,
        root=root_of(address),
        title=group.name,
        section=f"{group.kind}/index.html",
        feed=group.address.replace("index.html", "feed.xml") if group.records[0].date else "",
        json_feed=group.address.replace("index.html", "feed.json")
        if group.kind == "topics" and group.records[0].date
        else "",
        kind=group.kind,
        name=group.name,
        date=date,
        up=part_address(group, PartialDate(date.year) if date.month else None) if date else "",
        count=len(records),
        first=dates[-1] if dates else None,
        last=dates[0] if dates else None,
        chart=coverage(dates) if len(dates) > 2 else None,
        company=() if date else company,
        parts=tuple(DateLink(part, part_address(group, part), len(own)) for part, own in parts.items()),
        sections=sections(loose, shared, _unit(dates)),
        spot=None if date else spot,
    )
    yield Page(address, "group.html", view)
    for part, own in parts.items():
        yield from _pages(group, own, part, company, spot, shared, site)


def _unit(dates: Sequence[PartialDate]) -> str:
    """What the heads of a list are: months while it spans two years at most, else years."""
    return "month" if dates and dates[0].year - dates[-1].year < 2 else "year"


def part_address(group: Group, date: PartialDate | None) -> str:
    """Address of a group's page, or of its year or month: topics/trade/2023/11/index.html."""
    return f"{group.kind}/{group.slug}/{address_of(date)}" if date else group.address


def _parts(
    records: Sequence[Record], date: PartialDate | None
) -> tuple[dict[PartialDate, list[Record]], list[Record]]:
    """The records by year, or those of a year by month, newest first; and those whose date is too vague."""
    unit = attrgetter("month" if date else "year")
    found: dict[int, list[Record]] = {}
    loose = []
    for record in records:
        if record.date and (part := unit(record.date)):
            found.setdefault(part, []).append(record)
        else:
            loose.append(record)
    return {
        PartialDate(date.year, part) if date else PartialDate(part): own for part, own in found.items()
    }, loose


def _company(group: Group, linkers: dict[Kind, Linker]) -> tuple[tuple[Kind, tuple[Link, ...]], ...]:
    """The names that most often stand in the group's newest articles, by kind; of equals, the latest named first."""
    newest = group.records[:_SEARCHED]
    found = []
    for kind in _OCCURS_WITH:
        counts = Counter(chain.from_iterable(map(attrgetter(kind), newest)))
        if kind == group.kind:
            del counts[group.name]
        top = counts.most_common(_COMPANY)
        links = linkers[kind](name for name, _ in top)
        shown = tuple(
            Link(link.text, link.href, count)
            for link, (_, count) in zip(links, top, strict=True)
            if link.href not in ("", group.address)
        )
        if shown:
            found.append((kind, shown))
    return tuple(found)
