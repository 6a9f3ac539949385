"""Standalone pages from pages/, such as terms of use; introductions of groups; the page about the archive."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import msgspec

from newsgen.archive.build import ABOUT
from newsgen.archive.model import Archive
from newsgen.model import BodyReference, PartialDate, StandalonePage
from newsgen.renderer.lists.teasers import make_teasers
from newsgen.renderer.locale.translations import direction
from newsgen.renderer.page import Page, make_page
from newsgen.renderer.pages.bundle import data_address, split_by_year
from newsgen.renderer.pages.indexes import link_to_indexes
from newsgen.renderer.site import Site
from newsgen.renderer.views import Link, Teaser, View


class StandaloneView(View, frozen=True, kw_only=True, gc=False):
    """A page from pages/; `body` is a reference, as in `ArticleView`."""

    body: BodyReference
    dek: str
    language: str
    direction: str
    updated: PartialDate | None


def find_folder_index(address: str, archive: Archive) -> str:
    """Find the index page of a page's folder, e.g. desk/index.html; without one, return the page's own address."""
    index = f"{address.rpartition('/')[0]}/index.html"
    return index if index in archive.pages else address


def standalone_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """Make a page for each file in pages/ except about.md, whose text is on the page about the archive."""
    for address, page in archive.pages.items():
        if address == ABOUT:
            continue
        view = StandaloneView(
            address=address,
            title=page.title,
            description=page.dek,
            section=find_folder_index(address, archive),
            modified=page.updated.first_day.isoformat() if page.updated else "",
            body=page.body,
            dek=page.dek,
            language=page.language or site.language,
            direction=direction(page.language or site.language),
            updated=page.updated,
        )
        yield make_page("standalone.html", view)


class Introduction(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A text above a list; `body` is a reference, as in `ArticleView`."""

    body: BodyReference
    language: str
    """BCP 47 tag."""
    direction: str
    """'ltr' or 'rtl'."""


def find_introduction_at_address(archive: Archive, address: str, site: Site) -> Introduction | None:
    """Find the introduction of the page at an address; None if there is none."""
    page = archive.introductions.get(address) if archive.introductions else None
    return make_group_introduction(page, site) if page else None


def make_group_introduction(page: StandalonePage, site: Site) -> Introduction:
    """Make an introduction from a page."""
    language = page.language or site.language
    return Introduction(page.body, language, direction(language))


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
