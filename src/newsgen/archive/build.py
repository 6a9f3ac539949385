"""Build the archive: select, sort and group records, find the addresses of standalone pages, resolve links between texts."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain, groupby
from operator import attrgetter

import msgspec

from newsgen.addresses import (
    DEFAULT_RULES,
    AddressRules,
    find_redirects,
    map_paths_to_addresses,
    slugify,
    slugify_name,
)
from newsgen.archive.links import LinkTargets, find_broken_references, resolve_links
from newsgen.archive.model import KINDS, Archive, Group, Kind, Period
from newsgen.dates import BuildInstant, add_offset, find_first_instant
from newsgen.errors import ContentError, Problem, suggest_name
from newsgen.model import Correction, Record, StandalonePage

Aliases = Mapping[str, Mapping[str, str]]
"""Spelling → name, by kind of name: {'people': {'Xi': 'Xi Jinping'}}."""

INDEX = "/index.html"
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
_NO_TEXT = hashlib.sha256(b"").hexdigest()


class Selection(msgspec.Struct, frozen=True):
    """The records that a build shows, and those that it holds back."""

    shown: tuple[Record, ...]
    drafts: tuple[Record, ...]
    """Drafts that are held back."""
    future: tuple[Record, ...]
    """Records that are held back until their date, soonest first."""
    empty: tuple[Record, ...] = ()
    """Records that are held back because they have neither a text nor a picture."""


def separate_held_back(
    records: Iterable[Record], *, now: BuildInstant, drafts: bool = False, future: bool = False
) -> Selection:
    """Separate the records to show until `now` from those to hold back; `drafts` and `future` show these too."""
    shown, held, waiting, empty = [], [], [], []
    for record in records:
        if record.status == "draft" and not drafts:
            held.append(record)
        elif record.body.sha256 == _NO_TEXT and not (
            drafts or record.dek or record.image or record.source or record.status == "withdrawn"
        ):
            empty.append(record)
        elif record.date is not None and not future and not now.has_come(record.date):
            waiting.append(record)
        else:
            shown.append(record)
    waiting.sort(key=lambda record: (record.date and find_first_instant(record.date, now.zone), record.path))
    return Selection(tuple(shown), tuple(held), tuple(waiting), tuple(empty))


def build_archive(
    records: Iterable[Record],
    *,
    aliases: Aliases | None = None,
    rules: AddressRules = DEFAULT_RULES,
    pages: Iterable[StandalonePage] = (),
    folder: str = "pages",
) -> tuple[Archive, dict[str, str]]:
    """Build the archive from the records, in any order, and the standalone pages to show, which are in a folder.

    The rules have the settings of addresses, and the addresses of earlier builds.

    Returns:
        The archive; and lost addresses: published before, but now without a page, with the path of their record.

    Raises:
        ContentError: two texts at one address, or a bad `redirect_from`.
    """
    if used := {kind: spellings for kind, spellings in (aliases or {}).items() if spellings}:
        records = (apply_aliases(record, used) for record in records)
    ordered = sort_records(records)
    addresses = map_paths_to_addresses(ordered, rules)
    standalone, introductions = separate_introductions(pages, folder)
    by_address = map_pages_by_address(standalone, folder)
    where = addresses | {page.path: address for address, page in by_address.items()}
    redirects = find_redirects((*ordered, *standalone), where, rules)
    old = redirects.former | redirects.targets
    targets = LinkTargets((*ordered, *standalone), where, old, rules)
    shown = tuple([resolve_links(record, where[record.path], targets) for record in ordered])
    groups = {kind: group_records(kind, shown) for kind in KINDS}
    about, unused = match_introductions(introductions, groups, folder)
    dated = sum(record.date is not None for record in shown)
    lost_links = find_broken_references((*shown, *standalone, *about.values()), targets)
    archive = Archive(
        records=shown,
        addresses=addresses,
        years=group_by_date(shown[:dated]),
        undated=shown[dated:],
        groups=groups,
        redirects=dict(sorted(old.items())),
        former=frozenset(redirects.former),
        pages={address: resolve_links(page, address, targets) for address, page in by_address.items()},
        introductions={address: resolve_links(page, address, targets) for address, page in about.items()},
        warnings=(*unused, *redirects.warnings, *lost_links),
    )
    return archive, redirects.lost


def add_zone_offsets(records: Iterable[Record], zone: str) -> list[Record]:
    """Add the offset of the archive's zone to dates that have a time without an offset."""
    found = []
    for record in records:
        date, updated = record.date, record.updated
        if (date and date.time) or (updated and updated.time) or record.corrections:
            record = msgspec.structs.replace(
                record,
                date=date and add_offset(date, zone),
                updated=updated and add_offset(updated, zone),
                corrections=tuple(
                    Correction(add_offset(change.date, zone), change.text) for change in record.corrections
                ),
            )
        found.append(record)
    return found


def sort_records(records: Iterable[Record]) -> list[Record]:
    """Sort newest first, equal dates by path; undated records last, by title."""
    ordered = sorted(records, key=attrgetter("path"))
    dated = [record for record in ordered if record.date]
    dated.sort(key=lambda record: record.date.rank if record.date else (), reverse=True)
    undated = [record for record in ordered if not record.date]
    return dated + sorted(undated, key=lambda record: record.title.casefold())


def apply_aliases(record: Record, aliases: Aliases) -> Record:
    """Replace a record's names by the spellings in names.toml, without duplicates."""
    changes = {}
    for kind, spellings in aliases.items():
        names: tuple[str, ...] = getattr(record, kind)
        wanted = tuple(dict.fromkeys(spellings.get(name, name) for name in names))
        if wanted != names:
            changes[kind] = wanted
    return msgspec.structs.replace(record, **changes) if changes else record


def names_of(record: Record, kind: Kind) -> tuple[str, ...]:
    """Return a record's names of one kind, as written."""
    if kind == "sources":
        return (record.source.name,) if record.source else ()
    values: tuple[str, ...] = getattr(record, kind)
    return values


def group_records(kind: Kind, records: Iterable[Record]) -> tuple[Group, ...]:
    """Group records by the names of one kind; spellings with the same slug are one group.

    The name of a group is its most frequent spelling, the first in the alphabet if several are.
    """
    ordered = tuple(records)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, record in enumerate(ordered):
        for name in names_of(record, kind):
            places[name].append(place)
    spellings: defaultdict[str, list[str]] = defaultdict(list)
    for name in places:
        spellings[slugify_name(name)].append(name)
    groups = []
    for slug, names in sorted(spellings.items()):
        name = min(names, key=lambda name: (-len(places[name]), name))
        members = sorted(set(chain.from_iterable(places[name] for name in names)))
        groups.append(Group(kind, name, slug, tuple([ordered[place] for place in members]), tuple(members)))
    return tuple(groups)


def group_by_date(records: Iterable[Record]) -> tuple[Period, ...]:
    """Group dated records, newest first, into years in calendar order with their months and days.

    A record dated '2023-11' belongs to the year and the month but to no day, one dated '2023' only to the year.
    """
    years = []
    for year, in_year in groupby(records, key=attrgetter("date.year")):
        found, months = tuple(in_year), []
        for month, in_month in groupby(found, key=attrgetter("date.month")):
            if month:
                inside = tuple(in_month)
                days = [
                    Period(year, month, day, tuple(on_day))
                    for day, on_day in groupby(inside, key=attrgetter("date.day"))
                    if day
                ]
                months.append(Period(year, month, 0, inside, tuple(reversed(days))))
        years.append(Period(year, 0, 0, found, tuple(reversed(months))))
    return tuple(reversed(years))


def redirect_moved_groups(archive: Archive, moved: Mapping[str, str]) -> Archive:
    """Redirect the old pages of renamed topics and names, given by old and new folder, from newsgen.lock.

    A page that exists again is not redirected; a group that was renamed twice is redirected to its last name.
    """
    if not moved:
        return archive
    pages = {group.address for groups in archive.groups.values() for group in groups if group.has_page}
    found = dict(archive.redirects)
    for old in sorted(moved):
        new, seen = moved[old], {old}
        while new + INDEX not in pages and new in moved and new not in seen:
            seen.add(new)
            new = moved[new]
        if new + INDEX in pages and old + INDEX not in pages:
            found.setdefault(old + INDEX, new + INDEX)
    return msgspec.structs.replace(archive, redirects=dict(sorted(found.items())))


def map_pages_by_address(pages: Iterable[StandalonePage], folder: str) -> dict[str, StandalonePage]:
    """Find the address of each page: desk/staff.html for pages/desk/staff.md, desk/index.html for pages/desk/index.md.

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
    """Find the group of each introduction, by its title or file name; map them by the address of the group's page.

    A warning is returned for each introduction without a group.
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
            what, hint = f"no {kind} of this name", "its text is not shown"
            if group and not group.has_page:
                what = f"{group.name} is in one article only and has no page yet"
            elif group:
                what = f"{found[group.address].path} introduces the same"
            else:
                hint = suggest_name(file, by_slug, hint)
            warnings.append(Problem(page.path, 1, 0, what, hint, "unused-page"))
    return found, warnings
