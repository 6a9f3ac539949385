"""The log of corrections, and its feed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from newsgen.addresses import slugify
from newsgen.archive.model import Archive
from newsgen.dates import timestamp
from newsgen.model import Correction, PartialDate, Record
from newsgen.renderer.lists.parts import (
    Head,
    Marks,
    Shelf,
    Ways,
    address_of_shelf,
    lettered,
    list_pages,
    marks_of,
    number_of,
    shelve,
    ways_of,
)
from newsgen.renderer.lists.teasers import shown_by, teaser
from newsgen.renderer.page import Page, page_of
from newsgen.renderer.pages.feeds import EPOCH, feed_id
from newsgen.renderer.site import Site
from newsgen.renderer.views import Link, Teaser, View, root_of

ADDRESS = "corrections/index.html"
FEED = "corrections/feed.xml"
_BASE = "corrections/"


class Corrected(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A correction and the article that it mends."""

    id: str
    """IRI of the correction: that of the article, with the correction's date and number."""
    date: PartialDate
    stamp: str
    """The date in RFC 3339."""
    text: str
    article: Teaser


class LogView(View, frozen=True, kw_only=True, gc=False):
    """All corrections, those of a time if they are many, or the newest of them in a feed."""

    id: str
    updated: str
    """RFC 3339, of the newest correction."""
    count: int
    date: PartialDate | None = None
    """The year, month or day that this page shows; None for the whole."""
    initial: str = ""
    """What the titles of the articles begin with, where a day is parted too."""
    up: str = ""
    """Address of the longer list; '' on the whole."""
    ways: Ways = Ways()
    """The pages on which the log goes on, if it is over the limit."""
    withdrawn: tuple[Teaser, ...] = ()
    """Withdrawn articles, newest first; none in the feed, none if they have pages of their own."""
    gone: Link | None = None
    """The page of the withdrawn articles, if they are over the limit."""
    years: tuple[tuple[int, tuple[Corrected, ...]], ...]
    """Newest first."""


def correction_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """Make corrections/index.html, and corrections/feed.xml with the newest; over the limit, pages by time."""
    concerned = [one for one in archive.records if one.corrections or one.status == "withdrawn"]
    if not archive.lists(concerned):
        return
    found = [one for record in concerned for one in _of(record, archive, site)]
    found.sort(key=lambda one: (one.date, one.id), reverse=True)
    withdrawn = [record for record in concerned if record.status == "withdrawn"]
    gone = lettered(withdrawn, marks_of(archive, site), None, "withdrawn/", vague=False)
    show = shown_by(archive, site)
    shelf = shelve(found, Marks(lambda found: [-number_of(one.date) for one in found], _key, site.limit))
    view = msgspec.structs.replace(
        _log(shelf, "", site),
        withdrawn=show(gone.listed),
        gone=Link(site.words.gettext("Withdrawn"), address_of_shelf(gone, _BASE), len(withdrawn))
        if gone.parts
        else None,
    )
    yield page_of("corrections.html", view)
    yield from _parts(shelf, ADDRESS, site)
    if gone.parts:
        head = Head(site.words.gettext("Withdrawn"), view.section, FEED)
        yield from list_pages(gone, _BASE, ADDRESS, head, show, archive.digest_of, site)
    yield page_of("corrections.xml", _newest(found[: site.feed_limit], site))


def _parts(shelf: Shelf[Corrected], up: str, site: Site) -> Iterator[Page]:
    for part in shelf.parts:
        view = _log(part, up, site)
        yield page_of("corrections.html", view)
        yield from _parts(part, view.address, site)


def _key(one: Corrected) -> str:
    return f"{slugify(one.article.title)}-{re.sub('[^a-z0-9]+', '-', one.id.lower())}"


def _of(record: Record, archive: Archive, site: Site) -> Iterator[Corrected]:
    if not record.corrections:
        return
    article = teaser(record, archive.addresses[record.path], site)
    count: dict[str, int] = {}
    for one in sorted(record.corrections):
        day = one.date.iso[:10]
        count[day] = count.get(day, 0) + 1
        yield _corrected(one, article, f"correction-{day}-{count[day]}", site)


def _corrected(correction: Correction, article: Teaser, name: str, site: Site) -> Corrected:
    iri = feed_id(f"{article.href}#{name}", site)
    return Corrected(
        iri, correction.date, timestamp(correction.date, site.timezone), correction.text, article
    )


def _log(shelf: Shelf[Corrected], up: str, site: Site) -> LogView:
    """The page of a part of the log."""
    address = address_of_shelf(shelf, _BASE)
    return LogView(
        address=address,
        root=root_of(address),
        title=site.words.gettext("Corrections"),
        section="about.html",
        feed=FEED,
        id=feed_id(address, site),
        updated=shelf.items[0].stamp if shelf.items else EPOCH,
        count=len(shelf.items),
        date=shelf.date,
        initial=shelf.initial,
        up=up,
        ways=ways_of(shelf, _BASE, site),
        years=_by_year(shelf.listed),
    )


def _newest(found: Sequence[Corrected], site: Site) -> LogView:
    """The feed."""
    return LogView(
        address=FEED,
        root=site.url or root_of(FEED),
        title=site.words.gettext("Corrections"),
        section="about.html",
        indexed=False,
        id=feed_id(FEED, site),
        updated=found[0].stamp if found else EPOCH,
        count=len(found),
        years=_by_year(found),
    )


def _by_year(found: Sequence[Corrected]) -> tuple[tuple[int, tuple[Corrected, ...]], ...]:
    return tuple((year, tuple(ones)) for year, ones in groupby(found, lambda one: one.date.year))
