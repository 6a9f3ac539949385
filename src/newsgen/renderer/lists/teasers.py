"""Names → links, records → teasers: what pages of an archive share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import attrgetter

from newsgen.addresses import group_slug
from newsgen.archive.model import KINDS, Archive, Kind
from newsgen.model import Record
from newsgen.renderer.site import Site
from newsgen.renderer.views import Link, Teaser
from newsgen.renderer.words.direction import direction, text_direction

_DEK = 130
"""Characters of the text that stand in for a missing standfirst."""
_LONGEST = 300
"""Characters of a standfirst that lists show: a hundred articles must fit on a page of 200 KB in any script."""

_WIDE = "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd]"
"""Letters and marks of twice the width; it is compiled, in 2 ms, only where a text may hold one.

Source: UAX #11 (East Asian Width W and F), without pictures.
"""
_MAYBE_WIDE = re.compile(rb"[\xe1\xe3-\xf4]|\xe2[\xba-\xbf]")
"""Bytes of UTF-8 with which each of them begins, but no letter of Latin, Greek, Cyrillic and the like."""
_LOOSE = " ,;:–—-、，；：（「『《〈"
"""What no cut text ends with."""

_PATH = attrgetter("path")

Show = Callable[[Sequence[Record]], tuple[Teaser, ...]]
"""Gives each record its teaser, in the order given."""

ShowAt = Callable[[Iterable[int]], tuple[Teaser, ...]]
"""Gives the records at places in `Archive.records` their teasers, in the order given."""

Linker = Callable[[Iterable[str]], tuple[Link, ...]]
"""Gives each name its link, in the order given; a name without a page has no href."""


@lru_cache(maxsize=len(KINDS))
def linker(archive: Archive, kind: Kind) -> Linker:
    """Make the function that links names of one kind; all pages of a process share the links."""
    by_slug: dict[str, str] = {}
    known: dict[str, Link] = {}
    find = known.__getitem__

    def learn(names: Iterable[str]) -> None:
        if not known:  # when the first page asks: who plans has no use for it
            groups = archive.groups.get(kind, ())
            by_slug.update((one.slug, one.address if archive.has_page(one) else "") for one in groups)
            known.update({one.name: Link(one.name, by_slug[one.slug]) for one in groups})
        for name in names:
            if name not in known:
                known[name] = Link(name, by_slug.get(group_slug(name), ""))

    def link(names: Iterable[str]) -> tuple[Link, ...]:
        found = tuple(names)
        try:
            return tuple(map(find, found))
        except KeyError:
            learn(found)
        return tuple(map(find, found))

    return link


def shown_by(archive: Archive, site: Site) -> Show:
    """Make the function that gives records their teasers; all lists of a process share them."""
    return _shown_by(archive, site.language, site.direction)


@lru_cache(maxsize=1)
def _shown_by(archive: Archive, language: str, way: str) -> Show:
    known: dict[str, Teaser] = {}
    find = known.__getitem__

    def learn(records: Iterable[Record]) -> None:
        for record in records:
            known[record.path] = _teaser(record, archive.addresses[record.path], language, way)

    def show(records: Sequence[Record]) -> tuple[Teaser, ...]:
        try:
            return tuple(map(find, map(_PATH, records)))
        except KeyError:
            learn(record for record in records if record.path not in known)
        return tuple(map(find, map(_PATH, records)))

    if archive.changes is None:  # else few lists are made
        learn(archive.records)
    return show


def shown_at(archive: Archive, site: Site) -> ShowAt:
    """Make the function that gives records their teasers by their places; they are those that `shown_by` gives."""
    return _shown_at(archive, site.language, site.direction)


@lru_cache(maxsize=1)
def _shown_at(archive: Archive, language: str, way: str) -> ShowAt:
    show, records = _shown_by(archive, language, way), archive.records
    if archive.changes is None:
        find = show(records).__getitem__
        return lambda places: tuple(map(find, places))
    return lambda places: show([records[place] for place in places])


def teaser(record: Record, address: str, site: Site) -> Teaser:
    """What a list shows of an article."""
    return _teaser(record, address, site.language, site.direction)


def _teaser(record: Record, address: str, language: str, way: str) -> Teaser:
    return Teaser(
        record.title,
        address,
        shortened(standfirst(record, _DEK), _LONGEST),
        record.date,
        record.provisional,
        record.status == "withdrawn",
        *_own_language(record, language, way),
    )


def _own_language(record: Record, language: str, way: str) -> tuple[str, str]:
    """An article's language and direction, each '' where it is the site's."""
    own = _direction(record, language)
    return (record.language if record.language != language else "", own if own != way else "")


def standfirst(record: Record, limit: int) -> str:
    """The dek, else the first words of the text up to `limit` characters; nothing of a withdrawn article."""
    if record.status == "withdrawn":
        return ""
    return record.dek or shortened(record.excerpt, limit)


def record_direction(record: Record, site: Site) -> str:
    """Direction of an article: of its language if it states one, else of its headline's first letter."""
    return _direction(record, site.language)


def _direction(record: Record, language: str) -> str:
    if record.language:
        return direction(record.language)
    return text_direction(record.title, direction(language))


def shortened(text: str, limit: int) -> str:
    """Cut a text at a word's end, with an ellipsis; a text that fits stays as it is.

    A letter of Chinese and its like is as wide as two of `limit`, and a text may be cut beside any of them.
    """
    wide = not text.isascii() and _holds_wide(text)
    room = _letters(text, limit) if wide else limit
    if len(text) <= room:
        return text
    head = text[: room - 1]
    anywhere = wide and re.search(_WIDE, text[room - 2 : room])
    cut = 0 if anywhere else head.rfind(" ")
    return (head[:cut] if cut > room // 2 else head).rstrip(_LOOSE) + "…"


def _holds_wide(text: str) -> bool:
    maybe = _MAYBE_WIDE.search(text.encode("utf-8", "surrogatepass"))
    return maybe is not None and re.search(_WIDE, text) is not None


def _letters(text: str, limit: int) -> int:
    """How many letters fit into `limit`; one more than there are if all do."""
    used, is_wide = 0, re.compile(_WIDE).match
    for place, letter in enumerate(text):
        used += 2 if is_wide(letter) else 1
        if used > limit:
            return place
    return len(text) + 1
