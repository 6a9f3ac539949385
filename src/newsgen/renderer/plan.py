"""Plan every page of the site before anything is rendered; the sitemap lists the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from newsgen.archive.model import Archive
from newsgen.renderer.page import Blob, Page, make_page
from newsgen.renderer.pages import PAGE_KINDS
from newsgen.renderer.pages.hosting import redirect_parts_and_feeds
from newsgen.renderer.site import Site
from newsgen.renderer.views import View
from newsgen.settings.values import is_omitted

LIMIT = 50_000
"""Most URLs in one sitemap. Source: sitemaps.org protocol 0.9."""


def plan_archive_files(archive: Archive, site: Site) -> list[Page | Blob]:
    """Plan every file of the site that comes from the archive, without the theme's assets."""
    planned = [page for kind in PAGE_KINDS for page in kind(archive, site)]
    if site.omit:
        planned = [page for page in planned if not is_omitted(page.path, site.omit)]
    planned += list(redirect_parts_and_feeds(archive, site, planned))
    planned += list(sitemap_pages(planned, site))
    whole = archive.digest  # for pages without a digest of what they show
    return [
        page if isinstance(page, Blob) or page.shows else msgspec.structs.replace(page, shows=whole)
        for page in planned
    ]


class SitemapView(View, frozen=True, kw_only=True, gc=False):
    """A sitemap, or the index of several sitemaps."""

    urls: tuple[tuple[str, str], ...]
    """Pairs of an address and the day of its last change, YYYY-MM-DD or ''."""


def sitemap_pages(planned: Iterable[Page | Blob], site: Site) -> Iterator[Page]:
    """Make sitemap.xml, or an index and several sitemaps for over 50,000 URLs; nothing if the site's URL is unknown."""
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
    for index, (name, _) in enumerate(names):
        yield make_page("sitemap.xml", _view(name, urls[index * LIMIT : (index + 1) * LIMIT]))
    yield make_page("sitemap-index.xml", _view("sitemap.xml", names))


def _view(address: str, urls: Sequence[tuple[str, str]]) -> SitemapView:
    return SitemapView(address=address, root="", title="", indexed=False, urls=tuple(urls))
