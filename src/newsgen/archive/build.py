"""Records → archive: which are shown, in which order, in which groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain, groupby
from operator import attrgetter

import msgspec

from newsgen.addresses import article_addresses, find_redirects, group_slug
from newsgen.archive.arrangement import Arrangement
from newsgen.archive.model import KINDS, Archive, Group, Kind, Period
from newsgen.archive.pages import introductions, page_addresses, parted
from newsgen.archive.references import lost_references, with_links
from newsgen.dates import Now, first_instant, in_zone
from newsgen.model import Record, StandalonePage

Aliases = Mapping[str, Mapping[str, str]]
"""For a kind of name, each other spelling and the one to use: {'people': {'Xi': 'Xi Jinping'}}."""


class Selection(msgspec.Struct, frozen=True):
    """Which records a build shows and which it keeps back."""

    shown: tuple[Record, ...]
    drafts: tuple[Record, ...]
    """Kept back because their status is draft."""
    future: tuple[Record, ...]
    """Kept back because their date has not come, soonest first."""


def select(records: Iterable[Record], *, now: Now, drafts: bool = False, future: bool = False) -> Selection:
    """Part what is shown from what is kept back; `drafts` and `future` show those too."""
    shown, draft, ahead = [], [], []
    for record in records:
        if record.status == "draft" and not drafts:
            draft.append(record)
        elif record.date is not None and not future and not now.has_come(record.date):
            ahead.append(record)
        else:
            shown.append(record)
    ahead.sort(key=lambda record: (record.date and first_instant(record.date, now.zone), record.path))
    return Selection(tuple(shown), tuple(draft), tuple(ahead))


def build_archive(
    records: Iterable[Record],
    *,
    aliases: Aliases | None = None,
    published: Mapping[str, str] | None = None,
    pages: Iterable[StandalonePage] = (),
    folder: str = "pages",
    known: Arrangement | None = None,
) -> tuple[Archive, dict[str, str]]:
    """Sort and group the records that are shown, and give standalone pages their places.

    Args:
        records: in any order; the result does not depend on it.
        aliases: spellings to join.
        published: addresses of earlier builds, from newsgen.lock.
        pages: the standalone pages that are shown.
        folder: where they come from, relative to the archive's root.
        known: how the same records stood when only headlines and texts were others.

    Returns:
        The archive; and each address that was published once and is lost now, with the path of its record.

    Raises:
        ContentError: two texts at one address, or a bad `redirect_from`.
    """
    mine = _spelled(records, aliases or {})
    dated, undated = known.ordered(mine) if known else _parted(mine)
    addresses = (
        dict(zip(known.order, known.addresses, strict=True)) if known else article_addresses(dated + undated)
    )
    alone, leading = parted(pages, folder)
    standing = page_addresses(alone, folder)
    where = addresses | {page.path: address for address, page in standing.items()}
    dated, undated = _linked(dated, where), _linked(undated, where)
    shown = dated + undated
    texts: tuple[Record | StandalonePage, ...] = (*shown, *alone)
    leads, lost = (known.redirects, known.lost) if known else find_redirects(texts, where, published or {})
    groups = known.grouped(shown) if known else {kind: group(kind, shown) for kind in KINDS}
    about, unused = introductions(leading, groups, folder)
    return Archive(
        *(shown, addresses, by_date(dated), undated, groups, leads),
        pages={address: with_links(page, address, where) for address, page in standing.items()},
        introductions={address: with_links(page, address, where) for address, page in about.items()},
        warnings=(*unused, *lost_references((*texts, *about.values()), where)),
    ), lost


def _spelled(records: Iterable[Record], aliases: Aliases) -> Iterable[Record]:
    used = {kind: others for kind, others in aliases.items() if others}
    return [joined(record, used) for record in records] if used else records


def _parted(records: Iterable[Record]) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    """Dated records, newest first, and undated ones in order of title."""
    ordered = in_order(records)
    dated = tuple(record for record in ordered if record.date is not None)
    undated = sorted(ordered[len(dated) :], key=lambda record: (record.title.casefold(), record.path))
    return dated, tuple(undated)


def _linked(records: tuple[Record, ...], where: Mapping[str, str]) -> tuple[Record, ...]:
    return tuple([with_links(one, where[one.path], where) if one.references else one for one in records])


def localized(records: Iterable[Record], zone: str) -> list[Record]:
    """Give dates that have a time but no offset that of the archive's zone."""
    return [_localized(record, zone) if _timed(record) else record for record in records]


def _timed(record: Record) -> bool:
    date, updated = record.date, record.updated
    return bool((date and date.time) or (updated and updated.time) or record.corrections)


def _localized(record: Record, zone: str) -> Record:
    return msgspec.structs.replace(
        record,
        date=record.date and in_zone(record.date, zone),
        updated=record.updated and in_zone(record.updated, zone),
        corrections=tuple(
            msgspec.structs.replace(one, date=in_zone(one.date, zone)) for one in record.corrections
        ),
    )


def in_order(records: Iterable[Record]) -> list[Record]:
    """Sort newest first, undated last; records of one date in order of path."""
    ordered = sorted(records, key=lambda record: record.path)
    ordered.sort(key=lambda record: record.date.rank if record.date else (), reverse=True)
    return ordered


def joined(record: Record, aliases: Aliases) -> Record:
    """Give a record's names the spelling that names.toml wants; a name that then stands twice stands once."""
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


def group(kind: Kind, records: Iterable[Record]) -> tuple[Group, ...]:
    """Gather records under each value of one kind; spellings that give one slug are one group.

    A group is named as most of its records write it, ties by the alphabet.
    """
    ordered = tuple(records)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, mine in zip(_places(len(ordered)), _all_names(ordered, kind), strict=True):
        for name in mine:
            places[name].append(place)
    spellings: defaultdict[str, list[str]] = defaultdict(list)
    for name in places:
        spellings[group_slug(name)].append(name)
    found = []
    for slug, names in sorted(spellings.items()):
        name, held = names[0], places[names[0]]
        if len(names) > 1:
            name = min(names, key=lambda name: (-len(places[name]), name))
            held = sorted(chain.from_iterable(places[name] for name in names))
        once = tuple(dict.fromkeys(held))
        found.append(Group(kind, name, slug, tuple(map(ordered.__getitem__, once)), once))
    return tuple(found)


@lru_cache(maxsize=1)
def _places(count: int) -> list[int]:
    """The places of so many records, which groups of all kinds share: a fourth of the memory to be read for them."""
    return list(range(count))


def _all_names(records: tuple[Record, ...], kind: Kind) -> Iterable[tuple[str, ...]]:
    """What `names_of` gives of each record, in a third of the time."""
    if kind == "sources":
        return [names_of(record, kind) for record in records]
    return map(attrgetter(kind), records)


_YEAR, _MONTH, _DAY = (attrgetter(f"date.{part}") for part in ("year", "month", "day"))


def by_date(records: Iterable[Record]) -> tuple[Period, ...]:
    """Group dated records, given newest first, into years in calendar order with their months and days.

    A record dated '2023-11' belongs to the year and the month, to no day; one dated '2023' to the year alone.
    """
    years = []
    for year, in_year in groupby(records, key=_YEAR):
        found = tuple(in_year)
        years.append(Period(year, 0, 0, found, _months(year, found)))
    return tuple(reversed(years))


def _months(year: int, records: tuple[Record, ...]) -> tuple[Period, ...]:
    months = []
    for month, in_month in groupby(records, key=_MONTH):
        if month:
            found = tuple(in_month)
            months.append(Period(year, month, 0, found, _days(year, month, found)))
    return tuple(reversed(months))


def _days(year: int, month: int, records: tuple[Record, ...]) -> tuple[Period, ...]:
    days = groupby(records, key=_DAY)
    found = [Period(year, month, day, tuple(on_day)) for day, on_day in days if day]
    return tuple(reversed(found))


INDEX = "/index.html"


def with_moved(archive: Archive, moved: Mapping[str, str]) -> Archive:
    """Add to an archive's redirects those of groups.

    Args:
        archive: as `build_archive` makes it.
        moved: folder of a group that has another name now → folder of that, as newsgen.lock has it. A page that is
            there again leads nowhere; of a group that moved twice the last name counts.
    """
    if not moved:
        return archive
    pages = {g.address for groups in archive.groups.values() for g in groups if g.has_page}
    leads = dict(archive.redirects)
    for old in sorted(moved):
        new, seen = moved[old], {old}
        while new + INDEX not in pages and new in moved and new not in seen:
            seen.add(new)
            new = moved[new]
        if new + INDEX in pages and old + INDEX not in pages:
            leads.setdefault(old + INDEX, new + INDEX)
    return msgspec.structs.replace(archive, redirects=dict(sorted(leads.items())))
