"""Pages that stand by themselves: a masthead, a contact page, terms of use."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from newsgen.archive.model import Archive
from newsgen.archive.pages import ABOUT
from newsgen.model import Body, PartialDate, StandalonePage
from newsgen.renderer.page import Page, make_page
from newsgen.renderer.site import Site
from newsgen.renderer.views import View, root_of
from newsgen.renderer.words.direction import direction


class StandaloneView(View, frozen=True, kw_only=True, gc=False):
    """A page from pages/; its body is a reference, as an article's is."""

    body: Body
    dek: str
    language: str
    direction: str
    updated: PartialDate | None


def find_section(address: str, archive: Archive) -> str:
    """Find the address of the page that the folder of a page begins with, e.g. desk/index.html; else its own."""
    index = f"{address.rpartition('/')[0]}/index.html"
    return index if index in archive.pages else address


def standalone_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """Make a page for each file in pages/, but for about.md: its text stands on the page about the archive."""
    for address, page in archive.pages.items():
        if address == ABOUT:
            continue
        view = StandaloneView(
            address=address,
            root=root_of(address),
            title=page.title,
            description=page.dek,
            section=find_section(address, archive),
            modified=page.updated.first_day.isoformat() if page.updated else "",
            body=page.body,
            dek=page.dek,
            language=page.language or site.language,
            direction=direction(page.language or site.language),
            updated=page.updated,
        )
        yield make_page("standalone.html", view)


class Introduction(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A text above a list; its body is a reference, as an article's is."""

    body: Body
    language: str
    """BCP 47 tag."""
    direction: str
    """'ltr' or 'rtl'."""


def find_introduction(archive: Archive, address: str, site: Site) -> Introduction | None:
    """Find the text for the page at an address; None if there is none."""
    page = archive.introductions.get(address) if archive.introductions else None
    return make_introduction(page, site) if page else None


def make_introduction(page: StandalonePage, site: Site) -> Introduction:
    """Make an introduction of a file of pages/."""
    language = page.language or site.language
    return Introduction(page.body, language, direction(language))
