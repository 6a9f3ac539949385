"""The page that hosts serve where nothing stands."""

from __future__ import annotations

from collections.abc import Iterator

from newsgen.archive.model import Archive
from newsgen.renderer.page import Page, make_page
from newsgen.renderer.site import Site
from newsgen.renderer.views import View


def notfound_page(_archive: Archive, site: Site) -> Iterator[Page]:
    """Make 404.html; it is served at any depth, so its links start at the site's address, or else at the host's top."""
    title = site.words.gettext("Page not found")
    view = View(address="404.html", root=site.url or "/", title=title, indexed=False)
    yield make_page("404.html", view)
