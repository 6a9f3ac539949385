"""The front page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from newsgen.archive.model import Archive
from newsgen.renderer.lists.charts import make_coverage_chart
from newsgen.renderer.lists.teasers import choose_newest, group_teasers_by_date, link_names, make_teasers
from newsgen.renderer.page import Page
from newsgen.renderer.pages.indexes import link_to_indexes
from newsgen.renderer.site import Site
from newsgen.renderer.views import Chart, Link, Section, Teaser, View

_TOPICS = 10
_LEAST = 6
"""Fewest articles of a topic of which a small chart shows a pattern."""


class FrontView(View, frozen=True, kw_only=True, gc=False):
    """The front page."""

    count: int
    """Number of articles in the archive."""
    span: tuple[int, int] | None
    """First and last year with articles; None without dated articles."""
    lead: Teaser | None
    """The newest article; one with a guessed date only if there is no other."""
    kicker: Link | None
    """First topic of the lead story."""
    latest: tuple[Section, ...]
    """The articles after the lead, newest first, by day; those with guessed dates after all others."""
    topics: tuple[tuple[Link, Chart | None], ...]
    """The topics with the most articles, and charts of their coverage over the archive's span."""
    chart: Chart | None
    """Chart of the whole archive by year."""
    years: tuple[Link, ...]
    """Newest first."""
    kinds: tuple[Link, ...]
    """The indexes that have names."""
    undated: int


def front_page(archive: Archive, site: Site) -> Iterator[Page]:
    """Make index.html."""
    yield Page(
        "index.html", "front.html", partial(_view, archive, site), "", archive.digest_of(archive.records)
    )


def _view(archive: Archive, site: Site) -> FrontView:
    published = [record for record in archive.records if record.status != "withdrawn"]
    records = choose_newest(published, max(1, site.latest))
    span = (archive.years[0].year, archive.years[-1].year) if archive.years else None
    axis = span if span and span[0] < span[1] else None
    groups = sorted(archive.groups.get("topics", ()), key=lambda group: (-len(group.records), group.slug))
    return FrontView(
        address="index.html",
        title=site.title,
        description=site.description,
        json_feed="feed.json",
        count=len(archive.records),
        span=span,
        lead=next(iter(make_teasers(archive, records[:1], site)), None),
        kicker=next(iter(link_names(archive, "topics", records[0].topics)), None) if records else None,
        latest=group_teasers_by_date(archive, records[1:], "day", site),
        topics=tuple(
            [
                (
                    Link(group.name, group.address, len(group.records)),
                    make_coverage_chart(group.records, axis, _LEAST) if axis else None,
                )
                for group in groups[:_TOPICS]
            ]
        ),
        chart=make_coverage_chart(archive.records, axis) if axis else None,
        years=tuple([Link(f"{year.year}", year.address, len(year.records)) for year in archive.years[::-1]]),
        kinds=link_to_indexes(archive, site),
        undated=len(archive.undated),
    )
