"""Records → archive: select, sort and group them, and give standalone pages their addresses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain, groupby
from operator import attrgetter

import msgspec

from newsgen.addresses import article_addresses, find_redirects, group_slug
from newsgen.archive.model import KINDS, Archive, Group, Kind, Period
from newsgen.archive.pages import match_introductions, page_addresses, split_pages
from newsgen.archive.references import find_lost_references, resolve_links
from newsgen.dates import Now, add_offset, find_first_instant
from newsgen.model import Record, StandalonePage

Aliases = Mapping[str, Mapping[str, str]]
"""For a kind of name, each other spelling and the one to use: {'people': {'Xi': 'Xi Jinping'}}."""

INDEX = "/index.html"


class Selection(msgspec.Struct, frozen=True):
    """Which records a build shows and which it holds back."""

    shown: tuple[Record, ...]
    drafts: tuple[Record, ...]
    """Held back because their status is draft."""
    future: tuple[Record, ...]
    """Held back because their date has not come, soonest first."""


def select_records(
    records: Iterable[Record], *, now: Now, drafts: bool = False, future: bool = False
) -> Selection:
    """Separate what is shown from what is held back; `drafts` and `future` show those too."""
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
    """Sort and group the records that are shown, and give standalone pages their addresses.

    Args:
        records: in any order; the result does not depend on it.
        aliases: spellings to join.
        published: addresses of earlier builds, from newsgen.lock.
        pages: the standalone pages that are shown.
        folder: where they come from, relative to the archive's root.

    Returns:
        The archive; and each address that was published once and is lost now, with the path of its record.

    Raises:
        ContentError: two texts at one address, or a bad `redirect_from`.
    """
    used = {kind: spellings for kind, spellings in (aliases or {}).items() if spellings}
    ordered = (
        sort_records(apply_aliases(record, used) for record in records) if used else sort_records(records)
    )
    addresses = article_addresses(ordered)
    alone, introductions = split_pages(pages, folder)
    by_address = page_addresses(alone, folder)
    where = addresses | {page.path: address for address, page in by_address.items()}
    shown = tuple([resolve_links(record, where[record.path], where) for record in ordered])
    texts: tuple[Record | StandalonePage, ...] = (*shown, *alone)
    found, lost = find_redirects(texts, where, published or {})
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
        warnings=(*unused, *find_lost_references((*texts, *about.values()), where)),
    )
    return archive, lost


def localize_dates(records: Iterable[Record], zone: str) -> list[Record]:
    """Give dates that have a time but no offset that of the archive's zone."""
    return [_localize(record, zone) if _has_time(record) else record for record in records]


def _has_time(record: Record) -> bool:
    date, updated = record.date, record.updated
    return bool((date and date.time) or (updated and updated.time) or record.corrections)


def _localize(record: Record, zone: str) -> Record:
    return msgspec.structs.replace(
        record,
        date=record.date and add_offset(record.date, zone),
        updated=record.updated and add_offset(record.updated, zone),
        corrections=tuple(
            msgspec.structs.replace(one, date=add_offset(one.date, zone)) for one in record.corrections
        ),
    )


def sort_records(records: Iterable[Record]) -> list[Record]:
    """Sort newest first, records of one date by path; undated ones last, by title."""
    ordered = sorted(records, key=attrgetter("path"))
    dated = [record for record in ordered if record.date]
    dated.sort(key=lambda record: record.date.rank if record.date else (), reverse=True)
    undated = [record for record in ordered if not record.date]
    return dated + sorted(undated, key=lambda record: record.title.casefold())


def apply_aliases(record: Record, aliases: Aliases) -> Record:
    """Give a record's names the spelling that names.toml wants; a name that is then there twice is kept once."""
    changes = {}
    for kind, spellings in aliases.items():
        names: tuple[str, ...] = getattr(record, kind)
        wanted = tuple(dict.fromkeys(spellings.get(name, name) for name in names))
        if wanted != names:
            changes[kind] = wanted
    return msgspec.structs.replace(record, **changes) if changes else record


def names_of(record: Record, kind: Kind) -> tuple[str, ...]:
    """The record's own values of one kind of group, as written."""
    if kind == "sources":
        return (record.source.name,) if record.source else ()
    values: tuple[str, ...] = getattr(record, kind)
    return values


def group_records(kind: Kind, records: Iterable[Record]) -> tuple[Group, ...]:
    """Group records by each value of one kind; spellings that give one slug are one group.

    A group is named as most of its records write it, ties by the alphabet.
    """
    ordered = tuple(records)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, record in enumerate(ordered):
        for name in names_of(record, kind):
            places[name].append(place)
    spellings: defaultdict[str, list[str]] = defaultdict(list)
    for name in places:
        spellings[group_slug(name)].append(name)
    groups = []
    for slug, names in sorted(spellings.items()):
        name = min(names, key=lambda name: (-len(places[name]), name))
        members = sorted(set(chain.from_iterable(places[name] for name in names)))
        groups.append(Group(kind, name, slug, tuple([ordered[place] for place in members]), tuple(members)))
    return tuple(groups)


def group_by_date(records: Iterable[Record]) -> tuple[Period, ...]:
    """Group dated records, given newest first, into years in calendar order with their months and days.

    A record dated '2023-11' belongs to the year and the month, to no day; one dated '2023' to the year alone.
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
    """Redirect the old pages of topics and names that have other names now.

    Args:
        archive: as `build_archive` makes it.
        moved: folder of a group that has another name now → folder of that, as newsgen.lock has it. A page that is
            there again leads nowhere; of a group that moved twice the last name counts.
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
