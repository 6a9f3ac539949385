"""Find the related articles of an article, and the names that say why.

An inverted index over topics and names. Rare names weigh more than frequent ones; where a name is frequent, only
the articles nearest in time count, so the cost stays linear and a new article changes few pages but those of its
own days. For the same reason weights are whole steps of powers of two, which hardly ever change.
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

_KINDS: tuple[Kind, ...] = ("topics", "people", "places", "organizations")
_LEAST = 2
"""Least score: a name that more than half of the archive's articles have is no reason by itself."""
_FAR = 1 << 22
"""More days than lie between any two articles."""


class _SharedName(msgspec.Struct, frozen=True, gc=False):
    """A name that several articles have."""

    label: str
    weight: int
    """The rarer, the more."""
    places: tuple[int, ...]
    """Places of its articles in `Archive.records`, the withdrawn ones left out: ascending, which is newest first."""


class RelatedArticles:
    """Finds the related articles of one article at a time, so that none are sought that no page shows.

    Of articles whose shared names weigh the same, the nearest in time come first. A withdrawn article has no related
    articles and is none.
    """

    def __init__(self, archive: Archive) -> None:
        """Keep the archive; its names are indexed when they are first needed."""
        self._archive = archive

    def find(self, place: int) -> list[tuple[int, tuple[str, ...]]]:
        """Find the articles that are related to the one at a place in `Archive.records`, closest first.

        Returns:
            Pairs of a place and the names that both articles have, topics first.
        """
        names, numbers = self._names, self._numbers
        own = set(numbers[place])
        return [
            (other, tuple([names[number].label for number in numbers[other] if number in own][:REASONS]))
            for other in (self._pick(self._weigh(place), place) if own else ())
        ]

    def candidates(self, place: int) -> set[int]:
        """List the articles among which related ones are sought; the relation is mutual."""
        return set(self._weigh(place))

    def digests(self) -> list[bytes]:
        """Of each article a digest of all that decides what is related to it, or comes before and after it.

        That is the articles beside it in time and among those of each of its names, and the weights of these names.
        """
        archive = self._archive
        own, withdrawn = archive.digests, any(record.status == "withdrawn" for record in archive.records)
        topics = [group.places for group in archive.groups.get("topics", ()) if withdrawn]
        parts = [own[max(place - 1, 0) : place + 2] for place in range(len(own))]
        for places, reach, head in (
            *((name.places, REACH, f"{name.label}\0{name.weight}".encode()) for name in self._names),
            *((places, 1, b"") for places in topics),
        ):
            joined = b"".join([own[place] for place in places])
            for at, place in enumerate(places):
                parts[place] += head, joined[max(at - reach, 0) * DIGEST : (at + reach + 1) * DIGEST]
        return [digest_of(b"\0".join(found)) for found in parts]

    @cached_property
    def _days(self) -> list[int]:
        """The day of each article; 0 for an undated one."""
        dates = [record.date for record in self._archive.records]
        return [date.first_day.toordinal() if date else 0 for date in dates]

    @cached_property
    def _names(self) -> list[_SharedName]:
        """All names, topics first, then the rarest."""
        gone = {place for place, one in enumerate(self._archive.records) if one.status == "withdrawn"}
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
        """For each article the numbers of its names in `_names`, ascending."""
        found: list[list[int]] = [[] for _ in self._archive.records]
        for number, name in enumerate(self._names):
            for place in name.places:
                found[place].append(number)
        return list(map(tuple, found))

    def _weigh(self, place: int) -> dict[int, int]:
        """Weigh what an article shares with those near it among the articles of its names."""
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
        """Pick the articles of most weight, of equal ones those nearest in time, then those met first."""
        least = _LEAST
        if len(weights) > RELATED:
            least = max(least, sorted(weights.values())[-RELATED])
        days = self._days
        day = days[place]
        heavy = [other for other, weight in weights.items() if weight >= least]
        heavy.sort(key=lambda other: abs(day - days[other]) - weights[other] * _FAR)
        return heavy[:RELATED]
