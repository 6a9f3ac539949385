"""The page about the archive: numbers, uncertain dates, data files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from newsgen.archive.model import Archive
from newsgen.archive.pages import ABOUT
from newsgen.renderer.lists.teasers import make_teasers
from newsgen.renderer.page import Page
from newsgen.renderer.pages.bundle import data_address, split_by_year
from newsgen.renderer.pages.indexes import link_to_indexes
from newsgen.renderer.pages.standalone import Introduction, make_group_introduction
from newsgen.renderer.site import Site
from newsgen.renderer.views import Link, Teaser, View, root_of

_SHOWN = 50


class AboutView(View, frozen=True, kw_only=True, gc=False):
    """The page about the archive."""

    count: int
    words: int
    span: tuple[int, int] | None
    """First and last year with articles."""
    days: int
    """Number of days with articles."""
    kinds: tuple[Link, ...]
    """The indexes that have names, with their number."""
    seeds: int
    """Number of articles made from a seed."""
    corrected: int
    withdrawn: int
    undated: int
    provisional: int
    """Number of articles with an unconfirmed date."""
    uncertain: tuple[Teaser, ...]
    """The newest fifty articles with an unconfirmed date."""
    introduction: Introduction | None
    """The text of pages/about.md."""
    files: tuple[Link, ...]
    """Files of the data bundle, oldest year first."""


def about_page(archive: Archive, site: Site) -> Iterator[Page]:
    """Make about.html."""
    yield Page(ABOUT, "about.html", partial(_view, archive, site), "")


def _view(archive: Archive, site: Site) -> AboutView:
    records, own = archive.records, archive.pages.get(ABOUT)
    provisional = [record for record in records if record.inferred and record.provisional]
    return AboutView(
        address=ABOUT,
        root=root_of(ABOUT),
        title=own.title if own else site.words.gettext("About this archive"),
        description=own.dek if own else "",
        section=ABOUT,
        count=len(records),
        words=sum([record.words for record in records]),
        span=(archive.years[0].year, archive.years[-1].year) if archive.years else None,
        days=sum(len(month.parts) for year in archive.years for month in year.parts),
        kinds=link_to_indexes(archive, site),
        seeds=sum(record.seed is not None for record in records),
        corrected=sum(bool(record.corrections) for record in records),
        withdrawn=sum(record.status == "withdrawn" for record in records),
        undated=len(archive.undated),
        provisional=len(provisional),
        uncertain=make_teasers(archive, provisional[:_SHOWN], site),
        introduction=make_group_introduction(own, site) if own else None,
        files=tuple(
            Link(name if name.isdecimal() else site.words.gettext("undated"), data_address(name))
            for name, _ in split_by_year(archive)
        ),
    )
