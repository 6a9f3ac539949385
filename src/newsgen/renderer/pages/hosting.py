"""Pages and files for hosts and crawlers: redirects, 404.html, robots.txt, llms.txt, sitemaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from urllib.parse import quote, urlsplit

import msgspec

from newsgen.archive.build import INDEX
from newsgen.archive.model import Archive
from newsgen.renderer.page import Blob, Page, make_page
from newsgen.renderer.pages.indexes import link_to_indexes
from newsgen.renderer.site import Site
from newsgen.renderer.views import Link, View

PATH = "_redirects"
_FEEDS = ("/feed.xml", "/feed.json")
SITEMAP_LIMIT = 50_000
"""Most URLs in one sitemap. Source: sitemaps.org protocol 0.9."""


class RedirectView(View, frozen=True, kw_only=True, gc=False):
    """A page that redirects to another."""

    target: str
    """The new address."""
    canonical: str
    """The new address as an absolute URL; '' if the site's URL is unknown."""
    kind: str
    """What has moved: 'article', or a kind of groups such as 'topics', or 'page'."""


def redirect_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """Make a redirect page at each old address."""
    if archive.redirects:
        titles = {archive.addresses[record.path]: record.title for record in archive.records}
        kinds = dict.fromkeys(titles, "article")
        for group in chain.from_iterable(archive.groups.values()):
            titles[group.address], kinds[group.address] = group.name, group.kind
        for old, target in sorted(archive.redirects.items()):
            view = _view(old, target, titles.get(target, site.title), kinds.get(target, "page"), site)
            yield make_page("redirect.html", view)


def _view(old: str, target: str, title: str, kind: str, site: Site) -> RedirectView:
    return RedirectView(
        address=old,
        title=title,
        indexed=False,
        target=target,
        kind=kind,
        canonical=site.url and site.url + target,
    )


def redirects_file(archive: Archive, site: Site) -> Iterator[Blob]:
    """Make `_redirects` if any address has changed, with a line `/old /new 301` for each.

    Netlify, Cloudflare Pages and GitLab Pages read it; other hosts serve the redirect pages.
    Paths begin at the host's root, so they include the base path of the site's URL.
    """
    if archive.redirects:
        base = urlsplit(site.url).path or "/"
        pairs = sorted(archive.redirects.items())
        lines = [f"{base}{quote(old)} {base}{quote(new)} 301\n" for old, new in pairs]
        yield Blob(PATH, "".join(lines).encode())


def redirect_parts_and_feeds(archive: Archive, site: Site, planned: Iterable[Page | Blob]) -> Iterator[Page]:
    """Redirect the pages of parts of a renamed group to the new ones; copy its feeds to the old addresses.

    A feed reader cannot follow an HTML redirect; the copy of the feed names the new address. `planned` are all other pages.
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
    return _view(old, page.path, page.view.title, page.path.partition("/")[0], site)


def notfound_page(_archive: Archive, site: Site) -> Iterator[Page]:
    """Make 404.html; it is served at any depth, so its links start at the site's address, or else at the host's top."""
    title = site.words.gettext("Page not found")
    view = View(address="404.html", root=site.url or "/", title=title, indexed=False)
    yield make_page("404.html", view)


def robots_page(_archive: Archive, _site: Site) -> Iterator[Page]:
    """Make robots.txt, which allows everything and names the sitemap if there is one. Source: RFC 9309."""
    yield make_page("robots.txt", View(address="robots.txt", title="", indexed=False))


class LlmsView(View, frozen=True, kw_only=True, gc=False):
    """Where the archive's articles can be found."""

    span: tuple[int, int] | None
    """First and last year with articles."""
    kinds: tuple[Link, ...]
    """The indexes that have names."""
    years: tuple[Link, ...]
    """Newest first."""


def llms_page(archive: Archive, site: Site) -> Iterator[Page]:
    """Make llms.txt; its links are absolute if the site's URL is known.

    Source: llmstxt.org, "Format".
    """
    years = archive.years
    view = LlmsView(
        address="llms.txt",
        root=site.url,
        title=site.title,
        indexed=False,
        span=(years[0].year, years[-1].year) if years else None,
        kinds=tuple(Link(kind.text, kind.href) for kind in link_to_indexes(archive, site)),
        years=tuple(Link(f"{year.year}", year.address) for year in reversed(years)),
    )
    yield make_page("llms.txt", view)


class SitemapView(View, frozen=True, kw_only=True, gc=False):
    """A sitemap, or the index of several sitemaps."""

    urls: tuple[tuple[str, str], ...]
    """Pairs of an address and the day of its last change, YYYY-MM-DD or ''."""


def sitemap_pages(planned: Iterable[Page | Blob], site: Site) -> Iterator[Page]:
    """Make sitemap.xml, or an index and several sitemaps for over 50,000 URLs; nothing if the site's URL is unknown."""
    if not site.url:
        return
    urls = sorted(
        [
            (page.path, page.modified)
            for page in planned
            if isinstance(page, Page) and page.modified is not None
        ]
    )
    if len(urls) <= SITEMAP_LIMIT:
        yield make_page("sitemap.xml", _sitemap_view("sitemap.xml", urls))
        return
    names = [(f"sitemap-{number}.xml", "") for number in range(1, -(-len(urls) // SITEMAP_LIMIT) + 1)]
    for index, (name, _) in enumerate(names):
        yield make_page(
            "sitemap.xml", _sitemap_view(name, urls[index * SITEMAP_LIMIT : (index + 1) * SITEMAP_LIMIT])
        )
    yield make_page("sitemap-index.xml", _sitemap_view("sitemap.xml", names))


def _sitemap_view(address: str, urls: Sequence[tuple[str, str]]) -> SitemapView:
    return SitemapView(address=address, title="", indexed=False, urls=tuple(urls))
