"""What a list shows of an article, and names as links: every page of a process shares the same values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

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

_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd]"
)
"""Letters and marks of twice the width. Source: UAX #11 (East Asian Width W and F), without pictures."""
_LOOSE = " ,;:–—-、，；：（「『《〈"
"""What no cut text ends with."""


class _Links(dict[str, Link]):
    """The links of names of one kind, each made when it is first asked for."""

    def __init__(self, archive: Archive, kind: Kind) -> None:
        groups = archive.groups.get(kind, ())
        self._pages = {group.slug: group.address for group in groups if group.has_page}

    def __missing__(self, name: str) -> Link:
        link = self[name] = Link(name, self._pages.get(group_slug(name), ""))
        return link


_links = lru_cache(maxsize=2 * len(KINDS))(_Links)  # a preview has a second archive, of one record


def link_names(archive: Archive, kind: Kind, names: Iterable[str]) -> tuple[Link, ...]:
    """Give each name of one kind its link, in the order given; a name without a page has no href."""
    links = _links(archive, kind)
    return tuple([links[name] for name in names])


class _Teasers(dict[str, Teaser]):
    """The teasers of an archive's articles by the paths of their records, each made when it is first asked for."""

    def __init__(self, archive: Archive, language: str) -> None:
        self._records = {record.path: record for record in archive.records}
        self._addresses, self._language = archive.addresses, language

    def __missing__(self, path: str) -> Teaser:
        teaser = self[path] = make_teaser(self._records[path], self._addresses[path], self._language)
        return teaser


_teasers = lru_cache(maxsize=1)(_Teasers)


def make_teasers(archive: Archive, records: Iterable[Record], site: Site) -> tuple[Teaser, ...]:
    """Give records their teasers, in the order given."""
    made = _teasers(archive, site.language)
    return tuple([made[record.path] for record in records])


def make_teaser(record: Record, address: str, language: str) -> Teaser:
    """Make what a list shows of an article; its language and direction are '' where they are the site's."""
    own_direction = find_direction(record, language)
    return Teaser(
        record.title,
        address,
        shorten(choose_standfirst(record, _DEK), _LONGEST),
        record.date,
        record.provisional,
        record.status == "withdrawn",
        record.language if record.language != language else "",
        own_direction if own_direction != direction(language) else "",
    )


def choose_standfirst(record: Record, limit: int) -> str:
    """Take the dek, else the first words of the text up to `limit` characters; nothing of a withdrawn article."""
    if record.status == "withdrawn":
        return ""
    return record.dek or shorten(record.excerpt, limit)


def find_direction(record: Record, language: str) -> str:
    """Find an article's direction: by its language if it states one, else by its headline's first letter, else the site's."""
    if record.language:
        return direction(record.language)
    return text_direction(record.title, direction(language))


def shorten(text: str, limit: int) -> str:
    """Cut a text at a word's end, with an ellipsis; a text that fits stays as it is.

    A letter of Chinese and its like is as wide as two of `limit`, and a text may be cut beside any of them.
    """
    wide = not text.isascii() and _WIDE.search(text) is not None
    room = _letters_within(text, limit) if wide else limit
    if len(text) <= room:
        return text
    head = text[: room - 1]
    anywhere = wide and _WIDE.search(text[room - 2 : room])
    cut = 0 if anywhere else head.rfind(" ")
    return (head[:cut] if cut > room // 2 else head).rstrip(_LOOSE) + "…"


def _letters_within(text: str, limit: int) -> int:
    """Count the letters that fit into `limit`; one more than there are if all do."""
    used = 0
    for place, letter in enumerate(text):
        used += 2 if _WIDE.match(letter) else 1
        if used > limit:
            return place
    return len(text) + 1
