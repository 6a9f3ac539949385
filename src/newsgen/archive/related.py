"""Find the related articles of an article, and the names that they share.

Uses an inverted index of topics and names. Rare names weigh more. Of the articles of a name only the nearest in time
count, so the cost is linear and a new article changes few pages outside its own days. For the same reason weights
are powers of two in whole steps, which seldom change.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from operator import itemgetter

import msgspec

from newsgen.archive.model import Archive, Kind, hash_values

RELATED = 5
"""Most related articles of an article."""
REASONS = 3
"""Most shared names shown for a related article."""
REACH = 6
"""Number of articles of a name, before and after an article in time, that can be related to it."""

_KINDS: tuple[Kind, ...] = ("topics", "people", "places", "organizations")
_LEAST = 2
"""Least score: a shared name that more than half of all articles have is not enough."""
_SHORT = 8
"""Bytes of a neighbour's digest that are hashed."""
_FAR = 1 << 22
"""More days than there can be between two articles."""


class _SharedName(msgspec.Struct, frozen=True, gc=False):
    """A name that several articles have."""

    label: str
    weight: int
    """Higher for rarer names."""
    places: tuple[int, ...]
    """Indexes of its articles in `Archive.records` without withdrawn ones: ascending, so newest first."""


class RelatedArticleFinder:
    """Finds the related articles of one article at a time, only for pages that are rendered.

    Articles whose shared names have the same weight are sorted by distance in time. A withdrawn article has no related
    articles and is not related to any.
    """

    def __init__(self, archive: Archive) -> None:
        """Keep the archive; the index is built on first use."""
        self._archive = archive

    def find(self, place: int) -> list[tuple[int, tuple[str, ...]]]:
        """Find the articles related to the one at an index of `Archive.records`, closest first.

        Each is an index and the names that both articles have, topics first.
        """
        names, numbers = self._names, self._numbers
        own = frozenset(numbers[place])
        found = []
        for other in self._pick(self.weigh(place), place) if own else ():
            shared = sorted(own.intersection(numbers[other]))  # in the order of `_names`
            found.append((other, tuple([names[number].label for number in shared[:REASONS]])))
        return found

    def hash_neighbourhoods(self) -> list[bytes]:
        """Hash, for each article, its record and all that decides its related articles and those before and after it.

        These are its neighbours in time, overall and among the articles of each of its names, and the weights of the names.
        """
        archive = self._archive
        own = [digest[:_SHORT] for digest in archive.digests.values()]
        withdrawn = any(record.status == "withdrawn" for record in archive.records)
        topics = [group.places for group in archive.groups.get("topics", ()) if withdrawn]
        parts = [
            [archive.bodies[record.path], *own[max(place - 1, 0) : place + 2]]
            for place, record in enumerate(archive.records)
        ]
        for places, reach, head in (
            *((name.places, REACH, f"{name.label}\0{name.weight}".encode()) for name in self._names),
            *((places, 1, b"") for places in topics),
        ):
            joined, width = bytes(reach * _SHORT) + b"".join([own[place] for place in places]), 2 * reach + 1
            for place, at in zip(places, range(0, len(joined), _SHORT), strict=False):
                parts[place] += head, joined[at : at + width * _SHORT]
        return [hash_values(found) for found in parts]

    @cached_property
    def _days(self) -> list[int]:
        """The day of each article; 0 for an undated one."""
        dates = [record.date for record in self._archive.records]
        return [date.first_day.toordinal() if date else 0 for date in dates]

    @cached_property
    def _names(self) -> list[_SharedName]:
        """All names, topics first, then the rarest."""
        gone = {place for place, record in enumerate(self._archive.records) if record.status == "withdrawn"}
        whole = (len(self._archive.records) - len(gone)).bit_length() + 1
        found = []
        for rank, kind in enumerate(_KINDS):
            for group in self._archive.groups.get(kind, ()):
                if len(group.records) > 1:
                    places = tuple([place for place in group.places if place not in gone])
                    weight = whole - len(places).bit_length()
                    order = kind != "topics", -weight, group.name, rank, group.slug
                    found.append((order, _SharedName(group.name, weight, places)))
        found.sort(key=itemgetter(0))
        return [name for _, name in found]

    @cached_property
    def _numbers(self) -> list[tuple[int, ...]]:
        """Indexes of each article's names in `_names`, ascending."""
        found: list[list[int]] = [[] for _ in self._archive.records]
        for number, name in enumerate(self._names):
            for place in name.places:
                found[place].append(number)
        return list(map(tuple, found))

    def weigh(self, place: int) -> dict[int, int]:
        """Add up the weights of the names that an article shares with each article that can be related to it."""
        weights: dict[int, int] = {}
        for number in self._numbers[place]:
            name = self._names[number]
            weight, places = name.weight, name.places
            at = bisect_left(places, place)
            for other in places[max(at - REACH, 0) : at + REACH + 1]:
                weights[other] = weights.get(other, 0) + weight
        weights.pop(place, None)
        return weights

    def _pick(self, weights: dict[int, int], place: int) -> list[int]:
        """Choose the articles with the most weight; of equal ones the nearest in time, then the first found."""
        least = _LEAST
        if len(weights) > RELATED:
            least = max(least, sorted(weights.values())[-RELATED])
        days = self._days
        day = days[place]
        heavy = [other for other, weight in weights.items() if weight >= least]
        heavy.sort(key=lambda other: abs(day - days[other]) - weights[other] * _FAR)
        return heavy[:RELATED]
