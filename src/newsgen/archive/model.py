"""The archive: records in order, their addresses and their groups."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cached_property
from operator import attrgetter
from typing import Literal

import msgspec

from newsgen.errors import Problem
from newsgen.model import PartialDate, Record, StandalonePage

Kind = Literal["topics", "people", "places", "organizations", "sources", "authors"]

KINDS: tuple[Kind, ...] = ("topics", "people", "places", "organizations", "sources", "authors")
_ONE = ("topic", "person", "place", "organization", "source", "author")
SINGULAR: dict[str, str] = dict(zip(KINDS, _ONE, strict=True))


DIGEST = 16
"""Bytes of a digest."""


_encode = msgspec.msgpack.Encoder(order="deterministic").encode


def hash_values(*values: object) -> bytes:
    """Hash values that msgspec encodes."""
    return hashlib.blake2b(_encode(values), digest_size=DIGEST).digest()


class Group(msgspec.Struct, frozen=True, gc=False):
    """All records that share a topic, a person, a place, an organization, a source or an author."""

    kind: Kind
    name: str
    """The spelling that most records use."""
    slug: str
    records: tuple[Record, ...]
    """In the archive's order: newest first."""
    places: tuple[int, ...]
    """Indexes of the records in `Archive.records`, ascending."""

    @property
    def address(self) -> str:
        """Path of its page inside site/, e.g. topics/trade/index.html (exists only if `has_page`)."""
        return f"{self.kind}/{self.slug}/index.html"

    @property
    def has_page(self) -> bool:
        """True if it has its own page: always for topics, sources and authors, for other names with two or more articles."""
        return self.kind in ("topics", "sources", "authors") or len(self.records) > 1


def period_address(date: PartialDate | Period) -> str:
    """Return the address of a year, month or day: 2023/index.html, 2023/11/index.html, 2023/11/22/index.html."""
    month = f"{date.month:02d}/" if date.month else ""
    day = f"{date.day:02d}/" if date.day else ""
    return f"{date.year:04d}/{month}{day}index.html"


class Period(msgspec.Struct, frozen=True, gc=False):
    """A year, month or day that has articles."""

    year: int
    month: int
    """0 for a year."""
    day: int
    """0 for a year or a month."""
    records: tuple[Record, ...]
    """All its records, newest first; a year includes records dated only to the year."""
    parts: tuple[Period, ...] = ()
    """The months of a year or days of a month that have articles, in calendar order."""

    @property
    def date(self) -> PartialDate:
        """The year, the month or the day."""
        return PartialDate(self.year, self.month, self.day)

    @property
    def address(self) -> str:
        """Path of its page inside site/."""
        return period_address(self)


_LISTED = attrgetter(*[field for field in Record.__struct_fields__ if field not in ("body", "words")])


class Archive(msgspec.Struct, frozen=True, eq=False, dict=True):
    """All published texts, sorted and grouped; the renderer's only input except the settings.

    It compares by identity, so that `lru_cache` can keep values computed from it.
    """

    records: tuple[Record, ...]
    """Published and withdrawn records, newest first, then undated ones; equal dates in order of path."""
    addresses: dict[str, str]
    """Address of each record by its path, e.g. {'articles/2023/2023-11-22-x.md': '2023/11/22/x.html'}."""
    years: tuple[Period, ...]
    """Years with articles, in calendar order, with their months and days."""
    undated: tuple[Record, ...]
    """Records without a date, in order of title."""
    groups: dict[Kind, tuple[Group, ...]]
    """Groups of each kind in order of slug."""
    redirects: dict[str, str]
    """Old address → current address."""
    former: frozenset[str] = frozenset()
    """Those old addresses that only a pattern in the settings gives; another file at such an address takes it."""
    pages: dict[str, StandalonePage] = {}
    """Standalone pages by their address, in order of path."""
    introductions: dict[str, StandalonePage] = {}
    """Texts about topics and names by address of their page."""
    coordinates: dict[str, tuple[float, float]] = {}
    """Latitude and longitude, in degrees, of places in places.toml, by name."""
    warnings: tuple[Problem, ...] = ()
    """Links to texts that are not in the site, introductions of names that no article has."""

    @cached_property
    def digests(self) -> dict[str, bytes]:
        """Digest of each record, by its path, with all that a list may show of it.

        These are its fields except for the body, its address, and its names without a page.
        """
        without_page: dict[int, list[str]] = {}
        for groups in self.groups.values():
            for group in groups:
                if not group.has_page:
                    for place in group.places:
                        without_page.setdefault(place, []).append(group.address)
        where = self.addresses
        return {
            record.path: hash_values(_LISTED(record), where[record.path], without_page.get(place))
            for place, record in enumerate(self.records)
        }

    @cached_property
    def bodies(self) -> dict[str, bytes]:
        """The rest of each record by its path, for digests."""
        return {record.path: _encode((record.body, record.words)) for record in self.records}

    @cached_property
    def digest(self) -> bytes:
        """Digest of the whole archive."""
        about, where = (self.pages, self.introductions), sorted(self.coordinates.items())
        return self.digest_of(self.records, self.redirects, about, where, bodies=True)

    def digest_of(self, records: Iterable[Record], *more: object, bodies: bool = False) -> bytes:
        """Hash all that a list may show of some records, in this order, and other values; `bodies` adds their bodies."""
        paths = [record.path for record in records]
        found = b"".join(map(self.digests.__getitem__, paths))
        return hash_values(found, [self.bodies[path] for path in paths] if bodies else (), *more)
