"""What stands below the old address of a topic or name that has another name now, beside its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

import msgspec

from newsgen.archive.build import INDEX
from newsgen.archive.model import Archive
from newsgen.renderer.page import Blob, Page
from newsgen.renderer.pages.redirects import RedirectView
from newsgen.renderer.site import Site
from newsgen.renderer.views import root_of

_FEEDS = ("/feed.xml", "/feed.json")


def followed_pages(archive: Archive, site: Site, planned: Iterable[Page | Blob]) -> Iterator[Page]:
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
