"""Where a reader of an article may turn next: in time, on its topic, to what is related."""

from __future__ import annotations

import msgspec

from newsgen.archive.model import Archive
from newsgen.archive.related import related
from newsgen.model import PartialDate, Record
from newsgen.renderer.links import linker, teaser
from newsgen.renderer.views import Site


class Neighbour(msgspec.Struct, frozen=True, gc=False):
    """An article before or after this one."""

    title: str
    href: str
    date: PartialDate | None
    language: str
    """BCP 47 tag; '' if it is the site's."""
    direction: str
    """'ltr' or 'rtl'; '' if it is the site's."""


class Relative(msgspec.Struct, frozen=True, gc=False):
    """A related article."""

    title: str
    href: str
    date: PartialDate | None
    language: str
    direction: str
    shared: tuple[str, ...]
    """Topics and names of both, at most three."""


class Turn(msgspec.Struct, frozen=True, gc=False):
    """All ways on from one article."""

    previous: Neighbour | None = None
    """The next older article."""
    next: Neighbour | None = None
    """The next newer article."""
    topic_previous: Neighbour | None = None
    """The next older article on the first topic, if it is another."""
    topic_next: Neighbour | None = None
    related: tuple[Relative, ...] = ()


Pair = tuple[Neighbour | None, Neighbour | None]
"""The older and the newer one."""


def turns(archive: Archive, site: Site) -> list[Turn]:
    """Find the ways on from each of `archive.records`, in their order; undated articles have no neighbours."""
    near = {record.path: _neighbour(record, archive, site) for record in archive.records}
    dated = archive.records[: len(archive.records) - len(archive.undated)]
    in_time = _pairs([near[record.path] for record in dated])
    in_time += [(None, None)] * len(archive.undated)
    on_topic = _on_topic(archive, near)
    found = []
    for record, time, others in zip(archive.records, in_time, related(archive), strict=True):
        older, newer = on_topic.get(record.path, (None, None))
        kin = tuple([_relative(near[one.record.path], one.shared) for one in others])
        found.append(
            Turn(*time, None if older is time[0] else older, None if newer is time[1] else newer, kin)
        )
    return found


def _on_topic(archive: Archive, near: dict[str, Neighbour]) -> dict[str, Pair]:
    """The neighbours of each dated article among those on its first topic, by its path."""
    link = linker(archive, "topics")
    found = {}
    for group in archive.groups.get("topics", ()):
        dated = [record for record in group.records if record.date]
        for record, pair in zip(dated, _pairs([near[record.path] for record in dated]), strict=True):
            if record.topics and link(record.topics[:1])[0].href == group.address:
                found[record.path] = pair
    return found


def _pairs(articles: list[Neighbour]) -> list[Pair]:
    """The older and the newer one of each article, given newest first."""
    return list(zip([*articles[1:], None], [None, *articles[:-1]], strict=True)) if articles else []


def _neighbour(record: Record, archive: Archive, site: Site) -> Neighbour:
    own = teaser(record, archive.addresses[record.path], site)
    return Neighbour(own.title, own.href, own.date, own.language, own.direction)


def _relative(near: Neighbour, shared: tuple[str, ...]) -> Relative:
    return Relative(near.title, near.href, near.date, near.language, near.direction, shared)
