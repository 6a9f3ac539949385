"""Where a reader of an article may turn next: in time, on its topic, to what is related."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from functools import cached_property

import msgspec

from newsgen.addresses import group_slug
from newsgen.archive.model import Archive
from newsgen.archive.related import Kinship
from newsgen.model import PartialDate
from newsgen.renderer.links import shown_at
from newsgen.renderer.site import Site


class Neighbour(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An article before or after this one."""

    title: str
    href: str
    date: PartialDate | None
    language: str
    """BCP 47 tag; '' if it is the site's."""
    direction: str
    """'ltr' or 'rtl'; '' if it is the site's."""


class Relative(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A related article."""

    title: str
    href: str
    date: PartialDate | None
    language: str
    direction: str
    shared: tuple[str, ...]
    """Topics and names of both, at most three."""


class Turn(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """All ways on from one article."""

    previous: Neighbour | None = None
    """The next older article."""
    next: Neighbour | None = None
    """The next newer article."""
    topic_previous: Neighbour | None = None
    """The next older article on the first topic, if it is another."""
    topic_next: Neighbour | None = None
    related: tuple[Relative, ...] = ()


Pair = tuple[int | None, int | None]
"""Places of the older and the newer article in `archive.records`."""

_NONE: Pair = (None, None)


class Ways:
    """Finds the ways on from articles of one archive; an undated one has no neighbours in time."""

    def __init__(self, archive: Archive, site: Site) -> None:
        """Look at the order of all articles; what else an article asks for is found when it does."""
        self._archive, self._show = archive, shown_at(archive, site)
        self._dated = len(archive.records) - len(archive.undated)
        self._kinship = Kinship(archive)
        self._topics: dict[str, tuple[int, ...]] = {}
        self._known: dict[int, Neighbour] = {}

    def turn(self, place: int) -> Turn:
        """The ways on from the article at a place in `archive.records`."""
        older, newer = self._in_time(place)
        on_older, on_newer = self._on_first_topic(place)
        related, known = [], self._known.get
        for other, shared in self._kinship.ties(place):
            near = known(other) or self._near(other)
            related.append(Relative(near.title, near.href, near.date, near.language, near.direction, shared))
        return Turn(
            self._neighbour(older),
            self._neighbour(newer),
            None if on_older == older else self._neighbour(on_older),
            None if on_newer == newer else self._neighbour(on_newer),
            tuple(related),
        )

    def showing(self, paths: Collection[str]) -> set[int]:
        """The places of the articles whose pages may name one of these, themselves among them."""
        records = self._archive.records
        mine = [place for place, record in enumerate(records) if record.path in paths] if paths else []
        found = set(mine)
        for place in mine:
            found |= self._kinship.near(place)
            pairs = [self._in_time(place), *(self._on_topic(place, topic) for topic in records[place].topics)]
            found.update(other for pair in pairs for other in pair if other is not None)
        return found

    def _in_time(self, place: int) -> Pair:
        if place >= self._dated:
            return None, None
        return (place + 1 if place + 1 < self._dated else None), (place - 1 if place else None)

    def _on_first_topic(self, place: int) -> Pair:
        topics = self._archive.records[place].topics
        return self._on_topic(place, topics[0]) if topics else _NONE

    def _on_topic(self, place: int, topic: str) -> Pair:
        """The dated articles beside a dated one among those on a topic of its own."""
        if place >= self._dated:
            return _NONE
        places = self._topics.get(topic) or self._about(topic)
        at = bisect_left(places, place)
        older = places[at + 1] if at + 1 < len(places) and places[at + 1] < self._dated else None
        return older, (places[at - 1] if at else None)

    def _about(self, topic: str) -> tuple[int, ...]:
        """Places of the articles on a topic, however it is spelled."""
        found = self._topics[topic] = self._by_slug[group_slug(topic)]
        return found

    @cached_property
    def _by_slug(self) -> dict[str, tuple[int, ...]]:
        return {group.slug: group.places for group in self._archive.groups["topics"]}

    def _neighbour(self, place: int | None) -> Neighbour | None:
        return None if place is None else self._known.get(place) or self._near(place)

    def _near(self, place: int) -> Neighbour:
        one = self._show((place,))[0]
        found = self._known[place] = Neighbour(one.title, one.href, one.date, one.language, one.direction)
        return found
