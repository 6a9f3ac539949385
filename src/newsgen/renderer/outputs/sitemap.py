"""The sitemap: it receives the plan of all other pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from newsgen.renderer.page import Blob, Page, page_of
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
    urls = sorted(
        [
            (page.path, page.modified)
            for page in planned
            if isinstance(page, Page) and page.modified is not None
        ]
    )
    if len(urls) <= LIMIT:
        yield page_of("sitemap.xml", _view("sitemap.xml", urls))
        return
    names = [(f"sitemap-{number}.xml", "") for number in range(1, -(-len(urls) // LIMIT) + 1)]
    for place, (name, _) in enumerate(names):
        yield page_of("sitemap.xml", _view(name, urls[place * LIMIT : (place + 1) * LIMIT]))
    yield page_of("sitemap-index.xml", _view("sitemap.xml", names))


def _view(address: str, urls: Sequence[tuple[str, str]]) -> SitemapView:
    return SitemapView(address=address, root="", title="", indexed=False, urls=tuple(urls))
