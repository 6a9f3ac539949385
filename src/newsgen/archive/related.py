"""Articles that belong together, and the names that say why.

An inverted index over topics and names. Rare names weigh more than frequent ones; where a name is frequent, only
the articles nearest in time count, so the cost stays linear and a new article changes few pages but those of its
own days. For the same reason weights are whole steps of powers of two, which hardly ever move.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter, itemgetter

import msgspec

from newsgen.archive.model import Archive, Kind, Tie
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

_PATH = attrgetter("path")

Postings = list[int]
"""Places of a name's articles in `archive.records`, newest first."""


Kin = tuple[tuple[Tie, ...], ...]
"""As `Archive.kin`."""


class Related(msgspec.Struct, frozen=True, gc=False):
    """A related article and why."""

    record: Record
    shared: tuple[str, ...]
    """As in `Tie`."""


def related(archive: Archive) -> list[tuple[Related, ...]]:
    """Find the related articles of each of `archive.records`, closest first, in their order.

    Articles that share the same weight of names are told apart by the days between them. Withdrawn articles have
    none and are none.
    """
    records = archive.records
    kin = kin_of(archive) if archive.kin is None else archive.kin
    return [tuple([Related(records[tie.place], tie.shared) for tie in one]) for one in kin]


def asked_of(archive: Archive) -> list[tuple[object, ...]]:
    """All of an archive that `kin_of` depends on."""
    return [
        (one.date, one.status, one.topics, one.people, one.places, one.organizations)
        for one in archive.records
    ]


def kin_of(archive: Archive) -> Kin:
    """For each of `archive.records` those that are related to it, closest first.

    One article after the other, so that no more than one's candidates are held.
    """
    records, names = archive.records, _index(archive)
    days = [record.date.first_day.toordinal() if record.date else 0 for record in records]
    carried: list[list[int]] = [[] for _ in records]
    for number, (_, _, postings) in enumerate(names):
        for place in postings:
            carried[place].append(number)
    labels = [name for name, _, _ in names]
    passed = [0] * len(names)
    reasons: dict[tuple[int, ...], tuple[str, ...]] = {}
    found = []
    for place, mine in enumerate(carried):
        ties = []
        own = set(mine)
        for other in _closest(_weights(place, mine, names, passed), place, days) if mine else ():
            numbers = tuple([number for number in carried[other] if number in own][:REASONS])
            shared = reasons.get(numbers)
            if shared is None:
                shared = reasons[numbers] = tuple([labels[number] for number in numbers])
            ties.append(Tie(other, shared))
        found.append(tuple(ties))
    return tuple(found)


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


def _weights(
    place: int, mine: Sequence[int], names: Sequence[tuple[str, int, Postings]], passed: list[int]
) -> dict[int, int]:
    """The weight of what an article shares with those near it among the articles of its names.

    Args:
        place: of the article, of which each must be asked in turn.
        mine: which names it has.
        names: as `_index` gives them.
        passed: of each name, how many of its articles were asked; this one is added.
    """
    weights: dict[int, int] = {}
    known = weights.get
    for number in mine:
        _, weight, postings = names[number]
        at = passed[number]
        passed[number] = at + 1
        for other in postings[at - REACH if at > REACH else 0 : at + REACH + 1]:
            weights[other] = known(other, 0) + weight
    weights.pop(place, None)
    return weights


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
