"""What stands at an address that an article has left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from urllib.parse import quote, urlsplit

import msgspec

from newsgen.archive.build import INDEX
from newsgen.archive.model import Archive
from newsgen.renderer.page import Blob, Page, make_page
from newsgen.renderer.site import Site
from newsgen.renderer.views import View, root_of


class RedirectView(View, frozen=True, kw_only=True, gc=False):
    """A page that leads on."""

    target: str
    """Address at which the article stands now."""
    canonical: str
    """The same as an absolute URL; '' if the site's is not known."""


def redirect_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """Make a page at each old address."""
    if not archive.redirects:
        return
    titles = {archive.addresses[record.path]: record.title for record in archive.records}
    titles |= {group.address: group.name for groups in archive.groups.values() for group in groups}
    for old, target in sorted(archive.redirects.items()):
        view = RedirectView(
            address=old,
            root=root_of(old),
            title=titles.get(target, site.title),
            indexed=False,
            target=target,
            canonical=site.url + target if site.url else "",
        )
        yield make_page("redirect.html", view)


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


_FEEDS = ("/feed.xml", "/feed.json")


def pages_below_old_names(archive: Archive, site: Site, planned: Iterable[Page | Blob]) -> Iterator[Page]:
    """Lead from the old pages of years and months to the new ones, and go on with feeds that programs subscribe to.

    A feed's bytes are those of the new one, which names its own address: a program cannot follow an HTML page.

    Args:
        archive: with the redirects of names that moved.
        site: the settings.
        planned: every other page.
    """
    tops = {address for groups in archive.groups.values() for address in (one.address for one in groups)}
    moved: dict[str, list[str]] = {}
    for old, new in sorted(archive.redirects.items()):
        if new in tops and old.endswith(INDEX) and old.count("/") == 2:
            moved.setdefault(new.removesuffix(INDEX), []).append(old.removesuffix(INDEX))
    for page in planned if moved else ():
        parts = page.path.split("/", 2)
        if not isinstance(page, Page) or len(parts) < 3:
            continue
        for old in moved.get("/".join(parts[:2]), ()):
            address = f"{old}/{parts[2]}"
            if page.path.endswith(_FEEDS):
                yield msgspec.structs.replace(page, path=address)
            elif address.endswith(".html") and parts[2] != "index.html":
                yield Page(address, "redirect.html", partial(_stub, address, page, site))


def _stub(address: str, page: Page, site: Site) -> RedirectView:
    return RedirectView(
        address=address,
        root=root_of(address),
        title=page.view.title,
        indexed=False,
        target=page.path,
        canonical=site.url + page.path if site.url else "",
    )
