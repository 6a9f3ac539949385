"""The navigation: that of the theme or of the settings, and the standalone pages that want to be in it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from newsgen.archive.model import Archive
from newsgen.config import NavigationEntry
from newsgen.hrefs import is_outside
from newsgen.renderer.views import NavigationLink, Site


def with_navigation(site: Site, entries: Sequence[NavigationEntry], archive: Archive) -> Site:
    """Put the entries of the settings, if there are any, and pages with `navigation` into the site's navigation."""
    links = [entry_link(entry, archive) for entry in entries] or list(site.navigation)
    wanted = [
        (page.navigation, address, page)
        for address, page in archive.pages.items()
        if page.navigation is not None
    ]
    for place, address, page in sorted(wanted, key=lambda item: (item[0] or 1_000, item[1])):
        known = next((link for link in links if link.href == address), None)
        if known and not place:
            continue
        if known:
            links.remove(known)
        at = place - 1 if place else len(links)
        links.insert(at, known or NavigationLink(page.title, address))
    return msgspec.structs.replace(site, navigation=tuple(links))


def entry_link(entry: NavigationEntry, archive: Archive) -> NavigationLink:
    """Find where an entry of the settings leads; a text may be named by its file."""
    if is_outside(entry.href):
        return NavigationLink(entry.text, entry.href, outside=True)
    path, mark, anchor = entry.href.partition("#")
    path = path.removeprefix("./").lstrip("/")
    by_file = {page.path: address for address, page in archive.pages.items()} | archive.addresses
    if path in by_file:
        path = by_file[path]
    elif not path or path.endswith("/"):
        path += "index.html"
    return NavigationLink(entry.text, path + mark + anchor)
