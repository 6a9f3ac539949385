"""The log of corrections, and its feed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import msgspec

from newsgen.addresses import slugify
from newsgen.archive.build import ABOUT
from newsgen.archive.model import Archive
from newsgen.dates import format_first_instant
from newsgen.model import PartialDate, Record
from newsgen.renderer.lists.parts import (
    ListContext,
    ListPart,
    PartLinks,
    SplitRule,
    make_pages_of_parts,
    make_part_links,
    make_split_rule,
    part_address,
    split_by_time,
    split_by_title_initial,
)
from newsgen.renderer.lists.teasers import make_teasers
from newsgen.renderer.page import Page, make_page
from newsgen.renderer.pages.feeds import EPOCH, make_page_iri
from newsgen.renderer.site import Site
from newsgen.renderer.views import Link, Teaser, View

ADDRESS = "corrections/index.html"
FEED = "corrections/feed.xml"
_FOLDER = "corrections/"


class CorrectionEntry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A correction and the corrected article."""

    id: str
    """IRI of the correction: that of the article, with the correction's date and number."""
    date: PartialDate
    stamp: str
    """The date as an RFC 3339 timestamp."""
    text: str
    article: Teaser


class CorrectionsView(View, frozen=True, kw_only=True, gc=False):
    """All corrections, those of one period if there are many, or the newest in a feed."""

    id: str
    updated: str
    """RFC 3339 timestamp of the newest correction."""
    count: int
    date: PartialDate | None = None
    """The year, month or day that this page shows; None for the whole log."""
    initial: str = ""
    """First letters of the articles' titles, if a day is split by initial."""
    up: str = ""
    """Address of the longer list; '' for the whole log."""
    ways: PartLinks = PartLinks()
    """Links to the parts of the log, if it is over the limit."""
    withdrawn: tuple[Teaser, ...] = ()
    """Withdrawn articles, newest first; empty in the feed, and if they have their own pages."""
    gone: Link | None = None
    """Link to the page of withdrawn articles, if they are over the limit."""
    years: tuple[tuple[int, tuple[CorrectionEntry, ...]], ...]
    """Newest first."""


def correction_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """Make corrections/index.html, corrections/feed.xml with the newest, and pages by time if the log is over the limit."""
    listed = [record for record in archive.records if record.corrections or record.status == "withdrawn"]
    log = [entry for record in listed for entry in _list_corrections(record, archive, site)]
    log.sort(key=lambda entry: (entry.date, entry.id), reverse=True)
    whole = split_by_time(log, SplitRule(lambda entry: entry.date, _key, site.limit))
    withdrawn = [record for record in listed if record.status == "withdrawn"]
    gone = split_by_title_initial(withdrawn, make_split_rule(archive, site), None, "withdrawn/")
    title = site.words.gettext("Withdrawn")
    view = msgspec.structs.replace(
        _log_view(whole, "", site),
        withdrawn=make_teasers(archive, gone.listed, site),
        gone=Link(title, part_address(gone, _FOLDER), len(withdrawn)) if gone.parts else None,
    )
    yield make_page("corrections.html", view)
    yield from _part_pages(whole.parts, ADDRESS, site)
    if gone.parts:
        yield from make_pages_of_parts(
            archive, gone, ADDRESS, ListContext(_FOLDER, title, view.section, FEED), site
        )
    newest = log[: site.feed_limit]
    feed = _make_view(FEED, newest, newest, site, root=site.url, indexed=False)
    yield make_page("corrections.xml", feed)


def _part_pages(parts: Sequence[ListPart[CorrectionEntry]], up: str, site: Site) -> Iterator[Page]:
    for part in parts:
        view = _log_view(part, up, site)
        yield make_page("corrections.html", view)
        yield from _part_pages(part.parts, view.address, site)


def _key(entry: CorrectionEntry) -> str:
    return f"{slugify(entry.article.title)}-{re.sub('[^a-z0-9]+', '-', entry.id.lower())}"


def _list_corrections(record: Record, archive: Archive, site: Site) -> Iterator[CorrectionEntry]:
    (article,) = make_teasers(archive, (record,), site)
    count: Counter[str] = Counter()
    for entry in sorted(record.corrections):
        day = entry.date.iso[:10]
        count[day] += 1
        iri = make_page_iri(f"{article.href}#correction-{day}-{count[day]}", site)
        yield CorrectionEntry(
            iri, entry.date, format_first_instant(entry.date, site.timezone), entry.text, article
        )


def _log_view(part: ListPart[CorrectionEntry], up: str, site: Site) -> CorrectionsView:
    """Make the view of the log or a part of it; `up` is the address of the longer list."""
    ways = make_part_links(part, _FOLDER, site)
    fields = {"feed": FEED, "date": part.date, "initial": part.initial, "up": up, "ways": ways}
    return _make_view(part_address(part, _FOLDER), part.items, part.listed, site, **fields)


def _make_view(
    address: str,
    entries: Sequence[CorrectionEntry],
    listed: Sequence[CorrectionEntry],
    site: Site,
    **fields: Any,
) -> CorrectionsView:
    """Make the view of some corrections, newest first, of which the page lists those in `listed`."""
    return CorrectionsView(
        address=address,
        title=site.words.gettext("Corrections"),
        section=ABOUT,
        id=make_page_iri(address, site),
        updated=entries[0].stamp if entries else EPOCH,
        count=len(entries),
        years=_by_year(listed),
        **fields,
    )


def _by_year(log: Sequence[CorrectionEntry]) -> tuple[tuple[int, tuple[CorrectionEntry, ...]], ...]:
    return tuple([(year, tuple(found)) for year, found in groupby(log, lambda entry: entry.date.year)])
