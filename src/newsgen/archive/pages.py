"""Addresses of standalone pages, and which of them introduce a topic or a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from newsgen.addresses import group_slug, slugify
from newsgen.archive.model import KINDS, Group, Kind
from newsgen.errors import ContentError, Problem
from newsgen.model import StandalonePage

ABOUT = "about.html"
"""The page that newsgen makes of the archive's numbers; a page of this name gives it a text."""

_RESERVED_FILES = {
    "index": "the front page",
    "404": "the page for addresses that do not exist",
    "search": "the search page",
}
_RESERVED_FOLDERS = {
    "undated": "articles without a date",
    "dates": "the index of dates",
    "on-this-day": "the days of every year",
    "corrections": "the log of corrections",
    "data": "the data bundle",
    "assets": "files of the theme",
    "pagefind": "the index of the search",
    "images": "pictures",
    "media": "pictures",
    "cards": "pictures for social media",
}
_YEAR = re.compile(r"\d{4}")


def page_addresses(pages: Iterable[StandalonePage], folder: str) -> dict[str, StandalonePage]:
    """Give each page its address: pages/desk/staff.md gets desk/staff.html, pages/desk/index.md desk/index.html.

    Args:
        pages: those that the site shows, without introductions.
        folder: path of their folder relative to the archive's root.

    Raises:
        ContentError: two pages at one address, or one that the archive keeps for itself.
    """
    found: dict[str, StandalonePage] = {}
    problems = []
    for page in sorted(pages, key=lambda page: page.path):
        *parents, name = _parts(page, folder)
        parts = [slugify(part) for part in parents]
        last = page.slug or name
        own = "index" if parents and last == "index" else last.lower() if not parents else slugify(last)
        reserved = _find_reserved(parts, own)
        if reserved:
            message = f"{reserved} of the archive itself, and this page would stand there too"
            problems.append(
                Problem(page.path, 1, 0, message, "give it another slug: or folder", "same-address")
            )
            continue
        address = "/".join([*parts, own if own == "index" else slugify(last)]) + ".html"
        other = found.setdefault(address, page)
        if other is not page:
            message = f"this page and {other.path} both have the address {address}"
            problems.append(
                Problem(page.path, 1, 0, message, "give one of them another slug:", "same-address")
            )
    if problems:
        raise ContentError(problems)
    return found


def _parts(page: StandalonePage, folder: str) -> list[str]:
    """The page's path inside the folder of pages, without its suffix."""
    return page.path.removeprefix(f"{folder}/").rpartition(".")[0].split("/")


def _find_reserved(parents: list[str], name: str) -> str:
    """Say what is already at the address of a page; '' if nothing is."""
    if not parents:
        return f"{name}.html is {_RESERVED_FILES[name]}" if name in _RESERVED_FILES else ""
    first = parents[0]
    if _YEAR.fullmatch(first):
        return f"{first}/ holds the articles of that year"
    if first in KINDS:
        return f"{first}/ holds the {first}"
    return f"{first}/ holds {_RESERVED_FOLDERS[first]}" if first in _RESERVED_FOLDERS else ""


def split_pages(
    pages: Iterable[StandalonePage], folder: str
) -> tuple[list[StandalonePage], dict[Kind, list[StandalonePage]]]:
    """Separate pages of their own from introductions: pages/authors/ida-dahl.md, pages/topics/trade.md."""
    alone: list[StandalonePage] = []
    leading: dict[Kind, list[StandalonePage]] = {}
    for page in pages:
        parts = _parts(page, folder)
        kind = next((kind for kind in KINDS if len(parts) == 2 and parts[0] == kind), None)
        if kind:
            leading.setdefault(kind, []).append(page)
        else:
            alone.append(page)
    return alone, leading


def match_introductions(
    leading: Mapping[Kind, Iterable[StandalonePage]], groups: Mapping[Kind, Iterable[Group]], folder: str
) -> tuple[dict[str, StandalonePage], list[Problem]]:
    """Find the group that each introduction belongs to, by its title or its file's name.

    Returns:
        Introductions by the address of the group's page; and a warning for each that belongs to none.
    """
    found: dict[str, StandalonePage] = {}
    warnings = []
    for kind, pages in leading.items():
        by_slug = {group.slug: group for group in groups.get(kind, ())}
        for page in pages:
            file = slugify(page.slug or _parts(page, folder)[-1])
            group = by_slug.get(group_slug(page.title)) or by_slug.get(file)
            if group and group.has_page and group.address not in found:
                found[group.address] = page
                continue
            import difflib  # for a mistake alone

            near = difflib.get_close_matches(file, by_slug, 1)
            what, hint = f"no {kind} of this name", "its text is shown nowhere"
            if group and not group.has_page:
                what = f"{group.name} stands in one article and has no page yet"
            elif group:
                what = f"{found[group.address].path} introduces the same"
            elif near:
                hint = f'did you mean "{near[0]}"?'
            warnings.append(Problem(page.path, 1, 0, what, hint, "unused-page"))
    return found, warnings
