"""Names → links, records → teasers: what pages of an archive share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from newsgen.addresses import group_slug
from newsgen.archive.model import Archive, Kind
from newsgen.model import Record
from newsgen.renderer.direction import direction, text_direction
from newsgen.renderer.views import Link, Site, Teaser

_DEK = 130
"""Characters of the text that stand in for a missing standfirst."""
_LONGEST = 300
"""Characters of a standfirst that lists show: a hundred articles must fit on a page of 200 KB in any script."""

WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd]"
)
"""Letters and marks of twice the width. Source: UAX #11 (East Asian Width W and F), without pictures."""
_LOOSE = " ,;:–—-、，；：（「『《〈"
"""What no cut text ends with."""

Show = Callable[[Record], Teaser]
"""Gives a record its teaser."""

Linker = Callable[[Iterable[str]], tuple[Link, ...]]
"""Gives each name its link, in the order given; a name without a page has no href."""


def linker(archive: Archive, kind: Kind) -> Linker:
    """Make the function that links names of one kind."""
    by_slug: dict[str, str] = {}
    known: dict[str, Link] = {}

    def look_up() -> None:
        for group in archive.groups.get(kind, ()):
            address = group.address if archive.has_page(group) else ""
            by_slug[group.slug] = address
            known[group.name] = Link(group.name, address)

    def link(names: Iterable[str]) -> tuple[Link, ...]:
        if not known:  # when the first page asks: who plans has no use for it
            look_up()
        found = []
        for name in names:
            if name not in known:
                known[name] = Link(name, by_slug.get(group_slug(name), ""))
            found.append(known[name])
        return tuple(found)

    return link


def shown_by(archive: Archive, site: Site) -> Show:
    """Make the function that gives each record its teaser; all lists of a process share them."""
    known: dict[str, Teaser] = {}

    def show(record: Record) -> Teaser:
        found = known.get(record.path)
        if found is None:
            found = known[record.path] = teaser(record, archive.addresses[record.path], site)
        return found

    return show


def teaser(record: Record, address: str, site: Site) -> Teaser:
    """What a list shows of an article."""
    return Teaser(
        record.title,
        address,
        shortened(standfirst(record, _DEK), _LONGEST),
        record.date,
        record.provisional,
        record.status == "withdrawn",
        *own_language(record, site),
    )


def own_language(record: Record, site: Site) -> tuple[str, str]:
    """An article's language and direction, each '' where it is the site's."""
    way = record_direction(record, site)
    return (
        record.language if record.language != site.language else "",
        way if way != site.direction else "",
    )


def standfirst(record: Record, limit: int) -> str:
    """The dek, else the first words of the text up to `limit` characters; nothing of a withdrawn article."""
    if record.status == "withdrawn":
        return ""
    return record.dek or shortened(record.excerpt, limit)


def record_direction(record: Record, site: Site) -> str:
    """Direction of an article: of its language if it states one, else of its headline's first letter."""
    if record.language:
        return direction(record.language)
    return text_direction(record.title, direction(site.language))


def shortened(text: str, limit: int) -> str:
    """Cut a text at a word's end, with an ellipsis; a text that fits stays as it is.

    A letter of Chinese and its like is as wide as two of `limit`, and a text may be cut beside any of them.
    """
    room = limit if text.isascii() or not WIDE.search(text) else _letters(text, limit)
    if len(text) <= room:
        return text
    head = text[: room - 1]
    anywhere = WIDE.search(text[room - 2 : room])
    cut = 0 if anywhere else head.rfind(" ")
    return (head[:cut] if cut > room // 2 else head).rstrip(_LOOSE) + "…"


def _letters(text: str, limit: int) -> int:
    """How many letters fit into `limit`; one more than there are if all do."""
    used = 0
    for place, letter in enumerate(text):
        used += 2 if WIDE.match(letter) else 1
        if used > limit:
            return place
    return len(text) + 1
