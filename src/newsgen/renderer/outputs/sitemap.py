"""The sitemap: it receives the plan of all other pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial

from newsgen.renderer.page import Blob, Page
from newsgen.renderer.site import Site
from newsgen.renderer.views import View

LIMIT = 50_000
"""URLs in one file. Source: sitemaps.org protocol 0.9."""


class SitemapView(View, frozen=True, kw_only=True, gc=False):
    """A file of URLs, or the index of such files."""

    urls: tuple[tuple[str, str], ...]
    """Pairs of an address and the day of its last change, YYYY-MM-DD or ''."""


def sitemap_pages(planned: Iterable[Page | Blob], site: Site) -> Iterator[Page]:
    """Make sitemap.xml, over 50,000 URLs as an index of several files; none without the site's address."""
    if not site.url:
        return
    pages = [page for page in planned if isinstance(page, Page) and page.modified is not None]
    # Sorted where they are rendered, while other pages are, too.
    urls = cache(lambda: sorted((page.path, page.modified or "") for page in pages))
    if len(pages) <= LIMIT:
        yield Page("sitemap.xml", "sitemap.xml", lambda: _view("sitemap.xml", urls()))
        return
    names = []
    for number, start in enumerate(range(0, len(pages), LIMIT), 1):
        names.append((f"sitemap-{number}.xml", ""))
        yield Page(names[-1][0], "sitemap.xml", partial(_part, names[-1][0], urls, start))
    yield Page("sitemap.xml", "sitemap-index.xml", partial(_view, "sitemap.xml", names))


def _part(address: str, urls: Callable[[], list[tuple[str, str]]], start: int) -> SitemapView:
    return _view(address, urls()[start : start + LIMIT])


def _view(address: str, urls: Iterable[tuple[str, str]]) -> SitemapView:
    return SitemapView(address=address, root="", title="", indexed=False, urls=tuple(urls))
