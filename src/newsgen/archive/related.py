"""Articles that belong together, and the names that say why.

An inverted index over topics and names. Rare names weigh more than frequent ones; where a name is frequent, only
the articles nearest in time count, so the cost stays linear and a new article changes few pages but those of its
own days. For the same reason weights are whole steps of powers of two, which hardly ever move.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from operator import itemgetter

import msgspec

from newsgen.archive.model import DIGEST, Archive, Kind, digest_of

RELATED = 5
"""Related articles of one article, at most."""
REASONS = 3
"""Names that say why, at most."""
REACH = 6
"""Articles of a name, on either side in time, among which it looks for related ones."""

Tie = tuple[int, tuple[str, ...]]
"""Place in `Archive.records` of an article that another is related to; and the names that both have, topics first."""

_KINDS: tuple[Kind, ...] = ("topics", "people", "places", "organizations")
_LEAST = 2
"""Least score: a name that stands in more than half of the archive is no reason by itself."""
_FAR = 1 << 22
"""More days than lie between any two articles."""


class _Name(msgspec.Struct, frozen=True, gc=False):
    """A name that several articles share."""

    label: str
    weight: int
    """The rarer, the more."""
    postings: tuple[int, ...]
    """Places of its articles, the withdrawn ones left out: ascending, which is newest first."""


class Kinship:
    """Finds the related articles of one article at a time, so that nothing is found that no page shows.

    Articles that share the same weight of names are told apart by the days between them. Withdrawn articles have
    none and are none.
    """

    def __init__(self, archive: Archive) -> None:
        """Keep the archive; its names are gathered when the first article asks."""
        self._archive = archive

    def ties(self, place: int) -> list[Tie]:
        """The articles that are related to the one at a place in `Archive.records`, closest first."""
        names, carried = self._names, self._carried
        own = set(carried[place])
        return [
            (other, tuple([names[number].label for number in carried[other] if number in own][:REASONS]))
            for other in (self._closest(self._weights(place), place) if own else ())
        ]

    def near(self, place: int) -> set[int]:
        """The articles among which related ones are sought; whatever has this one among its own is one of them."""
        return set(self._weights(place))

    def digests(self) -> list[bytes]:
        """Of each article a digest of all that decides what is related to it, or stands before and after it.

        That is the articles beside it in time and among those of each of its names, and the weights of these names.
        """
        own = self._archive.digests
        beside: list[list[bytes]] = [own[max(place - 1, 0) : place + 2] for place in range(len(own))]
        withdrawn = any(record.status == "withdrawn" for record in self._archive.records)
        topics = [group.places for group in self._archive.groups.get("topics", ()) if withdrawn]
        for places, reach, head in (
            *((name.postings, REACH, f"{name.label}\0{name.weight}".encode()) for name in self._names),
            *((places, 1, b"") for places in topics),
        ):
            joined = b"".join([own[place] for place in places])
            for at, place in enumerate(places):
                first = at - reach if at > reach else 0
                beside[place] += head, joined[first * DIGEST : (at + reach + 1) * DIGEST]
        return [digest_of(b"\0".join(values)) for values in beside]

    @cached_property
    def _days(self) -> list[int]:
        """The day of each article; 0 for an undated one."""
        dates = [record.date for record in self._archive.records]
        return [date.first_day.toordinal() if date else 0 for date in dates]

    @cached_property
    def _names(self) -> list[_Name]:
        """All names, topics first, then the rarest."""
        gone = {place for place, one in enumerate(self._archive.records) if one.status == "withdrawn"}
        whole = (len(self._archive.records) - len(gone)).bit_length() + 1
        found = []
        for rank, kind in enumerate(_KINDS):
            for group in self._archive.groups.get(kind, ()):
                if len(group.records) < 2:
                    continue
                postings = group.places
                if gone:
                    postings = tuple([place for place in postings if place not in gone])
                weight = whole - len(postings).bit_length()
                order = kind != "topics", -weight, group.name, rank, group.slug
                found.append((order, _Name(group.name, weight, postings)))
        found.sort(key=itemgetter(0))
        return [name for _, name in found]

    @cached_property
    def _carried(self) -> list[tuple[int, ...]]:
        """For each article the numbers of its names in `_names`, ascending."""
        found: list[list[int]] = [[] for _ in self._archive.records]
        for number, name in enumerate(self._names):
            for place in name.postings:
                found[place].append(number)
        return list(map(tuple, found))  # in a row, as they are read: it saves a twentieth of the time of ties

    def _weights(self, place: int) -> dict[int, int]:
        """The weight of what an article shares with those near it among the articles of its names."""
        weights: dict[int, int] = {}
        known = weights.get
        names = self._names
        for number in self._carried[place]:
            name = names[number]
            weight, postings = name.weight, name.postings
            at = bisect_left(postings, place)
            for other in postings[at - REACH if at > REACH else 0 : at + REACH + 1]:
                weights[other] = known(other, 0) + weight
        weights.pop(place, None)
        return weights

    def _closest(self, weights: dict[int, int], place: int) -> list[int]:
        """The articles of most weight, of equal ones those nearest in time, then those met first."""
        least = _LEAST
        if len(weights) > RELATED:
            least = max(least, sorted(weights.values())[-RELATED])
        days = self._days
        day = days[place]
        heavy = [other for other, weight in weights.items() if weight >= least]
        heavy.sort(key=lambda other: abs(day - days[other]) - weights[other] * _FAR)
        return heavy[:RELATED]
