"""What stands at old addresses: pages that lead on, `_redirects` for hosts, feeds that go on."""

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

PATH = "_redirects"
_FEEDS = ("/feed.xml", "/feed.json")


class RedirectView(View, frozen=True, kw_only=True, gc=False):
    """A page that leads on."""

    target: str
    """Address at which the article stands now."""
    canonical: str
    """The same as an absolute URL; '' if the site's is not known."""


def redirect_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """Make a page at each old address."""
    if archive.redirects:
        titles = {archive.addresses[record.path]: record.title for record in archive.records}
        titles |= {group.address: group.name for groups in archive.groups.values() for group in groups}
        for old, target in sorted(archive.redirects.items()):
            view = _view(old, target, titles.get(target, site.title), site)
            yield make_page("redirect.html", view)


def _view(old: str, target: str, title: str, site: Site) -> RedirectView:
    return RedirectView(
        address=old,
        root=root_of(old),
        title=title,
        indexed=False,
        target=target,
        canonical=site.url and site.url + target,
    )


def redirects_file(archive: Archive, site: Site) -> Iterator[Blob]:
    """Make `_redirects` if an address has changed: one line `/old /new 301` for each.

    Netlify, Cloudflare Pages and GitLab Pages read it; elsewhere the pages that stand at the old addresses do.
    Paths begin at the host's root, so they take the base path of the site's address.
    """
    if archive.redirects:
        base = urlsplit(site.url).path or "/"
        pairs = sorted(archive.redirects.items())
        lines = [f"{base}{quote(old)} {base}{quote(new)} 301\n" for old, new in pairs]
        yield Blob(PATH, "".join(lines).encode())


def redirect_below_old_names(archive: Archive, site: Site, planned: Iterable[Page | Blob]) -> Iterator[Page]:
    """Lead from the pages of years and months of a renamed group to the new ones; keep its feeds for subscribers.

    A feed's bytes are those of the new one, which names its own address: a program cannot follow an HTML page.

    Args:
        archive: with the redirects of names that moved.
        site: the settings.
        planned: every other page.
    """
    groups = {group.address for found in archive.groups.values() for group in found}
    moved: dict[str, list[str]] = {}
    for old, new in sorted(archive.redirects.items()):
        if new in groups and old.endswith(INDEX) and old.count("/") == 2:
            moved.setdefault(new.removesuffix(INDEX), []).append(old.removesuffix(INDEX))
    for page in planned if moved else ():
        kind, _, rest = page.path.partition("/")
        slug, _, name = rest.partition("/")
        if not isinstance(page, Page) or not name:
            continue
        for old in moved.get(f"{kind}/{slug}", ()):
            address = f"{old}/{name}"
            if page.path.endswith(_FEEDS):
                yield msgspec.structs.replace(page, path=address)
            elif name.endswith(".html") and name != "index.html":
                yield Page(address, "redirect.html", partial(_view_of_page, address, page, site))


def _view_of_page(old: str, page: Page, site: Site) -> RedirectView:
    return _view(old, page.path, page.view.title, site)
