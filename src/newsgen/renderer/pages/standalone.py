"""Standalone pages from pages/, such as a masthead or terms of use, and introductions of groups."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from newsgen.archive.model import Archive
from newsgen.archive.pages import ABOUT
from newsgen.model import Body, PartialDate, StandalonePage
from newsgen.renderer.locale.translations import direction
from newsgen.renderer.page import Page, make_page
from newsgen.renderer.site import Site
from newsgen.renderer.views import View, root_of


class StandaloneView(View, frozen=True, kw_only=True, gc=False):
    """A page from pages/; `body` is a reference, as in `ArticleView`."""

    body: Body
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
            root=root_of(address),
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

    body: Body
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
