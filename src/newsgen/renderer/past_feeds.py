"""The chain of archived feeds: a year each, or its months and days where a year is too long for one file.

feed-2016.xml is there in either case; where there are feeds of months it holds the articles of no known month.

Source: RFC 5005 §4 (archived feeds).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from newsgen.archive.model import Archive
from newsgen.model import PartialDate, Record
from newsgen.renderer.listing import marks_of
from newsgen.renderer.shelves import Shelf, shelve
from newsgen.renderer.site import Site


class PastFeed(msgspec.Struct, frozen=True):
    """One feed of the chain."""

    address: str
    """feed-2016.xml, feed-2016-01.xml, feed-2016-01-05.xml, with an initial where a day is too long."""
    title: str
    """'2016-01', with the initial if it has one."""
    home: str
    """Address of the page that lists the same articles."""
    records: tuple[Record, ...]


def past_feeds(archive: Archive, site: Site) -> list[PastFeed]:
    """Make the chain, newest first; empty if the site's feed holds all.

    If the archive knows what changed, it is the chain's first year, those with a text that changed and those beside them.
    """
    if len(archive.records) <= site.feed_limit:
        return []
    marks = marks_of(archive, site)
    chain: list[PastFeed] = []
    years = archive.years[::-1]
    told = [archive.tells(year.records) for year in years]
    for place, year in enumerate(years):
        if place and not any(told[place - 1 : place + 2]):
            continue
        shelf = shelve(year.records, marks, PartialDate(year.year), f"{year.year:04d}/")
        chain += map(_feed, _newest_first(shelf))
    return chain


def _newest_first(shelf: Shelf[Record]) -> Iterator[Shelf[Record]]:
    """Parts before the list that they are parts of, for that keeps the vaguest dates, which count as the oldest."""
    for part in shelf.parts:
        yield from _newest_first(part)
    yield shelf


def _feed(shelf: Shelf[Record]) -> PastFeed:
    date = shelf.date.iso if shelf.date else ""
    name = shelf.folder.strip("/").replace("/", "-")
    title = f"{date}: {shelf.initial}" if shelf.initial else date
    return PastFeed(f"feed-{name}.xml", title, f"{shelf.folder}index.html", shelf.listed)
