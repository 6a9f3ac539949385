"""Atom feeds of the site and of each topic. Source: RFC 4287."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence

import msgspec

from newsgen.archive.model import Archive
from newsgen.model import Body, PartialDate, Record
from newsgen.renderer.links import record_direction, standfirst
from newsgen.renderer.page import Page
from newsgen.renderer.views import Site, View, root_of

_EPOCH = "1970-01-01T00:00:00Z"
"""Stands in a feed without entries: RFC 4287 §4.1.1 requires a date, and there is no clock here."""


class Entry(msgspec.Struct, frozen=True, gc=False):
    """An article in a feed, with its full text."""

    id: str
    """IRI that never changes: the permalink, or urn:uuid:… where the site's address is not known."""
    title: str
    href: str
    """Address inside site/."""
    published: str
    """RFC 3339, e.g. 2023-11-22T00:00:00Z."""
    updated: str
    summary: str
    authors: tuple[str, ...]
    topics: tuple[str, ...]
    body: Body
    withdrawn: bool
    language: str
    direction: str


class FeedView(View, frozen=True, kw_only=True, gc=False):
    """A feed; `root` is the site's URL where it is known, so that all its links are absolute."""

    id: str
    updated: str
    home: str
    """Address of the page that the feed belongs to."""
    entries: tuple[Entry, ...]


def feed_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """Make feed.xml and topics/…/feed.xml; undated articles are left out, for an entry must have a date."""
    entries: dict[str, Entry] = {}
    yield _feed("index.html", site.title, archive.records, archive, site, entries)
    for group in archive.groups.get("topics", ()):
        if group.records[0].date:
            yield _feed(group.address, f"{group.name} – {site.title}", group.records, archive, site, entries)


def _feed(
    home: str, title: str, records: Sequence[Record], archive: Archive, site: Site, entries: dict[str, Entry]
) -> Page:
    address = home.removesuffix("index.html") + "feed.xml"
    shown = [record for record in records[: site.feed_limit] if record.date]
    for record in shown:
        if record.path not in entries:
            entries[record.path] = _entry(record, archive.addresses[record.path], site)
    own = tuple(entries[record.path] for record in shown)
    view = FeedView(
        address=address,
        root=site.url or root_of(address),
        title=title,
        description=site.description,
        indexed=False,
        id=_id(address, site),
        updated=max((entry.updated for entry in own), default=_EPOCH),
        home=home,
        entries=own,
    )
    return Page(address, "feed.xml", view)


def _entry(record: Record, address: str, site: Site) -> Entry:
    assert record.date is not None
    dates = [record.date, record.updated or record.date, *(one.date for one in record.corrections)]
    return Entry(
        id=_id(address, site),
        title=record.title,
        href=address,
        published=timestamp(record.date),
        updated=max(map(timestamp, dates)),
        summary=standfirst(record, 300),
        authors=record.authors,
        topics=record.topics,
        body=record.body,
        withdrawn=record.status == "withdrawn",
        language=record.language or site.language,
        direction=record_direction(record, site),
    )


def timestamp(date: PartialDate) -> str:
    """The first instant that a date may mean, e.g. '2023-11-22T00:00:00Z'; a time without offset is taken as UTC.

    Source: RFC 3339 §5.6.
    """
    time = date.time or "00:00:00"
    offset = "" if time.endswith("Z") or len(time) > len("00:00:00") else "Z"
    return f"{date.first_day.isoformat()}T{time}{offset}"


def _id(address: str, site: Site) -> str:
    if site.url:
        return site.url + address
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{site.title}/{address}").urn
