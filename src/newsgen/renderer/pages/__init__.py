"""The kinds of page: each makes pages from an archive and the site's settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from newsgen.archive.model import Archive
from newsgen.renderer.page import Blob, Page
from newsgen.renderer.pages.article import article_pages
from newsgen.renderer.pages.bundle import bundle_pages
from newsgen.renderer.pages.corrections import correction_pages
from newsgen.renderer.pages.dates import anniversary_pages, date_pages, undated_page
from newsgen.renderer.pages.feeds import feed_pages
from newsgen.renderer.pages.front import front_page
from newsgen.renderer.pages.groups import group_pages
from newsgen.renderer.pages.hosting import (
    llms_page,
    notfound_page,
    redirect_pages,
    redirect_parts_and_feeds,
    redirects_file,
    robots_page,
    sitemap_pages,
)
from newsgen.renderer.pages.indexes import index_pages, make_map_outline_file
from newsgen.renderer.pages.search import search_page
from newsgen.renderer.pages.standalone import about_page, standalone_pages
from newsgen.renderer.site import Site
from newsgen.settings.values import is_omitted

PageKind = Callable[[Archive, Site], Iterator[Page | Blob]]
"""Makes all pages of one kind."""

PAGE_KINDS: tuple[PageKind, ...] = (
    front_page,
    article_pages,
    date_pages,
    anniversary_pages,
    index_pages,
    group_pages,
    make_map_outline_file,
    undated_page,
    about_page,
    standalone_pages,
    correction_pages,
    search_page,
    notfound_page,
    redirect_pages,
    redirects_file,
    feed_pages,
    bundle_pages,
    robots_page,
    llms_page,
)
"""All kinds of page except the sitemap, which needs the plan of the others."""


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
