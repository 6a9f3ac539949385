"""The sitemap: it receives the plan of all other pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsgen.renderer.page import Blob, Page, page_of
from newsgen.renderer.views import Site, View

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
    pages = (page for page in planned if isinstance(page, Page))
    urls = sorted((page.path, page.modified) for page in pages if page.modified is not None)
    if len(urls) <= LIMIT:
        yield _page("sitemap.xml", "sitemap.xml", urls)
        return
    names = []
    for number, start in enumerate(range(0, len(urls), LIMIT), 1):
        names.append((f"sitemap-{number}.xml", ""))
        yield _page(names[-1][0], "sitemap.xml", urls[start : start + LIMIT])
    yield _page("sitemap.xml", "sitemap-index.xml", names)


def _page(address: str, template: str, urls: list[tuple[str, str]]) -> Page:
    view = SitemapView(address=address, root="", title="", indexed=False, urls=tuple(urls))
    return page_of(template, view)
