"""Articles that belong together, and the names that say why.

An inverted index over topics and names. Rare names weigh more than frequent ones; where a name is frequent, only
the articles nearest in time count, so the cost stays linear and a new article changes few pages but those of its
own days. For the same reason weights are whole steps of powers of two, which hardly ever move.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter, itemgetter

import msgspec

from newsgen.archive.model import Archive, Kind

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

_PATH = attrgetter("path")

Postings = list[int]
"""Places of a name's articles in `archive.records`, newest first: ascending."""


class Tie(msgspec.Struct, frozen=True, gc=False):
    """An article that another is related to."""

    place: int
    """Its place in `Archive.records`."""
    shared: tuple[str, ...]
    """The names that both articles have, topics first, then the rarest."""


class Kinship:
    """Finds the related articles of one article at a time, so that nothing is found that no page shows.

    Articles that share the same weight of names are told apart by the days between them. Withdrawn articles have
    none and are none.
    """

    def __init__(self, archive: Archive) -> None:
        """Index the names of an archive."""
        self._names = _index(archive)
        self._days = [record.date.first_day.toordinal() if record.date else 0 for record in archive.records]
        self._carried: list[list[int]] = [[] for _ in archive.records]
        for number, (_, _, postings) in enumerate(self._names):
            for place in postings:
                self._carried[place].append(number)

    def ties(self, place: int) -> tuple[Tie, ...]:
        """The articles that are related to the one at a place in `Archive.records`, closest first."""
        mine = self._carried[place]
        own = set(mine)
        return tuple(
            [
                Tie(other, self._shared(own, other))
                for other in _closest(self._weights(place), place, self._days)
            ]
            if mine
            else ()
        )

    def near(self, place: int) -> set[int]:
        """The articles among which related ones are sought; whatever has this one among its own is one of them."""
        return {other for number in self._carried[place] for other in self._around(number, place)}

    def _around(self, number: int, place: int) -> Postings:
        postings = self._names[number][2]
        at = bisect_left(postings, place)
        return postings[at - REACH if at > REACH else 0 : at + REACH + 1]

    def _weights(self, place: int) -> dict[int, int]:
        """The weight of what an article shares with those near it among the articles of its names."""
        weights: dict[int, int] = {}
        known = weights.get
        for number in self._carried[place]:
            weight = self._names[number][1]
            for other in self._around(number, place):
                weights[other] = known(other, 0) + weight
        weights.pop(place, None)
        return weights

    def _shared(self, own: set[int], other: int) -> tuple[str, ...]:
        numbers = [number for number in self._carried[other] if number in own][:REASONS]
        return tuple([self._names[number][0] for number in numbers])


def _index(archive: Archive) -> list[tuple[str, int, Postings]]:
    """Each name that two articles share, its weight and its postings; topics first, then by weight, then by name."""
    places = {record.path: n for n, record in enumerate(archive.records) if record.status != "withdrawn"}
    whole = len(places).bit_length() + 1
    found = []
    for kind in _KINDS:
        for group in archive.groups.get(kind, ()):
            if len(group.records) > 1:
                known = map(places.get, map(_PATH, group.records))
                postings = [place for place in known if place is not None]
                weight = whole - len(postings).bit_length()
                found.append((kind != "topics", -weight, group.name, postings))
    found.sort(key=itemgetter(0, 1, 2))
    return [(name, -weight, postings) for _, weight, name, postings in found]


def _closest(weights: dict[int, int], place: int, days: Sequence[int]) -> list[int]:
    """The articles of most weight, of equal ones those nearest in time, then those met first."""
    least = _LEAST
    if len(weights) > RELATED:
        least = max(least, sorted(weights.values())[-RELATED])
    day = days[place]
    points = {
        other: weight * _FAR - abs(day - days[other]) for other, weight in weights.items() if weight >= least
    }
    return sorted(points, key=points.__getitem__, reverse=True)[:RELATED]
