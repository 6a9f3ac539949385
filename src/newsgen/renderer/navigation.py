"""The navigation: that of the theme or of the settings, and the standalone pages that want to be in it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from newsgen.archive.model import Archive
from newsgen.markdown.render import link_targets
from newsgen.renderer.site import NavigationLink, Site
from newsgen.settings.values import NavigationEntry, is_outside


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


def with_footer(site: Site, archive: Archive) -> Site:
    """Find where the links of the footer lead that stay in the site; a text may be named by its file."""
    if "](" not in site.footer:
        return site
    inside = {
        target for target, _ in link_targets(site.footer) if not is_outside(target) and target[:1] != "#"
    }
    links = tuple((target, address_of(target, archive)) for target in sorted(inside))
    return msgspec.structs.replace(site, footer_links=links)


def entry_link(entry: NavigationEntry, archive: Archive) -> NavigationLink:
    """Find where an entry of the settings leads; a text may be named by its file."""
    if is_outside(entry.href):
        return NavigationLink(entry.text, entry.href, outside=True)
    return NavigationLink(entry.text, address_of(entry.href, archive))


def address_of(href: str, archive: Archive) -> str:
    """Find the address inside site/ of a page or a text that the settings name."""
    path, mark, anchor = href.partition("#")
    path = path.removeprefix("./").lstrip("/")
    by_file = {page.path: address for address, page in archive.pages.items()} | archive.addresses
    if path in by_file:
        path = by_file[path]
    elif not path or path.endswith("/"):
        path += "index.html"
    return path + mark + anchor
