"""The page of articles without a date."""

from __future__ import annotations

from collections.abc import Iterator

from newsgen.archive.model import Archive
from newsgen.renderer.links import teaser
from newsgen.renderer.page import Page
from newsgen.renderer.views import Site, Teaser, View, root_of

ADDRESS = "undated/index.html"


class UndatedView(View, frozen=True, kw_only=True, gc=False):
    """Articles without a date, in order of title."""

    articles: tuple[Teaser, ...]


def undated_page(archive: Archive, site: Site) -> Iterator[Page]:
    """Make undated/index.html, if any article is undated."""
    if archive.undated:
        view = UndatedView(
            address=ADDRESS,
            root=root_of(ADDRESS),
            title=site.words.gettext("Undated"),
            section="dates/index.html",
            articles=tuple(
                teaser(record, archive.addresses[record.path], site) for record in archive.undated
            ),
        )
        yield Page(ADDRESS, "undated.html", view)
