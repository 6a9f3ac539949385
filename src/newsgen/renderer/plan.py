"""Archive → plan: every page of the site, before anything is rendered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import chain

import msgspec

from newsgen.archive.model import Archive
from newsgen.model import Body
from newsgen.page_settings import left_out
from newsgen.renderer.followed import followed_pages
from newsgen.renderer.page import Blob, Known, Page
from newsgen.renderer.pages import LISTS, PAGE_KINDS, PageKind
from newsgen.renderer.sitemap import sitemap_pages
from newsgen.renderer.views import Site

_NO_BODY = Body("", "")


def plan(archive: Archive, site: Site) -> list[Page | Blob]:
    """Plan every file of the site that comes from the archive; the theme's assets are not among them."""
    planned = [*plan_lists(archive, site), *_plan(archive, site, _TEXTS)]
    planned.extend(list(followed_pages(archive, site, planned)))
    planned.extend(sitemap_pages(planned, site))
    return planned


def plan_beside(
    archive: Archive, site: Site, lists: Sequence[Page | Blob | Known]
) -> list[Page | Blob | Known]:
    """Plan all as `plan` does, beside lists that are planned or known already; no name of the archive may have moved."""
    planned = [*lists, *_plan(archive, site, _TEXTS)]
    planned.extend(sitemap_pages(planned, site))
    return planned


def plan_lists(archive: Archive, site: Site) -> list[Page | Blob]:
    """Plan the pages of the kinds in `LISTS`."""
    return _plan(archive, site, [kind for kind in PAGE_KINDS if kind in LISTS])


def seen_by_lists(archive: Archive, site: Site) -> bytes:
    """Hash all that `plan_lists` can see: the archive without its articles' texts, and the settings."""
    encode = msgspec.msgpack.Encoder(order="deterministic").encode
    replace = msgspec.structs.replace
    bare = (replace(record, body=_NO_BODY, words=0, references=(), pictures=()) for record in archive.records)
    rest = archive.pages, archive.introductions, archive.redirects, archive.coordinates
    digest = hashlib.blake2b(digest_size=16)
    for part in chain(bare, (archive.addresses, rest, site)):
        digest.update(encode(part))
    return digest.digest()


_TEXTS = [kind for kind in PAGE_KINDS if kind not in LISTS]


def _plan(archive: Archive, site: Site, kinds: Iterable[PageKind]) -> list[Page | Blob]:
    return [page for kind in kinds for page in kind(archive, site) if not left_out(page.path, site.omit)]
