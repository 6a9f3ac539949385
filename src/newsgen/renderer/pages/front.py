"""The front page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice

from newsgen.archive.model import Archive
from newsgen.model import Record
from newsgen.renderer.lists.charts import coverage
from newsgen.renderer.lists.sections import sections, timeline_of
from newsgen.renderer.lists.teasers import linker, shown_by
from newsgen.renderer.page import Page
from newsgen.renderer.pages.indexes import kinds_of
from newsgen.renderer.site import Site
from newsgen.renderer.views import Chart, Link, Section, Teaser, View

_TOPICS = 10


class FrontView(View, frozen=True, kw_only=True, gc=False):
    """The front page."""

    count: int
    """Articles in the archive."""
    span: tuple[int, int] | None
    """First and last year with articles; None if there are none."""
    lead: Teaser | None
    kicker: Link | None
    """First topic of the lead story."""
    latest: tuple[Section, ...]
    """The articles after the lead, newest first, by day."""
    topics: tuple[tuple[Link, Chart | None], ...]
    """The topics with the most articles, and their coverage over the archive's span."""
    chart: Chart | None
    """The whole archive by year."""
    years: tuple[Link, ...]
    """Newest first."""
    kinds: tuple[Link, ...]
    """The indexes that have names."""
    undated: int


def front_page(archive: Archive, site: Site) -> Iterator[Page]:
    """Make index.html."""
    records = _newest(archive, site)
    if not records or archive.lists(records):
        yield Page("index.html", "front.html", partial(_front, archive, site), "")


def _newest(archive: Archive, site: Site) -> list[Record]:
    standing = (record for record in archive.records if record.status != "withdrawn")
    return list(islice(standing, max(1, site.latest)))


def _front(archive: Archive, site: Site) -> FrontView:
    records = _newest(archive, site)
    show = shown_by(archive, site)
    span = (archive.years[0].year, archive.years[-1].year) if archive.years else None
    lead = records[0] if records else None
    return FrontView(
        address="index.html",
        root="",
        title=site.title,
        description=site.description,
        json_feed="feed.json",
        count=len(archive.records),
        span=span,
        lead=show(records[:1])[0] if lead else None,
        kicker=_kicker(lead, archive) if lead else None,
        latest=sections(records[1:], show, "day"),
        topics=_topics(archive, span),
        chart=coverage(timeline_of(archive).numbers, span) if span and span[0] < span[1] else None,
        years=tuple(
            Link(f"{year.year}", year.address, len(year.records)) for year in reversed(archive.years)
        ),
        kinds=kinds_of(archive, site),
        undated=len(archive.undated),
    )


def _kicker(record: Record, archive: Archive) -> Link | None:
    links = linker(archive, "topics")(record.topics[:1])
    return links[0] if links else None


def _topics(archive: Archive, span: tuple[int, int] | None) -> tuple[tuple[Link, Chart | None], ...]:
    most = sorted(archive.groups.get("topics", ()), key=lambda group: (-len(group.records), group.slug))[
        :_TOPICS
    ]
    number = timeline_of(archive).numbers.__getitem__
    return tuple(
        (
            Link(group.name, group.address, len(group.records)),
            coverage(map(number, group.places), span) if span and span[0] < span[1] else None,
        )
        for group in most
    )
