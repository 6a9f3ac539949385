"""The A–Z of topics, people, places, organizations, sources and authors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from newsgen.archive.model import KINDS, Archive, Group, Kind
from newsgen.renderer.lists.parts import ListPart, split_keys
from newsgen.renderer.maps.places import LAND, Map, make_atlas
from newsgen.renderer.maps.projection import Frame
from newsgen.renderer.page import Page, make_page
from newsgen.renderer.site import Site
from newsgen.renderer.views import Link, View, root_of

_LONG = 500
"""Names on one page before an index is split by initial, and an initial by the letter after it."""
_FREQUENT = 60
"""Names that the first page of a split index shows."""
_ALPHABETS = "[\u0370-\u058f\u0590-\u05ff\u0620-\u064a\u066e-\u06d3\u0904-\u0939\u10a0-\u10ff\u1100-\u1112]"
"""Greek, Cyrillic, Armenian, Hebrew, Arabic, Devanagari, Georgian, Hangul."""
_ARTICLE = "ال(?=..)"
"""The Arabic article, which an index passes over."""


class Letter(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The names under one initial."""

    initial: str
    """'A' to 'Z', or '#' for names that start with a figure."""
    href: str
    """Address of its own page if the index is split, else ''."""
    count: int
    names: tuple[Link, ...]
    """Those that the page lists: none if they stand on pages of their own."""


class IndexView(View, frozen=True, kw_only=True, gc=False):
    """An A–Z, or one letter of it."""

    kind: Kind
    count: int
    """Names in the whole index."""
    initial: str
    """What the names on this page begin with, 'A', or 'Al' where that is too much for one page; '' for the whole."""
    letters: tuple[Letter, ...]
    parts: tuple[Link, ...] = ()
    """On the page of a long initial, the pages of its parts: 'Al', 'An'."""
    frequent: tuple[Link, ...]
    """On the first page of a split index, the names with the most articles."""
    kinds: tuple[Link, ...]
    """The other indexes that have names."""
    map: Map | None = None
    """On the first page of places, where they are; None if none is known."""


def index_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """Make the indexes of all kinds; those in the navigation exist even when they are empty."""
    steady = {link.href for link in site.navigation}
    kinds = link_indexes(archive, site)
    for kind in KINDS:
        groups = archive.groups.get(kind, ())
        if groups or index_address(kind) in steady:
            yield from _index(kind, groups, archive, kinds, site)


def index_address(kind: Kind, initial: str = "") -> str:
    """Give the address of an index, e.g. people/index.html, or of one letter, people/a.html ('0.html' for figures)."""
    return f"{kind}/{'index_' if initial == 'index' else initial or 'index'}.html"


def name_indexes(site: Site) -> dict[Kind, str]:
    """Give the title of each index."""
    gettext = site.words.gettext
    return {
        "topics": gettext("Topics"),
        "people": gettext("People"),
        "places": gettext("Places"),
        "organizations": gettext("Organizations"),
        "sources": gettext("Sources"),
        "authors": gettext("Authors"),
    }


def link_indexes(archive: Archive, site: Site) -> tuple[Link, ...]:
    """Link the indexes that have names, with their number."""
    counts = ((kind, len(archive.groups.get(kind, ()))) for kind in KINDS)
    names = name_indexes(site)
    return tuple(Link(names[kind], index_address(kind), count) for kind, count in counts if count)


def _index(
    kind: Kind, groups: tuple[Group, ...], archive: Archive, kinds: tuple[Link, ...], site: Site
) -> Iterator[Page]:
    names = [(group.slug, _link_name(group, archive)) for group in groups]
    links = tuple([link for _, link in names])
    is_split = len(names) > _LONG
    other_letters = () if is_split else group_by_initial(links)
    latin = [(slug, link) for slug, link in names if not other_letters or not find_own_initial(link.text)]
    parts = split_keys(latin, _LONG, ListPart("", links, ()), figures=True)
    view = IndexView(
        address=index_address(kind),
        root=root_of(index_address(kind)),
        title=name_indexes(site)[kind],
        section=index_address(kind),
        kind=kind,
        count=len(names),
        initial="",
        letters=(
            *[_letter(kind, part, is_split=is_split) for part in parts],
            *[Letter(initial, "", len(found), found) for initial, found in other_letters],
        ),
        frequent=tuple(sorted(links, key=lambda link: -link.count)[:_FREQUENT]) if is_split else (),
        kinds=kinds,
        map=make_atlas(archive).draw_map(links) if kind == "places" else None,
    )
    yield make_page("names.html", view)
    for place, part in enumerate(parts) if is_split else ():
        yield from _letter_pages(part, place, msgspec.structs.replace(view, frequent=(), map=None))


def _letter_pages(part: ListPart[Link], place: int, index: IndexView) -> Iterator[Page]:
    """Make the page of a letter, the one at `place` in the alphabet, and those of its parts if it is long."""
    address, letters = _part_address(index.kind, part), list(index.letters)
    letters[place] = msgspec.structs.replace(letters[place], names=part.listed)
    view = msgspec.structs.replace(
        index,
        address=address,
        root=root_of(address),
        initial=_label(part),
        letters=tuple(letters),
        parts=tuple(
            [Link(_label(one), _part_address(index.kind, one), len(one.items)) for one in part.parts]
        ),
    )
    yield make_page("names.html", view)
    for smaller in part.parts:
        yield from _letter_pages(smaller, place, index)


def _letter(kind: Kind, part: ListPart[Link], *, is_split: bool) -> Letter:
    if is_split:
        return Letter(_label(part), _part_address(kind, part), len(part.items), ())
    return Letter(_label(part), "", len(part.items), part.items)


def _part_address(kind: Kind, part: ListPart[Link]) -> str:
    return index_address(kind, part.folder.removesuffix("/"))


def _label(part: ListPart[Link]) -> str:
    return "#" if part.folder == "0/" else part.initial


def _link_name(group: Group, archive: Archive) -> Link:
    """Link a name to its page, or to its only article if it has no page."""
    href = group.address if group.has_page else archive.addresses[group.records[0].path]
    return Link(group.name, href, len(group.records))


def find_own_initial(name: str) -> str:
    """Find the letter under which a name stands in its own alphabet; '' if that is the Latin one, or none.

    Marks are taken off: 'أحمد' stands under 'ا', 'Άννα' under 'Α'.
    """
    bare = re.sub(_ARTICLE, "", name.strip(), count=1) if name.strip().startswith("ال") else name.strip()
    first = unicodedata.normalize("NFD", bare[:1])[:1].upper()
    return first if first and re.match(_ALPHABETS, first) else ""


def group_by_initial(links: Sequence[Link]) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Group those names that have an alphabet of their own by their initials, in the order of its letters."""
    own = sorted(
        (find_own_initial(link.text), link.text, link) for link in links if find_own_initial(link.text)
    )
    return tuple(
        (initial, tuple(link for _, _, link in group))
        for initial, group in groupby(own, lambda item: item[0])
    )


class LandView(View, frozen=True, kw_only=True, gc=False):
    """The coasts of the part of the world where the archive's places are."""

    frame: Frame
    """What the drawing shows; it is a thousand units wide and `frame.height` high."""


def land_page(archive: Archive, _site: Site) -> Iterator[Page]:
    """Make places/land.svg, if the place of any name is known: one file for all maps, because it is large."""
    frame = make_atlas(archive).frame
    if frame is not None:
        view = LandView(address=LAND, root=root_of(LAND), title="", indexed=False, frame=frame)
        yield make_page("land.svg", view)
