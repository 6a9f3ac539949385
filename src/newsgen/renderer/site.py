"""The value `site` that every template sees: settings, navigation, words of the interface."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from newsgen.archive.build import ABOUT
from newsgen.archive.model import Archive
from newsgen.renderer.locale.translations import ENGLISH, Translations, direction
from newsgen.settings.values import NavigationEntry, Settings, has_scheme


class NavigationLink(msgspec.Struct, frozen=True, gc=False):
    """An entry of the navigation."""

    text: str
    href: str
    """Address inside site/, or the whole address if it is `outside`."""
    outside: bool = False


class Site(msgspec.Struct, frozen=True, gc=False):
    """What every template sees as `site`: settings only, no counts, so that a new article does not change old pages."""

    title: str
    url: str
    """Absolute URL with a trailing '/'; '' if unknown."""
    language: str
    """BCP 47 tag of the interface, and of all texts that state no language."""
    timezone: str
    """IANA name of the archive's zone, e.g. Asia/Tokyo."""
    direction: str
    """'ltr' or 'rtl'."""
    description: str
    author: str
    licence: str
    licence_url: str
    """URL of the licence's terms; '' if unknown."""
    navigation: tuple[NavigationLink, ...]
    logo: str
    """Address of the picture in the masthead; '' for none."""
    logo_alt: str
    """Alternative text of the logo."""
    footer: str
    """Line at the foot of every page, in Markdown; the filter `footer` renders it."""
    footer_links: tuple[tuple[str, str], ...]
    """Pairs of a link in the footer, as written, and its address inside site/."""
    assets: dict[str, str]
    """Address of each asset, with a version, by name: {'site.css': 'assets/site.css?v=1f0c9a2b'}."""
    limit: int
    """Most articles on one page of a list; a longer list is split by time."""
    feed_limit: int
    """Most articles in a feed."""
    latest: int
    """Articles on the front page."""
    words: Translations = ENGLISH
    """Translations of the interface."""
    search: int | None = None
    """Most articles for which whole texts are indexed; None for a site without search."""
    omit: tuple[str, ...] = ()
    """Kinds of pages that the site leaves out: as in the setting `omit`."""


def make_site(
    settings: Settings, words: Translations = ENGLISH, assets: Mapping[str, str] | None = None, name: str = ""
) -> Site:
    """Make `site` from the settings, translations into its language, and the address of each asset by name.

    `name` is the title if the settings have none.
    """
    site = settings.site
    return Site(
        title=site.title or name or words.gettext("News archive"),
        url=site.url,
        language=site.language,
        timezone=site.timezone,
        direction=direction(site.language),
        description=site.description,
        author=site.author,
        licence=site.licence,
        licence_url=site.licence_url or find_licence_url(site.licence),
        navigation=_make_navigation(words),
        logo=site.logo,
        logo_alt=site.logo_alt,
        footer=site.footer,
        footer_links=(),
        assets=dict(assets or {}),
        limit=settings.lists.limit,
        feed_limit=settings.lists.feed,
        latest=settings.lists.latest,
        words=words,
        search=settings.search.full_text if settings.search.enabled else None,
        omit=settings.pages.omit,
    )


def _make_navigation(words: Translations) -> tuple[NavigationLink, ...]:
    """Make the five default links of the navigation; `add_pages_to_menu` leaves out indexes of nothing."""
    return (
        NavigationLink(words.gettext("Dates"), "dates/index.html"),
        NavigationLink(words.gettext("Topics"), "topics/index.html"),
        NavigationLink(words.gettext("People"), "people/index.html"),
        NavigationLink(words.gettext("Places"), "places/index.html"),
        NavigationLink(words.gettext("About"), ABOUT),
    )


def find_licence_url(licence: str) -> str:
    """Find the URL of the terms of a licence such as 'CC BY 4.0' or 'CC0', or that is an http(s) URL; '' if it is unknown."""
    words = licence.lower().replace("cc-", "cc ").split()
    if words[:1] == ["cc0"]:
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    if words[:1] == ["cc"] and len(words) == 3 and words[1].startswith("by") and words[2][:1].isdigit():
        return f"https://creativecommons.org/licenses/{words[1]}/{words[2]}/"
    return licence if licence.startswith(("https://", "http://")) else ""


def add_pages_to_menu(site: Site, entries: Sequence[NavigationEntry], archive: Archive) -> Site:
    """Add pages with `navigation` to the site's navigation, which the settings' entries replace if there are any.

    The theme's own links to indexes without an entry are left out.
    """
    links = [make_navigation_link(entry, archive) for entry in entries] or [
        link for link in site.navigation if not _is_empty_index(link.href, archive)
    ]
    wanted = [
        (page.navigation, address, page)
        for address, page in archive.pages.items()
        if page.navigation is not None
    ]
    for position, address, page in sorted(wanted, key=lambda item: (item[0] or 1_000, item[1])):
        known = next((link for link in links if link.href == address), None)
        if known and not position:
            continue
        if known:
            links.remove(known)
        links.insert(position - 1 if position else len(links), known or NavigationLink(page.title, address))
    return msgspec.structs.replace(site, navigation=tuple(links))


def _is_empty_index(address: str, archive: Archive) -> bool:
    """True for the index of dates if there are no articles, and for the index of a kind of names if no article has one."""
    if address == "dates/index.html":
        return not archive.records
    return address in [f"{kind}/index.html" for kind, groups in archive.groups.items() if not groups]


def resolve_footer_links(site: Site, archive: Archive) -> Site:
    """Resolve the footer's links inside the site; a link may name a text's file."""
    if "](" not in site.footer:
        return site
    from newsgen.markdown.render import find_links  # an unchanged build mostly needs no Markdown

    inside = {target for target, _ in find_links(site.footer) if not has_scheme(target) and target[:1] != "#"}
    links = tuple((target, resolve_settings_link(target, archive)) for target in sorted(inside))
    return msgspec.structs.replace(site, footer_links=links)


def make_navigation_link(entry: NavigationEntry, archive: Archive) -> NavigationLink:
    """Make the link of a navigation entry; the entry may name a text's file."""
    if has_scheme(entry.href):
        return NavigationLink(entry.text, entry.href, outside=True)
    return NavigationLink(entry.text, resolve_settings_link(entry.href, archive))


def resolve_settings_link(href: str, archive: Archive) -> str:
    """Find the address inside site/ of a page or file that the settings name."""
    path, mark, anchor = href.partition("#")
    path = path.removeprefix("./").lstrip("/")
    by_file = {page.path: address for address, page in archive.pages.items()} | archive.addresses
    if path in by_file:
        path = by_file[path]
    elif not path or path.endswith("/"):
        path += "index.html"
    return path + mark + anchor
