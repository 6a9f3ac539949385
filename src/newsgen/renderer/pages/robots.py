"""robots.txt."""

from __future__ import annotations

from collections.abc import Iterator

from newsgen.archive.model import Archive
from newsgen.renderer.page import Page, page_of
from newsgen.renderer.site import Site
from newsgen.renderer.views import View


def robots_page(_archive: Archive, _site: Site) -> Iterator[Page]:
    """Make robots.txt: all may be read; it names the sitemap if there is one. Source: RFC 9309."""
    yield page_of("robots.txt", View(address="robots.txt", root="", title="", indexed=False))
