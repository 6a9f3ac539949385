"""Teasers of articles, sections of teasers, and links of names; all pages of a process share them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, groupby, islice
from typing import Literal

from newsgen.addresses import slugify_name
from newsgen.archive.model import KINDS, Archive, Kind, period_address
from newsgen.model import PartialDate, Record
from newsgen.renderer.locale.translations import direction, text_direction
from newsgen.renderer.site import Site
from newsgen.renderer.views import Link, Section, Teaser

_DEK = 130
"""Most characters of the text shown in place of a missing standfirst."""
_LONGEST = 300
"""Most characters of a standfirst in lists: a hundred articles must fit on a page of 200 KB in any script."""

_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd]"
)
"""Characters of double width. Source: UAX #11 (East Asian Width W and F), without pictures."""
_LOOSE = " ,;:–—-、，；：（「『《〈"
"""Characters that a shortened text must not end with."""


class _Links(dict[str, Link]):
    """Links of the names of one kind, made on first use."""

    def __init__(self, archive: Archive, kind: Kind) -> None:
        groups = archive.groups.get(kind, ())
        self._pages = {group.slug: group.address for group in groups if group.has_page}

    def __missing__(self, name: str) -> Link:
        link = self[name] = Link(name, self._pages.get(slugify_name(name), ""))
        return link


_links = lru_cache(maxsize=2 * len(KINDS))(_Links)  # a preview has a second archive, of one record


def link_names(archive: Archive, kind: Kind, names: Iterable[str]) -> tuple[Link, ...]:
    """Make a link for each name, in the order given; a name without a page has no href."""
    links = _links(archive, kind)
    return tuple([links[name] for name in names])


class _Teasers(dict[str, Teaser]):
    """Teasers of articles by path of their record, made on first use."""

    def __init__(self, archive: Archive, language: str) -> None:
        self._records = {record.path: record for record in archive.records}
        self._addresses, self._language = archive.addresses, language

    def __missing__(self, path: str) -> Teaser:
        teaser = self[path] = make_teaser(self._records[path], self._addresses[path], self._language)
        return teaser


_teasers = lru_cache(maxsize=1)(_Teasers)


def make_teasers(archive: Archive, records: Iterable[Record], site: Site) -> tuple[Teaser, ...]:
    """Make the teasers of records, in the order given."""
    made = _teasers(archive, site.language)
    return tuple([made[record.path] for record in records])


def make_teaser(record: Record, address: str, language: str) -> Teaser:
    """Make the teaser of an article; its language and direction are '' if they are the site's."""
    own_direction = find_article_direction(record, language)
    return Teaser(
        title=record.title,
        href=address,
        dek=shorten_text(choose_standfirst(record, _DEK), _LONGEST),
        date=record.date,
        provisional=record.provisional,
        withdrawn=record.status == "withdrawn",
        language=record.language if record.language != language else "",
        direction=own_direction if own_direction != direction(language) else "",
        image=record.thumbnail,
    )


def choose_standfirst(record: Record, limit: int) -> str:
    """Return the dek, or else the first `limit` characters of the text; '' for a withdrawn article."""
    if record.status == "withdrawn":
        return ""
    return record.dek or shorten_text(record.excerpt, limit)


def find_article_direction(record: Record, language: str) -> str:
    """Find an article's direction from its stated language, else from its headline's first letter, else the site's."""
    if record.language:
        return direction(record.language)
    return text_direction(record.title, direction(language))


def shorten_text(text: str, limit: int) -> str:
    """Cut a text after a word and add an ellipsis; a text that fits does not change.

    A wide letter, such as Chinese, counts twice, and a text may be cut after any wide letter.
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
    """Count the letters that fit into `limit`; if all fit, return one more than there are."""
    used = 0
    for index, letter in enumerate(text):
        used += 2 if _WIDE.match(letter) else 1
        if used > limit:
            return index
    return len(text) + 1


def choose_newest(records: Sequence[Record], count: int) -> tuple[Record, ...]:
    """Choose the first `count` records; those with a guessed date only after all sure ones, then undated ones.

    The records come newest first, undated ones last.
    """
    sure = (record for record in records if record.date and not record.provisional)
    guessed = (record for record in records if record.provisional)
    undated = (record for record in records if not record.date)
    return tuple(islice(chain(sure, guessed, undated), count))


Unit = Literal["year", "month", "day"]


def group_teasers_by_date(
    archive: Archive, records: Sequence[Record], unit: Unit, site: Site
) -> tuple[Section, ...]:
    """Put records, newest first, under headings; dates less precise than the unit get the heading None."""
    found = groupby(records, lambda record: _find_heading(record.date, unit))
    return tuple(
        [
            Section(date, period_address(date) if date else "", make_teasers(archive, part, site))
            for date, part in found
        ]
    )


def _find_heading(date: PartialDate | None, unit: Unit) -> PartialDate | None:
    """Find the day, month or year of a date; None if it is unknown."""
    if date is None or not getattr(date, unit):
        return None
    return _period(date.year, date.month if unit != "year" else 0, date.day if unit == "day" else 0)


_period = lru_cache(maxsize=16384)(PartialDate)
