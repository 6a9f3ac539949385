"""Feeds: of the site and of topics, with full texts; of names and of past years, with summaries.

Source: RFC 4287 (Atom); JSON Feed 1.1; RFC 5005 §4 (archived feeds).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from itertools import chain
from typing import Any

import msgspec

from newsgen.archive.model import Archive
from newsgen.dates import find_first_instant, find_latest_timestamp, format_first_instant
from newsgen.model import PartialDate, Record
from newsgen.renderer.lists.parts import ListPart, make_split_rule, split_by_time
from newsgen.renderer.lists.teasers import choose_newest, choose_standfirst, find_article_direction
from newsgen.renderer.outputs.feeds import write_json_feed
from newsgen.renderer.page import Page
from newsgen.renderer.pages.groups import feed_address
from newsgen.renderer.site import Site
from newsgen.renderer.views import FeedEntry, FeedView

EPOCH = "1970-01-01T00:00:00Z"
"""Date of a feed without entries: RFC 4287 §4.1.1 requires one, and pages must not depend on the clock."""

_TEXTS = 5
"""Full texts in the feed of a topic: with more, the feeds of hundreds of topics would be larger than all pages."""


class _Feed(msgspec.Struct, frozen=True):
    """The content of a feed."""

    address: str
    """E.g. feed.xml, topics/trade/feed.xml, feed-2016-01.xml, or feed.json for JSON Feed."""
    title: str
    home: str
    """Address of the page that lists the same articles."""
    records: tuple[Record, ...]
    more: dict[str, Any] = {}
    """Other fields of its view."""


def feed_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """Make all feeds; they leave out undated articles because an entry must have a date, and have guessed dates last.

    These are feed.xml and feed.json of the site and of each topic; feed.xml of each name; and, if the site's feed is too
    short for all articles, feed-2019.xml and so on.
    """
    past = _past_feeds(archive, site)
    newest = choose_newest(archive.records, site.feed_limit)
    links = tuple([("prev-archive", feed.address) for feed in past[:1]])
    yield _page(archive, _Feed("feed.xml", site.title, "index.html", newest, {"links": links}), site)
    yield _page(archive, _Feed("feed.json", site.title, "index.html", newest), site)
    for feed in past:
        yield _page(archive, feed, site)
    for group in chain.from_iterable(archive.groups.values()):
        if group.has_page and (address := feed_address(group)):
            is_topic, title = group.kind == "topics", f"{group.name} – {site.title}"
            newest, more = choose_newest(group.records, site.feed_limit), {"texts": _TEXTS if is_topic else 0}
            yield _page(archive, _Feed(address, title, group.address, newest, more), site)
            if is_topic:
                address = address.replace(".xml", ".json")
                yield _page(archive, _Feed(address, title, group.address, newest, more), site)


def _past_feeds(archive: Archive, site: Site) -> list[_Feed]:
    """Make the chain of archived feeds, newest first; none if the site's feed holds all articles.

    A feed holds a year, or a month or day if the year is over the limit. feed-2016.xml exists in either case;
    together with feeds of months it has the articles without a known month.

    Source: RFC 5005 §4 (archived feeds).
    """
    if len(archive.records) <= site.feed_limit:
        return []
    rule = make_split_rule(archive, site)
    parts: list[ListPart[Record]] = []
    for year in reversed(archive.years):
        parts += _newest_first(split_by_time(year.records, rule, year.date, f"{year.year:04d}/"))
    addresses = [f"feed-{part.folder[:-1].replace('/', '-')}.xml" for part in parts]
    feeds = []
    for part, newer, address, older in zip(
        parts, [None, *addresses], addresses, [*addresses[1:], None], strict=False
    ):
        date = part.date.iso if part.date else ""
        title = f"{date}: {part.initial}" if part.initial else date
        near = ("current", "feed.xml"), ("prev-archive", older), ("next-archive", newer)
        more = {"texts": 0, "archived": True, "links": tuple([(rel, to) for rel, to in near if to])}
        home = f"{part.folder}index.html"
        feeds.append(_Feed(address, f"{title} – {site.title}", home, part.listed, more))
    return feeds


def _newest_first(whole: ListPart[Record]) -> Iterator[ListPart[Record]]:
    """Yield the parts before the list itself, which holds the vaguest dates: they count as the oldest."""
    for part in whole.parts:
        yield from _newest_first(part)
    yield whole


def _page(archive: Archive, feed: _Feed, site: Site) -> Page:
    shows = archive.digest_of(feed.records, feed.title, feed.home, feed.more, bodies=True)
    make_view = partial(_view, archive, feed, site)
    if feed.address.endswith(".json"):
        return Page(feed.address, "feed.json", make_view, shows=shows, write=write_json_feed)
    return Page(feed.address, "feed.xml", make_view, shows=shows)


def _view(archive: Archive, feed: _Feed, site: Site) -> FeedView:
    entries = _make_entries(archive, feed.records, site)
    return FeedView(
        address=feed.address,
        root=site.url,
        title=feed.title,
        description=site.description,
        indexed=False,
        id=make_page_iri(feed.address, site),
        updated=find_latest_timestamp([entry.updated for entry in entries], EPOCH),
        home=feed.home,
        entries=entries,
        **feed.more,
    )


@lru_cache(maxsize=1)
def _entry_cache(_archive: Archive, _url: str, _language: str) -> dict[str, FeedEntry]:
    """Return the entries made so far by path of their record; all feeds of a process share them."""
    return {}


def _make_entries(archive: Archive, records: Iterable[Record], site: Site) -> tuple[FeedEntry, ...]:
    """Make the entries of the dated records, in the order given."""
    made = _entry_cache(archive, site.url, site.language)
    found = []
    for record in records:
        if record.date:
            if (entry := made.get(record.path)) is None:
                address = archive.addresses[record.path]
                entry = made[record.path] = _make_entry(record, record.date, address, site)
            found.append(entry)
    return tuple(found)


def _make_entry(record: Record, date: PartialDate, address: str, site: Site) -> FeedEntry:
    published = updated = format_first_instant(date, site.timezone)
    if record.updated or record.corrections:
        dates = [date, record.updated or date, *(one.date for one in record.corrections)]
        latest = max(dates, key=partial(find_first_instant, zone=site.timezone))
        updated = format_first_instant(latest, site.timezone)
    return FeedEntry(
        id=make_page_iri(address, site),
        title=record.title,
        href=address,
        published=published,
        updated=updated,
        summary=choose_standfirst(record, 300),
        authors=record.authors,
        topics=record.topics,
        body=record.body,
        image=record.image if record.image and (record.image.shown or record.image.missing) else None,
        withdrawn=record.status == "withdrawn",
        language=record.language or site.language,
        direction=find_article_direction(record, site.language),
    )


def make_page_iri(address: str, site: Site) -> str:
    """Make the IRI of a page: its URL, or a urn:uuid from title and address if the site's URL is unknown."""
    if site.url:
        return site.url + address
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{site.title}/{address}").urn
