"""Build the archive: select, sort and group records, resolve links between texts."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby
from operator import attrgetter
from typing import TypeVar

import msgspec

from newsgen.addresses import find_redirects_and_lost, map_paths_to_addresses, slugify_name
from newsgen.archive.model import KINDS, Archive, Group, Kind, Period
from newsgen.archive.pages import map_pages_by_address, match_introductions, separate_introductions
from newsgen.dates import Now, add_offset, find_first_instant
from newsgen.errors import Problem
from newsgen.markdown.html import REFERENCE
from newsgen.model import Correction, Record, StandalonePage

Aliases = Mapping[str, Mapping[str, str]]
"""Spelling → name, by kind of name: {'people': {'Xi': 'Xi Jinping'}}."""

INDEX = "/index.html"


class Selection(msgspec.Struct, frozen=True):
    """The records that a build shows, and those that it holds back."""

    shown: tuple[Record, ...]
    drafts: tuple[Record, ...]
    """Drafts that are held back."""
    future: tuple[Record, ...]
    """Records that are held back until their date, soonest first."""


def separate_held_back(
    records: Iterable[Record], *, now: Now, drafts: bool = False, future: bool = False
) -> Selection:
    """Separate the records to show from those to hold back; `drafts` and `future` show these too."""
    shown, held, waiting = [], [], []
    for record in records:
        if record.status == "draft" and not drafts:
            held.append(record)
        elif record.date is not None and not future and not now.has_come(record.date):
            waiting.append(record)
        else:
            shown.append(record)
    waiting.sort(key=lambda record: (record.date and find_first_instant(record.date, now.zone), record.path))
    return Selection(tuple(shown), tuple(held), tuple(waiting))


def build_archive(
    records: Iterable[Record],
    *,
    aliases: Aliases | None = None,
    published: Mapping[str, str] | None = None,
    pages: Iterable[StandalonePage] = (),
    folder: str = "pages",
) -> tuple[Archive, dict[str, str]]:
    """Build the archive from the records and pages to show.

    Args:
        records: records in any order.
        aliases: spellings to join.
        published: addresses of earlier builds, from newsgen.lock.
        pages: standalone pages.
        folder: folder of the pages, relative to the archive's root.

    Returns:
        The archive; and lost addresses: published before, but now without a page, with the path of their record.

    Raises:
        ContentError: two texts at one address, or a bad `redirect_from`.
    """
    if used := {kind: spellings for kind, spellings in (aliases or {}).items() if spellings}:
        records = (apply_aliases(record, used) for record in records)
    ordered = sort_records(records)
    addresses = map_paths_to_addresses(ordered)
    standalone, introductions = separate_introductions(pages, folder)
    by_address = map_pages_by_address(standalone, folder)
    where = addresses | {page.path: address for address, page in by_address.items()}
    where |= name_texts((*ordered, *standalone), where)
    shown = tuple([resolve_links(record, where[record.path], where) for record in ordered])
    texts: tuple[Record | StandalonePage, ...] = (*shown, *standalone)
    found, lost = find_redirects_and_lost(texts, where, published or {})
    groups = {kind: group_records(kind, shown) for kind in KINDS}
    about, unused = match_introductions(introductions, groups, folder)
    dated = sum(record.date is not None for record in shown)
    archive = Archive(
        records=shown,
        addresses=addresses,
        years=group_by_date(shown[:dated]),
        undated=shown[dated:],
        groups=groups,
        redirects=found,
        pages={address: resolve_links(page, address, where) for address, page in by_address.items()},
        introductions={address: resolve_links(page, address, where) for address, page in about.items()},
        warnings=(*unused, *find_broken_references((*texts, *about.values()), where)),
    )
    return archive, lost


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
    """Redirect the old pages of renamed topics and names.

    Args:
        archive: the archive without these redirects.
        moved: old folder of a renamed group → new folder, from newsgen.lock. A page that exists again is not
            redirected; a group that was renamed twice is redirected to its last name.
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


T = TypeVar("T", Record, StandalonePage)


def resolve_links(text: T, address: str, addresses: Mapping[str, str]) -> T:
    """Resolve a text's links to the files of other texts.

    Args:
        text: a record or a page.
        address: address of the text.
        addresses: addresses of all texts, by path and, with `name_texts`, by name.
    """
    if not text.references:
        return text
    root = "../" * address.count("/")
    links = tuple(
        (target, f"{root}{addresses[file]}{anchor}")
        for target, _ in text.references
        for file, anchor in [_resolve_target(text.path, target, addresses)]
        if file in addresses
    )
    return msgspec.structs.replace(text, body=msgspec.structs.replace(text.body, links=links))


def find_broken_references(
    texts: Iterable[Record | StandalonePage], addresses: Mapping[str, str]
) -> Iterator[Problem]:
    """Warn of links to files that are not texts of the site."""
    for text in texts:
        for target, line in text.references:
            file, _ = _resolve_target(text.path, target, addresses)
            if file not in addresses and file.startswith(REFERENCE):
                name = target.removeprefix(REFERENCE)
                message = f"the reference to {name or 'an unknown page'} does not lead to a text of the site"
                remedy = "its words are shown without a link; write a link to a text's file"
                yield Problem(text.path, line, 0, message, remedy, "lost-link")
            elif file not in addresses:
                import difflib  # only for a message

                near = difflib.get_close_matches(file, addresses, 1, 0.8)
                suggestion = posixpath.relpath(near[0], posixpath.dirname(text.path)) if near else ""
                hint = f"did you mean {suggestion}?" if suggestion else "name a text that the site shows"
                message = f"the link to {target} does not lead to a text of the site"
                yield Problem(text.path, line, 0, message, hint, "lost-link")


def _resolve_target(path: str, target: str, addresses: Mapping[str, str]) -> tuple[str, str]:
    """Return the key in `addresses` of the text that a link in the text at `path` names, and the link's anchor."""
    file, mark, anchor = target.partition("#")
    if file.startswith(REFERENCE):
        keys = [f"{REFERENCE}{name}" for name in list_names(file.removeprefix(REFERENCE))]
        return next((key for key in keys if addresses.get(key)), REFERENCE), mark + anchor
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), file)), mark + anchor


_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-")


def name_texts(texts: Iterable[Record | StandalonePage], addresses: Mapping[str, str]) -> dict[str, str]:
    """Return the addresses of texts by the names that other generators use, if a text refers to another by its name.

    Names are those of the file and of its seed, with and without date, and the slug. A name of two texts is left out.

    Args:
        texts: the texts of the site.
        addresses: their addresses, by path.
    """
    texts = list(texts)
    if not any(target.startswith(REFERENCE) for text in texts for target, _ in text.references):
        return {}
    found: dict[str, set[str]] = {}
    for text in texts:
        seed = text.seed.file.partition("#")[0] if isinstance(text, Record) and text.seed else ""
        for name in {*list_names(text.path), *list_names(seed), *list_names(text.slug)}:
            found.setdefault(f"{REFERENCE}{name}", set()).add(addresses[text.path])
    return {name: address for name, (address, *others) in found.items() if not others}


def list_names(path: str) -> list[str]:
    """List the names of a text at a path in another generator, the most exact first; `x/index.md` is named x."""
    parts = path.partition("?")[0].strip("/ ").lower().split("/")
    name = _SUFFIX.sub("", parts.pop())
    if name in ("index", "_index") and parts:
        name = parts.pop()
    short = _DAY.sub("", name)
    return [part for part in dict.fromkeys((name, short)) if part]


_SUFFIX = re.compile(r"(?:\.[a-z]{2}(?:-[a-z]{2})?)?\.(?:md|markdown|mdx|html?|adoc|rst|txt|text)\Z")
