"""_redirects: the same old addresses for hosts that answer with 301 before they look for a file."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from newsgen.archive.model import Archive
from newsgen.renderer.page import Blob
from newsgen.renderer.site import Site

PATH = "_redirects"


def redirects_file(archive: Archive, site: Site) -> Iterator[Blob]:
    """Make `_redirects` if an address has changed: one line `/old /new 301` for each.

    Netlify, Cloudflare Pages and GitLab Pages read it; elsewhere the pages that stand at the old addresses do.
    Paths begin at the host's root, so they take the base path of the site's address.
    """
    if not archive.redirects:
        return
    base = urlsplit(site.url).path or "/"
    lines = [f"{base}{quote(old)} {base}{quote(new)} 301\n" for old, new in sorted(archive.redirects.items())]
    yield Blob(PATH, "".join(lines).encode())
