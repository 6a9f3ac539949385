"""robots.txt, and llms.txt: what the site holds and where, for programs that read it."""

from __future__ import annotations

from collections.abc import Iterator

from newsgen.archive.model import Archive
from newsgen.renderer.page import Page, make_page
from newsgen.renderer.pages.indexes import link_indexes
from newsgen.renderer.site import Site
from newsgen.renderer.views import Link, View


def robots_page(_archive: Archive, _site: Site) -> Iterator[Page]:
    """Make robots.txt: all may be read; it names the sitemap if there is one. Source: RFC 9309."""
    yield make_page("robots.txt", View(address="robots.txt", root="", title="", indexed=False))


class LlmsView(View, frozen=True, kw_only=True, gc=False):
    """The ways into the archive."""

    span: tuple[int, int] | None
    """First and last year with articles."""
    kinds: tuple[Link, ...]
    """The indexes that have names."""
    years: tuple[Link, ...]
    """Newest first."""


def llms_page(archive: Archive, site: Site) -> Iterator[Page]:
    """Make llms.txt; its links are absolute where the site's address is known.

    Source: llmstxt.org, "Format".
    """
    years = archive.years
    view = LlmsView(
        address="llms.txt",
        root=site.url,
        title=site.title,
        indexed=False,
        span=(years[0].year, years[-1].year) if years else None,
        kinds=tuple(Link(kind.text, kind.href) for kind in link_indexes(archive, site)),
        years=tuple(Link(f"{year.year}", year.address) for year in reversed(years)),
    )
    yield make_page("llms.txt", view)
