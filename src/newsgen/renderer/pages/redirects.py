"""What stands at an address that an article has left."""

from __future__ import annotations

from collections.abc import Iterator

from newsgen.archive.model import Archive
from newsgen.renderer.page import Page, page_of
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
    changes = archive.changes
    anew = {archive.addresses.get(path) for path in changes.shown} if changes else None
    titles = {archive.addresses[record.path]: record.title for record in archive.records}
    titles |= {group.address: group.name for groups in archive.groups.values() for group in groups}
    for old, target in sorted(archive.redirects.items()):
        if anew is not None and target not in anew:
            continue
        view = RedirectView(
            address=old,
            root=root_of(old),
            title=titles.get(target, site.title),
            indexed=False,
            target=target,
            canonical=site.url + target if site.url else "",
        )
        yield page_of("redirect.html", view)
