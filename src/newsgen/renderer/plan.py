"""Plan every page of the site, before anything is rendered; the sitemap is made from the plan of all others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from newsgen.archive.model import Archive
from newsgen.renderer.page import Blob, Page, make_page
from newsgen.renderer.pages import PAGE_KINDS
from newsgen.renderer.pages.redirects import redirect_below_old_names
from newsgen.renderer.site import Site
from newsgen.renderer.views import View
from newsgen.settings.values import is_omitted

LIMIT = 50_000
"""URLs in one file. Source: sitemaps.org protocol 0.9."""


def plan(archive: Archive, site: Site) -> list[Page | Blob]:
    """Plan every file of the site that comes from the archive; the theme's assets are not among them."""
    planned = [page for kind in PAGE_KINDS for page in kind(archive, site)]
    if site.omit:
        planned = [page for page in planned if not is_omitted(page.path, site.omit)]
    planned += list(redirect_below_old_names(archive, site, planned))
    planned += list(sitemap_pages(planned, site))
    return [_with_digest(page, archive) for page in planned]


def _with_digest(page: Page | Blob, archive: Archive) -> Page | Blob:
    """Let a page that does not say what it shows show the whole archive."""
    if isinstance(page, Blob) or page.shows:
        return page
    return msgspec.structs.replace(page, shows=archive.digest)


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
        yield make_page("sitemap.xml", _view("sitemap.xml", urls))
        return
    names = [(f"sitemap-{number}.xml", "") for number in range(1, -(-len(urls) // LIMIT) + 1)]
    for place, (name, _) in enumerate(names):
        yield make_page("sitemap.xml", _view(name, urls[place * LIMIT : (place + 1) * LIMIT]))
    yield make_page("sitemap-index.xml", _view("sitemap.xml", names))


def _view(address: str, urls: Sequence[tuple[str, str]]) -> SitemapView:
    return SitemapView(address=address, root="", title="", indexed=False, urls=tuple(urls))
