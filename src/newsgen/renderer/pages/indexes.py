"""The A–Z of topics, people, places, organizations, sources and authors."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import msgspec

from newsgen.archive.model import KINDS, Archive, Group, Kind
from newsgen.renderer.page import Page
from newsgen.renderer.views import Link, Site, View, root_of

_LONG = 600
"""Names on one page before an index is split by initial."""
_FREQUENT = 60
"""Names that the first page of a split index shows."""


class Letter(msgspec.Struct, frozen=True, gc=False):
    """The names under one initial."""

    initial: str
    """'A' to 'Z', or '#' for names that start with a figure."""
    href: str
    """Address of its own page if the index is split, else ''."""
    count: int
    names: tuple[Link, ...]
    """Empty if they stand on a page of their own."""


class IndexView(View, frozen=True, kw_only=True, gc=False):
    """An A–Z, or one letter of it."""

    kind: Kind
    count: int
    """Names in the whole index."""
    initial: str
    """The letter that this page shows; '' for the whole."""
    letters: tuple[Letter, ...]
    frequent: tuple[Link, ...]
    """On the first page of a split index, the names with the most articles."""
    kinds: tuple[Link, ...]
    """The other indexes that have names."""


def index_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """Make the indexes of all kinds; those in the navigation exist even when they are empty."""
    steady = {link.href for link in site.navigation}
    kinds = kinds_of(archive, site)
    for kind in KINDS:
        groups = archive.groups.get(kind, ())
        if groups or index_address(kind) in steady:
            yield from _index(kind, groups, archive, kinds, site)


def index_address(kind: Kind, initial: str = "") -> str:
    """Address of an index, e.g. people/index.html, or of one letter, people/a.html ('0.html' for figures)."""
    return f"{kind}/{initial.lower().replace('#', '0') or 'index'}.html"


def titles(site: Site) -> dict[Kind, str]:
    """What the indexes are called."""
    gettext = site.words.gettext
    return {
        "topics": gettext("Topics"),
        "people": gettext("People"),
        "places": gettext("Places"),
        "organizations": gettext("Organizations"),
        "sources": gettext("Sources"),
        "authors": gettext("Authors"),
    }


def kinds_of(archive: Archive, site: Site) -> tuple[Link, ...]:
    """The indexes that have names, with their number."""
    counts = ((kind, len(archive.groups.get(kind, ()))) for kind in KINDS)
    names = titles(site)
    return tuple(Link(names[kind], index_address(kind), count) for kind, count in counts if count)


def _index(
    kind: Kind, groups: tuple[Group, ...], archive: Archive, kinds: tuple[Link, ...], site: Site
) -> Iterator[Page]:
    names = [(_initial(group), _name(group, archive)) for group in groups]
    names.sort(key=lambda pair: pair[0])
    split = len(names) > _LONG
    letters = []
    for initial, pairs in groupby(names, lambda pair: pair[0]):
        links = tuple(link for _, link in pairs)
        letters.append(Letter(initial, index_address(kind, initial) if split else "", len(links), links))
    shown = (
        tuple(msgspec.structs.replace(letter, names=()) for letter in letters) if split else tuple(letters)
    )
    frequent = sorted((link for _, link in names), key=lambda link: -link.count)[:_FREQUENT] if split else ()
    title = titles(site)[kind]
    yield _page(kind, title, "", len(names), shown, tuple(frequent), kinds)
    for letter in letters if split else ():
        own = tuple(letter if other.initial == letter.initial else other for other in shown)
        yield _page(kind, title, letter.initial, len(names), own, (), kinds)


def _page(
    kind: Kind,
    title: str,
    initial: str,
    count: int,
    letters: tuple[Letter, ...],
    frequent: tuple[Link, ...],
    kinds: tuple[Link, ...],
) -> Page:
    address = index_address(kind, initial)
    view = IndexView(
        address=address,
        root=root_of(address),
        title=title,
        section=index_address(kind),
        kind=kind,
        count=count,
        initial=initial,
        letters=letters,
        frequent=frequent,
        kinds=kinds,
    )
    return Page(address, "names.html", view)


def _initial(group: Group) -> str:
    first = group.slug[:1].upper()
    return first if first.isalpha() else "#"


def _name(group: Group, archive: Archive) -> Link:
    """A name with its page, or with its only article if it has no page."""
    href = group.address if archive.has_page(group) else archive.addresses[group.records[0].path]
    return Link(group.name, href, len(group.records))
