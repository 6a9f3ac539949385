"""Archive → plan: every page of the site, before anything is rendered."""

from __future__ import annotations

import msgspec

from newsgen.archive.model import Archive
from newsgen.renderer.outputs.sitemap import sitemap_pages
from newsgen.renderer.page import Blob, Page
from newsgen.renderer.pages import PAGE_KINDS
from newsgen.renderer.pages.redirects import followed_pages
from newsgen.renderer.site import Site
from newsgen.settings.values import is_omitted


def plan(archive: Archive, site: Site) -> list[Page | Blob]:
    """Plan every file of the site that comes from the archive; the theme's assets are not among them."""
    planned = [page for kind in PAGE_KINDS for page in kind(archive, site)]
    if site.omit:
        planned = [page for page in planned if not is_omitted(page.path, site.omit)]
    planned += list(followed_pages(archive, site, planned))
    planned += list(sitemap_pages(planned, site))
    return [_with_digest(page, archive) for page in planned]


def _with_digest(page: Page | Blob, archive: Archive) -> Page | Blob:
    """Let a page that does not say what it shows show the whole archive."""
    if isinstance(page, Blob) or page.shows:
        return page
    return msgspec.structs.replace(page, shows=archive.digest)
