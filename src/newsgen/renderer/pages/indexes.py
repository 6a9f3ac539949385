"""The A–Z of topics, people, places, organizations, sources and authors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from newsgen.archive.model import KINDS, Archive, Group, Kind
from newsgen.renderer.lists.parts import ListPart, split_by_key_prefix
from newsgen.renderer.maps import LAND, Frame, Map, make_archive_atlas
from newsgen.renderer.page import Page, make_page
from newsgen.renderer.site import Site
from newsgen.renderer.views import Link, View

_LONG = 500
"""Most names on one page; a longer index is split by initial, a longer initial by its second letter."""
_FREQUENT = 60
"""Most frequent names on the first page of a split index."""
_ALPHABETS = "[\u0370-\u058f\u0590-\u05ff\u0620-\u064a\u066e-\u06d3\u0904-\u0939\u10a0-\u10ff\u1100-\u1112]"
"""Greek, Cyrillic, Armenian, Hebrew, Arabic, Devanagari, Georgian, Hangul."""
_ARTICLE = "ال(?=..)"
"""The Arabic article, which an index ignores."""


class Letter(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The names under one initial."""

    initial: str
    """'A' to 'Z', or '#' for names that start with a figure."""
    href: str
    """Address of its page if the index is split, else ''."""
    count: int
    names: tuple[Link, ...]
    """The names that this page lists; empty if the initial has its own page."""


class IndexView(View, frozen=True, kw_only=True, gc=False):
    """An index, or one letter of it."""

    kind: Kind
    count: int
    """Number of names in the whole index."""
    initial: str
    """First letters of the names on this page, e.g. 'A', or 'Al' if 'A' is split; '' for the whole index."""
    letters: tuple[Letter, ...]
    parts: tuple[Link, ...] = ()
    """Links to the parts of a long initial: 'Al', 'An'."""
    frequent: tuple[Link, ...]
    """Names with the most articles, on the first page of a split index."""
    kinds: tuple[Link, ...]
    """The other indexes that have names."""
    map: Map | None = None
    """Map on the first page of places; None if no place is known."""


def index_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """Make the indexes of all kinds that have names or are in the navigation."""
    in_navigation = {link.href for link in site.navigation}
    kinds = link_to_indexes(archive, site)
    for kind in KINDS:
        groups = archive.groups.get(kind, ())
        if groups or index_address(kind) in in_navigation:
            yield from _make_index(kind, groups, archive, kinds, site)


def index_address(kind: Kind, initial: str = "") -> str:
    """Return the address of an index, e.g. people/index.html, or of a letter, people/a.html ('0.html' for figures)."""
    return f"{kind}/{'index_' if initial == 'index' else initial or 'index'}.html"


def make_index_titles(site: Site) -> dict[Kind, str]:
    """Return the title of each index."""
    gettext = site.words.gettext
    return {
        "topics": gettext("Topics"),
        "people": gettext("People"),
        "places": gettext("Places"),
        "organizations": gettext("Organizations"),
        "sources": gettext("Sources"),
        "authors": gettext("Authors"),
    }


def link_to_indexes(archive: Archive, site: Site) -> tuple[Link, ...]:
    """Make links to the indexes that have names, with the number of names."""
    counts = ((kind, len(archive.groups.get(kind, ()))) for kind in KINDS)
    names = make_index_titles(site)
    return tuple(Link(names[kind], index_address(kind), count) for kind, count in counts if count)


def _make_index(
    kind: Kind, groups: tuple[Group, ...], archive: Archive, kinds: tuple[Link, ...], site: Site
) -> Iterator[Page]:
    names = [(group.slug, _link_name(group, archive)) for group in groups]
    links = tuple([link for _, link in names])
    is_split = len(names) > _LONG
    other_letters = () if is_split else group_non_latin_names(links)
    latin = [pair for pair in names if not other_letters or not find_non_latin_initial(pair[1].text)]
    parts = split_by_key_prefix(latin, _LONG, ListPart("", links, ()), figures=True)
    view = IndexView(
        address=index_address(kind),
        title=make_index_titles(site)[kind],
        section=index_address(kind),
        kind=kind,
        count=len(names),
        initial="",
        letters=(
            *[
                Letter(_label(part), _part_address(kind, part), len(part.items), ())
                if is_split
                else Letter(_label(part), "", len(part.items), part.items)
                for part in parts
            ],
            *[Letter(initial, "", len(found), found) for initial, found in other_letters],
        ),
        frequent=tuple(sorted(links, key=lambda link: -link.count)[:_FREQUENT]) if is_split else (),
        kinds=kinds,
        map=make_archive_atlas(archive, site.language).draw_map(links) if kind == "places" else None,
    )
    yield make_page("names.html", view)
    for index, part in enumerate(parts) if is_split else ():
        yield from _letter_pages(part, index, msgspec.structs.replace(view, frequent=(), map=None))


def _letter_pages(part: ListPart[Link], place: int, index: IndexView) -> Iterator[Page]:
    """Make the page of a letter, at `place` in `index.letters`, and those of its parts."""
    address, letters = _part_address(index.kind, part), list(index.letters)
    letters[place] = msgspec.structs.replace(letters[place], names=part.listed)
    view = msgspec.structs.replace(
        index,
        address=address,
        initial=_label(part),
        letters=tuple(letters),
        parts=tuple(
            [Link(_label(one), _part_address(index.kind, one), len(one.items)) for one in part.parts]
        ),
    )
    yield make_page("names.html", view)
    for smaller in part.parts:
        yield from _letter_pages(smaller, place, index)


def _part_address(kind: Kind, part: ListPart[Link]) -> str:
    return index_address(kind, part.folder.removesuffix("/"))


def _label(part: ListPart[Link]) -> str:
    return "#" if part.folder == "0/" else part.initial


def _link_name(group: Group, archive: Archive) -> Link:
    """Make a link to a name's page, or to its only article if it has no page."""
    href = group.address if group.has_page else archive.addresses[group.records[0].path]
    return Link(group.name, href, len(group.records))


def find_non_latin_initial(name: str) -> str:
    """Find the initial of a name in its own alphabet; '' for a Latin name or one without letters.

    The initial has no diacritics: 'ا' for 'أحمد', 'Α' for 'Άννα'.
    """
    bare = re.sub(_ARTICLE, "", name.strip(), count=1) if name.strip().startswith("ال") else name.strip()
    first = unicodedata.normalize("NFD", bare[:1])[:1].upper()
    return first if first and re.match(_ALPHABETS, first) else ""


def group_non_latin_names(links: Sequence[Link]) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Group names in alphabets other than Latin by initial, in alphabetical order."""
    found = ((find_non_latin_initial(link.text), link.text, link) for link in links)
    groups = groupby(sorted(item for item in found if item[0]), lambda item: item[0])
    return tuple((initial, tuple(link for _, _, link in group)) for initial, group in groups)


class MapOutlineView(View, frozen=True, kw_only=True, gc=False):
    """The coasts of the map."""

    frame: Frame
    """The frame of the map; the drawing is a thousand units wide and `frame.height` high."""


def make_map_outline_file(archive: Archive, site: Site) -> Iterator[Page]:
    """Make places/land.svg if any place is known: one file for all maps, because it is large."""
    frame = make_archive_atlas(archive, site.language).frame
    if frame is not None:
        view = MapOutlineView(address=LAND, title="", indexed=False, frame=frame)
        yield make_page("land.svg", view)
