"""Articles that belong together, and the names that say why.

An inverted index over topics and names. Rare names weigh more than frequent ones; where a name is frequent, only
the articles nearest in time count, so the cost stays linear and a new article changes few pages but those of its
own days. For the same reason weights are whole steps of powers of two, which hardly ever move.
"""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter

import msgspec

from newsgen.archive.build import names_of
from newsgen.archive.model import Archive, Group, Kind
from newsgen.archive.postings import Postings

RELATED = 5
"""Related articles of one article, at most."""
REASONS = 3
"""Names that say why, at most."""
REACH = 6
"""Articles of a name, on either side in time, among which it looks for related ones."""

_KINDS: tuple[Kind, ...] = ("topics", "people", "places", "organizations")
_LEAST = 2
"""Least score: a name that stands in more than half of the archive is no reason by itself."""
_FAR = 1 << 22
"""More days than lie between any two articles."""

_ORDER = attrgetter("order")


class Tie(msgspec.Struct, frozen=True, gc=False):
    """An article that another is related to."""

    place: int
    """Its place in `Archive.records`."""
    shared: tuple[str, ...]
    """The names that both articles have, topics first, then the rarest."""


class _Name(msgspec.Struct, frozen=True, gc=False):
    """A name that two articles share."""

    number: int
    """Tells it from every other."""
    order: tuple[bool, int, str, int, str]
    """Topics come first, then the rarest."""
    label: str
    weight: int
    """The rarer, the more."""
    postings: list[int]
    """Places of its articles, the withdrawn ones left out: ascending, which is newest first."""


class Kinship:
    """Finds the related articles of one article at a time, so that nothing is found that no page shows.

    Articles that share the same weight of names are told apart by the days between them. Withdrawn articles have
    none and are none.
    """

    def __init__(self, archive: Archive, postings: Postings) -> None:
        """Count the articles; names are looked up when they are asked for."""
        self._records, self._postings = archive.records, postings
        live = sum(record.status != "withdrawn" for record in archive.records)
        self._whole = live.bit_length() + 1
        self._days = [record.date.first_day.toordinal() if record.date else 0 for record in archive.records]
        self._names: dict[str, _Name] = {}
        self._carried: dict[int, tuple[_Name, ...]] = {}

    def ties(self, place: int) -> tuple[Tie, ...]:
        """The articles that are related to the one at a place in `Archive.records`, closest first."""
        own = {name.number for name in self._names_of(place)}
        closest = self._closest(self._weights(place), place) if own else ()
        return tuple([Tie(other, self._shared(own, other)) for other in closest])

    def near(self, place: int) -> set[int]:
        """The articles among which related ones are sought; whatever has this one among its own is one of them."""
        return set(self._weights(place))

    def _names_of(self, place: int) -> tuple[_Name, ...]:
        found = self._carried.get(place)
        if found is None:
            record = self._records[place]
            groups = {
                group.address: group
                for kind in (_KINDS if record.status != "withdrawn" else ())
                for name in names_of(record, kind)
                if (group := self._postings.group(kind, name)) and len(group.records) > 1
            }
            found = tuple(sorted(map(self._name, groups.values()), key=_ORDER))
            self._carried[place] = found
        return found

    def _name(self, group: Group) -> _Name:
        found = self._names.get(group.address)
        if found is None:
            records = self._records
            postings = [one for one in self._postings.places(group) if records[one].status != "withdrawn"]
            weight = self._whole - len(postings).bit_length()
            order = (group.kind != "topics", -weight, group.name, _KINDS.index(group.kind), group.slug)
            found = _Name(len(self._names), order, group.name, weight, postings)
            self._names[group.address] = found
        return found

    def _weights(self, place: int) -> dict[int, int]:
        """The weight of what an article shares with those near it among the articles of its names."""
        weights: dict[int, int] = {}
        known = weights.get
        for name in self._names_of(place):
            weight, postings = name.weight, name.postings
            at = bisect_left(postings, place)
            for other in postings[at - REACH if at > REACH else 0 : at + REACH + 1]:
                weights[other] = known(other, 0) + weight
        weights.pop(place, None)
        return weights

    def _shared(self, own: set[int], other: int) -> tuple[str, ...]:
        return tuple([name.label for name in self._names_of(other) if name.number in own][:REASONS])

    def _closest(self, weights: dict[int, int], place: int) -> list[int]:
        """The articles of most weight, of equal ones those nearest in time, then those met first."""
        least = _LEAST
        if len(weights) > RELATED:
            least = max(least, sorted(weights.values())[-RELATED])
        days = self._days
        day = days[place]
        points = {
            other: weight * _FAR - abs(day - days[other])
            for other, weight in weights.items()
            if weight >= least
        }
        return sorted(points, key=points.__getitem__, reverse=True)[:RELATED]
