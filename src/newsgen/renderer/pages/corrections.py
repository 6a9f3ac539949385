"""The log of corrections, and its feed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from newsgen.archive.model import Archive
from newsgen.model import Correction, PartialDate, Record
from newsgen.renderer.links import teaser
from newsgen.renderer.page import Page
from newsgen.renderer.pages.feeds import EPOCH, feed_id
from newsgen.renderer.views import Site, Teaser, View, root_of
from newsgen.zones import timestamp

ADDRESS = "corrections/index.html"
FEED = "corrections/feed.xml"


class Corrected(msgspec.Struct, frozen=True, gc=False):
    """A correction and the article that it mends."""

    id: str
    """IRI of the correction: that of the article, with the correction's date and number."""
    date: PartialDate
    stamp: str
    """The date in RFC 3339."""
    text: str
    article: Teaser


class LogView(View, frozen=True, kw_only=True, gc=False):
    """All corrections, or the newest of them in a feed."""

    id: str
    updated: str
    """RFC 3339, of the newest correction."""
    count: int
    withdrawn: tuple[Teaser, ...]
    """Withdrawn articles, newest first; none in the feed."""
    years: tuple[tuple[int, tuple[Corrected, ...]], ...]
    """Newest first."""


def correction_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """Make corrections/index.html, and corrections/feed.xml with the newest."""
    found = [one for record in archive.records for one in _of(record, archive, site)]
    found.sort(key=lambda one: (one.date, one.id), reverse=True)
    gone = tuple(
        teaser(record, archive.addresses[record.path], site)
        for record in archive.records
        if record.status == "withdrawn"
    )
    yield Page(ADDRESS, "corrections.html", _log(ADDRESS, found, gone, site))
    yield Page(FEED, "corrections.xml", _log(FEED, found[: site.feed_limit], (), site))


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


def _log(address: str, found: Sequence[Corrected], gone: tuple[Teaser, ...], site: Site) -> LogView:
    page = address == ADDRESS
    return LogView(
        address=address,
        root=root_of(address) if page else site.url or root_of(address),
        title=site.words.gettext("Corrections"),
        section="about.html",
        indexed=page,
        feed=FEED if page else "",
        id=feed_id(address, site),
        updated=found[0].stamp if found else EPOCH,
        count=len(found),
        withdrawn=gone,
        years=tuple((year, tuple(ones)) for year, ones in groupby(found, lambda one: one.date.year)),
    )
