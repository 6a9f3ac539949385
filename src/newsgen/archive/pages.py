"""Find the addresses of standalone pages, and the groups that pages introduce."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from newsgen.addresses import slugify, slugify_name
from newsgen.archive.model import KINDS, Group, Kind
from newsgen.errors import ContentError, Problem
from newsgen.model import StandalonePage

ABOUT = "about.html"
"""The page about the archive; pages/about.md adds a text to it."""

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


def map_pages_by_address(pages: Iterable[StandalonePage], folder: str) -> dict[str, StandalonePage]:
    """Find the address of each page: desk/staff.html for pages/desk/staff.md, desk/index.html for pages/desk/index.md.

    Args:
        pages: the pages to show, without introductions.
        folder: path of their folder, relative to the archive's root.

    Raises:
        ContentError: two pages have one address, or an address is reserved.
    """
    found: dict[str, StandalonePage] = {}
    problems = []
    for page in sorted(pages, key=lambda page: page.path):
        *parents, name = _split_path(page, folder)
        parts = [slugify(part) for part in parents]
        last = page.slug or name
        own = "index" if parents and last == "index" else last.lower() if not parents else slugify(last)
        address = "/".join([*parts, own if own == "index" else slugify(last)]) + ".html"
        if reserved := _find_reserved(parts, own):
            wrong = f"{reserved}, so this page cannot be there", "give it another slug: or folder"
        elif other := found.get(address):
            wrong = (
                f"this page and {other.path} both have the address {address}",
                "give one of them another slug:",
            )
        else:
            found[address] = page
            continue
        problems.append(Problem(page.path, 1, 0, *wrong, "same-address"))
    if problems:
        raise ContentError(problems)
    return found


def _split_path(page: StandalonePage, folder: str) -> list[str]:
    """Return the parts of a page's path inside the folder of pages, without its suffix."""
    return page.path.removeprefix(f"{folder}/").rpartition(".")[0].split("/")


def _find_reserved(parents: list[str], name: str) -> str:
    """Describe what is reserved at the address of a page; '' if nothing is."""
    if not parents:
        return f"{name}.html is {_RESERVED_FILES[name]}" if name in _RESERVED_FILES else ""
    first = parents[0]
    if _YEAR.fullmatch(first):
        return f"{first}/ contains the articles of that year"
    if first in KINDS:
        return f"{first}/ contains the {first}"
    return f"{first}/ contains {_RESERVED_FOLDERS[first]}" if first in _RESERVED_FOLDERS else ""


def separate_introductions(
    pages: Iterable[StandalonePage], folder: str
) -> tuple[list[StandalonePage], dict[Kind, list[StandalonePage]]]:
    """Separate standalone pages from introductions, such as pages/authors/ida-dahl.md or pages/topics/trade.md."""
    standalone: list[StandalonePage] = []
    introductions: dict[Kind, list[StandalonePage]] = {}
    for page in pages:
        parts = _split_path(page, folder)
        kind = next((kind for kind in KINDS if len(parts) == 2 and parts[0] == kind), None)
        if kind:
            introductions.setdefault(kind, []).append(page)
        else:
            standalone.append(page)
    return standalone, introductions


def match_introductions(
    introductions: Mapping[Kind, Iterable[StandalonePage]],
    groups: Mapping[Kind, Iterable[Group]],
    folder: str,
) -> tuple[dict[str, StandalonePage], list[Problem]]:
    """Find the group of each introduction, by its title or file name.

    Returns:
        Introductions by address of the group's page; and a warning for each introduction without a group.
    """
    found: dict[str, StandalonePage] = {}
    warnings = []
    for kind, pages in introductions.items():
        by_slug = {group.slug: group for group in groups.get(kind, ())}
        for page in pages:
            file = slugify(page.slug or _split_path(page, folder)[-1])
            group = by_slug.get(slugify_name(page.title)) or by_slug.get(file)
            if group and group.has_page and group.address not in found:
                found[group.address] = page
                continue
            import difflib  # only for a message

            near = difflib.get_close_matches(file, by_slug, 1)
            what, hint = f"no {kind} of this name", "its text is not shown"
            if group and not group.has_page:
                what = f"{group.name} is in one article only and has no page yet"
            elif group:
                what = f"{found[group.address].path} introduces the same"
            elif near:
                hint = f'did you mean "{near[0]}"?'
            warnings.append(Problem(page.path, 1, 0, what, hint, "unused-page"))
    return found, warnings
