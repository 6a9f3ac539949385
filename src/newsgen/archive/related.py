"""Articles that belong together, and the names that say why.

An inverted index over topics and names. Rare names weigh more than frequent ones; where a name is frequent, only
the articles nearest in time count, so the cost stays linear and a new article changes few pages but those of its
own days. For the same reason weights are whole steps of powers of two, which hardly ever move.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

import msgspec

from newsgen.archive.model import Archive, Kind
from newsgen.model import Record

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

Postings = list[int]
"""Places of a name's articles in `archive.records`, newest first."""


Kin = tuple[tuple[tuple[int, tuple[str, ...]], ...], ...]
"""As `Archive.kin`."""


class Related(msgspec.Struct, frozen=True, gc=False):
    """A related article and why."""

    record: Record
    shared: tuple[str, ...]
    """The names that both articles have, topics first, then the rarest."""


def related(archive: Archive) -> list[tuple[Related, ...]]:
    """Find the related articles of each of `archive.records`, closest first, in their order.

    Articles that share the same weight of names are told apart by the days between them. Withdrawn articles have
    none and are none.
    """
    records = archive.records
    kin = kin_of(archive) if archive.kin is None else archive.kin
    return [tuple([Related(records[place], shared) for place, shared in one]) for one in kin]


def asked_of(archive: Archive) -> list[tuple[object, ...]]:
    """All of an archive that `kin_of` depends on."""
    return [
        (one.date, one.status, one.topics, one.people, one.places, one.organizations)
        for one in archive.records
    ]


def kin_of(archive: Archive) -> Kin:
    """For each record the places in `archive.records` of those that are related to it, and the names that they share."""
    records = archive.records
    names = _index(archive)
    days = [record.date.first_day.toordinal() if record.date else 0 for record in records]
    scores = _scores(len(records), names, days)
    carried: list[list[int]] = [[] for _ in records]
    for number, (_, _, postings) in enumerate(names):
        for place in postings:
            carried[place].append(number)
    owned = list(map(frozenset, carried))
    found = []
    for place, score in enumerate(scores):
        best = sorted(score.items(), key=itemgetter(1), reverse=True)[:RELATED] if score else ()
        found.append(
            tuple(
                (other, _shared(carried[place], owned[other], names))
                for other, points in best
                if points > (_LEAST - 1) * _FAR
            )
        )
    return tuple(found)


def _index(archive: Archive) -> list[tuple[str, int, Postings]]:
    """Each name that two articles share, its weight and its postings; topics first, then by weight, then by name."""
    places = {record.path: n for n, record in enumerate(archive.records) if record.status != "withdrawn"}
    whole = len(places).bit_length() + 1
    found = []
    for kind in _KINDS:
        for group in archive.groups.get(kind, ()):
            if len(group.records) > 1:
                postings = [places[record.path] for record in group.records if record.path in places]
                weight = whole - len(postings).bit_length()
                found.append((kind != "topics", -weight, group.name, postings))
    found.sort(key=itemgetter(0, 1, 2))
    return [(name, -weight, postings) for _, weight, name, postings in found]


def _scores(
    count: int, names: Sequence[tuple[str, int, Postings]], days: Sequence[int]
) -> list[dict[int, int]]:
    """For each article the points of others: the weight of what they share, less the days between them."""
    scores: list[dict[int, int]] = [{} for _ in range(count)]
    for _, weight, postings in names:
        points = weight * _FAR
        for n, one in enumerate(postings):
            mine, day = scores[one], days[one]
            for other in postings[n + 1 : n + 1 + REACH]:
                known = mine.get(other)
                total = points - abs(day - days[other]) if known is None else known + points
                mine[other] = scores[other][one] = total
    return scores


def _shared(
    carried: Sequence[int], owned: frozenset[int], names: Sequence[tuple[str, int, Postings]]
) -> tuple[str, ...]:
    return tuple([names[number][0] for number in carried if number in owned][:REASONS])
