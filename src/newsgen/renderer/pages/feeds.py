"""Feeds: with texts of the site, of each topic for its newest articles; of names and of the past in short.

Source: RFC 4287 (Atom); JSON Feed 1.1; RFC 5005 §4 (archived feeds).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain
from operator import attrgetter
from typing import Any

import msgspec

from newsgen.archive.model import Archive, Group
from newsgen.dates import first_instant, latest_timestamp, timestamp
from newsgen.model import PartialDate, Record
from newsgen.renderer.lists.parts import Shelf, marks_of, shelve
from newsgen.renderer.lists.teasers import record_direction, standfirst
from newsgen.renderer.outputs.feeds import write_json_feed
from newsgen.renderer.page import Page
from newsgen.renderer.site import Site
from newsgen.renderer.views import Entry, FeedView, root_of

EPOCH = "1970-01-01T00:00:00Z"
"""Stands in a feed without entries: RFC 4287 §4.1.1 requires a date, and there is no clock here."""

_PATH = attrgetter("path")
_TEXTS = 5
"""Texts in the feed of a topic: with more of them, hundreds of topics would weigh more than the archive's texts."""


def feed_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """Make the feeds; undated articles are left out, for an entry must have a date.

    feed.xml and feed.json of the site and of each topic; feed.xml beside the page of a name; feed-2019.xml and so on
    for all articles, if the site's feed is too short for them.
    """
    gather = partial(_feed, _entries(archive, site), site)
    newest = archive.records[: site.feed_limit]
    past = past_feeds(archive, site)
    if archive.tells(newest):
        links = tuple(("prev-archive", one.address) for one in past[:1])
        yield _page("feed.xml", partial(gather, "index.html", site.title, newest, links=links))
        yield _page("feed.json", partial(gather, "index.html", site.title, newest))
    for newer, one, older in zip((None, *past), past, (*past[1:], None), strict=False):
        if archive.tells(one.records):
            pairs = ("prev-archive", older), ("next-archive", newer)
            links = ("current", "feed.xml"), *((rel, other.address) for rel, other in pairs if other)
            title = f"{one.title} – {site.title}"
            more = {"texts": 0, "archived": True, "links": links}
            shows = archive.digest_of(one.records, one.home, title, links)
            yield _page(one.address, partial(gather, one.home, title, one.records, **more), shows)
    for group in chain.from_iterable(archive.groups.values()):
        if not archive.tells_at(group.places[: site.feed_limit]):
            continue
        if address := group_feed(archive, group):
            newest = group.records[: site.feed_limit]
            topic, title = group.kind == "topics", f"{group.name} – {site.title}"
            own = partial(gather, group.address, title, newest, texts=_TEXTS * topic)
            shows = archive.digest_at(group.places[: site.feed_limit], title)
            yield _page(address, own, shows)
            if topic:
                yield _page(address.replace(".xml", ".json"), own, shows)


def _page(address: str, gather: Callable[..., FeedView], shows: bytes = b"") -> Page:
    view = partial(gather, address=address)
    if address.endswith(".json"):
        return Page(address, "feed.json", view, shows=shows, write=write_json_feed)
    return Page(address, "feed.xml", view, shows=shows)


def _entries(archive: Archive, site: Site) -> Callable[[Sequence[Record]], tuple[Entry, ...]]:
    """Make the function that gives records, undated ones last, the entries of those with a date.

    Feeds of a process share them.
    """
    known: dict[str, Entry] = {}
    find = known.__getitem__

    def entries(records: Sequence[Record]) -> tuple[Entry, ...]:
        if records and records[-1].date is None:
            records = [record for record in records if record.date]
        try:
            return tuple(map(find, map(_PATH, records)))
        except KeyError:
            new = [record for record in records if record.path not in known]
            known.update([(one.path, _entry(one, archive.addresses[one.path], site)) for one in new])
        return tuple(map(find, map(_PATH, records)))

    return entries


def group_feed(archive: Archive, group: Group) -> str:
    """Address of the feed of a topic or a name, beside its page; '' if it has none."""
    dated = archive.has_page(group) and group.records[0].date
    return group.address.replace("index.html", "feed.xml") if dated else ""


def _feed(
    entries_of: Callable[[Sequence[Record]], tuple[Entry, ...]],
    site: Site,
    home: str,
    title: str,
    records: Sequence[Record],
    *,
    address: str,
    **more: Any,
) -> FeedView:
    entries = entries_of(records)
    return FeedView(
        address=address,
        root=site.url or root_of(address),
        title=title,
        description=site.description,
        indexed=False,
        id=feed_id(address, site),
        updated=latest_timestamp([entry.updated for entry in entries], EPOCH),
        home=home,
        entries=entries,
        **more,
    )


def _entry(record: Record, address: str, site: Site) -> Entry:
    assert record.date is not None
    last = record.date
    if record.updated or record.corrections:
        dates = [last, record.updated or last, *(one.date for one in record.corrections)]
        last = max(dates, key=partial(first_instant, zone=site.timezone))
    published = timestamp(record.date, site.timezone)
    return Entry(
        id=feed_id(address, site),
        title=record.title,
        href=address,
        published=published,
        updated=published if last is record.date else timestamp(last, site.timezone),
        summary=standfirst(record, 300),
        authors=record.authors,
        topics=record.topics,
        body=record.body,
        image=record.image if record.image and record.image.shown else None,
        withdrawn=record.status == "withdrawn",
        language=record.language or site.language,
        direction=record_direction(record, site),
    )


def feed_id(address: str, site: Site) -> str:
    """IRI of what stands at an address: its URL, or a urn:uuid made from title and address if the URL is not known."""
    if site.url:
        return site.url + address
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{site.title}/{address}").urn


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
        chain += map(_feed_past_feeds, _newest_first(shelf))
    return chain


def _newest_first(shelf: Shelf[Record]) -> Iterator[Shelf[Record]]:
    """Parts before the list that they are parts of, for that keeps the vaguest dates, which count as the oldest."""
    for part in shelf.parts:
        yield from _newest_first(part)
    yield shelf


def _feed_past_feeds(shelf: Shelf[Record]) -> PastFeed:
    date = shelf.date.iso if shelf.date else ""
    name = shelf.folder.strip("/").replace("/", "-")
    title = f"{date}: {shelf.initial}" if shelf.initial else date
    return PastFeed(f"feed-{name}.xml", title, f"{shelf.folder}index.html", shelf.listed)
