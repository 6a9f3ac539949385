"""The page of articles without a date, and those by initial if there are many."""

from __future__ import annotations

from collections.abc import Iterator

from newsgen.archive.model import Archive
from newsgen.renderer.links import shown_by
from newsgen.renderer.listing import Head, Ways, list_pages, marks_of, ways_of
from newsgen.renderer.page import Page, page_of
from newsgen.renderer.shelves import lettered
from newsgen.renderer.site import Site
from newsgen.renderer.views import Teaser, View, root_of

ADDRESS = "undated/index.html"


class UndatedView(View, frozen=True, kw_only=True, gc=False):
    """Articles without a date."""

    count: int
    ways: Ways
    """Pages by initial, if the articles are over the limit."""
    articles: tuple[Teaser, ...]
    """In order of title; none if they are over the limit."""


def undated_page(archive: Archive, site: Site) -> Iterator[Page]:
    """Make undated/index.html, if any article is undated, and undated/a/index.html … if they are over the limit."""
    if not archive.undated or not archive.lists(archive.undated):
        return
    shelf = lettered(archive.undated, marks_of(archive, site), None, "undated/", vague=False)
    show = shown_by(archive, site)
    view = UndatedView(
        address=ADDRESS,
        root=root_of(ADDRESS),
        title=site.words.gettext("Undated"),
        section="dates/index.html",
        count=len(archive.undated),
        ways=ways_of(shelf, "", site),
        articles=show(shelf.listed),
    )
    yield page_of("undated.html", view)
    for part in shelf.parts:
        yield from list_pages(
            part, "", ADDRESS, Head(view.title, view.section), show, archive.digest_of, site
        )
