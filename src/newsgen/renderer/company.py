"""The names that stand in the same articles as a name."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from itertools import chain, count
from operator import attrgetter

import msgspec

from newsgen.archive.model import Archive, Group, Kind
from newsgen.renderer.links import linker
from newsgen.renderer.views import Link

_KINDS: tuple[Kind, ...] = ("topics", "people", "places", "organizations")
_MOST = 6
"""Names of each kind."""
_SEARCHED = 500
"""Articles, the newest ones, in which names are counted: frequent topics would cost the most and tell the least."""

Company = tuple[tuple[Kind, tuple[Link, ...]], ...]
"""Kinds, and of each the names with the number of articles."""


class _Names(msgspec.Struct, frozen=True, gc=False):
    """All names of an archive as numbers, which are counted in a third of the time that words take."""

    held: list[tuple[int, ...]]
    """For each article the numbers of its names: topics first, then people and so on."""
    kinds: list[int]
    """For each number the place of its kind in `_KINDS`."""
    links: list[Link]
    """For each number the name and its page."""
    numbers: dict[tuple[Kind, str], int]


def company(archive: Archive, group: Group) -> Company:
    """The names that most often stand in a group's newest articles, by kind; of equals, the latest named first."""
    names = _names(archive)
    counts = Counter(chain.from_iterable(map(names.held.__getitem__, group.places[:_SEARCHED])))
    counts.pop(names.numbers.get((group.kind, group.name), -1), None)
    kinds, links, address = names.kinds, names.links, group.address
    found: tuple[list[Link], ...] = tuple([[] for _ in _KINDS])
    room, left = [_MOST] * len(_KINDS), _MOST * len(_KINDS)
    for number in sorted(counts, key=counts.__getitem__, reverse=True):
        kind = kinds[number]
        if room[kind]:
            one = links[number]
            if one.href and one.href != address:
                found[kind].append(Link(one.text, one.href, counts[number]))
            room[kind] -= 1
            left -= 1
            if not left:
                break
    return tuple([(kind, tuple(shown)) for kind, shown in zip(_KINDS, found, strict=True) if shown])


@lru_cache(maxsize=1)
def _names(archive: Archive) -> _Names:
    held: list[list[int]] = [[] for _ in archive.records]
    kinds: list[int] = []
    links: list[Link] = []
    numbers: dict[tuple[Kind, str], int] = {}
    for place, kind in enumerate(_KINDS):
        own: defaultdict[str, int] = defaultdict(count(len(links)).__next__)
        for mine, names in zip(held, map(attrgetter(kind), archive.records), strict=True):
            if names:
                mine.extend(map(own.__getitem__, names))
        links += linker(archive, kind)(own)
        kinds += [place] * len(own)
        numbers |= {(kind, name): number for name, number in own.items()}
    return _Names(list(map(tuple, held)), kinds, links, numbers)
