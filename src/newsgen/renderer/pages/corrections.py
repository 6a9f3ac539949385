"""The log of corrections, and its feed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from newsgen.addresses import slugify
from newsgen.archive.model import Archive
from newsgen.dates import format_timestamp
from newsgen.model import PartialDate, Record
from newsgen.renderer.lists.parts import (
    ListPart,
    PartLinks,
    SplitRule,
    WholeList,
    link_parts,
    list_pages,
    part_address,
    record_rule,
    split_by_initial,
    split_by_time,
)
from newsgen.renderer.lists.teasers import make_teasers
from newsgen.renderer.page import Page, make_page
from newsgen.renderer.pages.feeds import EPOCH, make_feed_id
from newsgen.renderer.site import Site
from newsgen.renderer.views import Link, Teaser, View, root_of

ADDRESS = "corrections/index.html"
FEED = "corrections/feed.xml"
_FOLDER = "corrections/"


class Corrected(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A correction and the corrected article."""

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
    """What the titles of the articles begin with, where a day is split too."""
    up: str = ""
    """Address of the longer list; '' on the whole."""
    ways: PartLinks = PartLinks()
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
    log = [one for record in concerned for one in _corrections_of(record, archive, site)]
    log.sort(key=lambda one: (one.date, one.id), reverse=True)
    whole = split_by_time(log, SplitRule(lambda one: one.date, _key, site.limit))
    withdrawn = [record for record in concerned if record.status == "withdrawn"]
    gone = split_by_initial(withdrawn, record_rule(archive, site), None, "withdrawn/")
    title = site.words.gettext("Withdrawn")
    view = msgspec.structs.replace(
        _log_view(whole, "", site),
        withdrawn=make_teasers(archive, gone.listed, site),
        gone=Link(title, part_address(gone, _FOLDER), len(withdrawn)) if gone.parts else None,
    )
    yield make_page("corrections.html", view)
    yield from _part_pages(whole.parts, ADDRESS, site)
    if gone.parts:
        yield from list_pages(archive, gone, ADDRESS, WholeList(_FOLDER, title, view.section, FEED), site)
    yield make_page("corrections.xml", _feed_view(log[: site.feed_limit], site))


def _part_pages(parts: Sequence[ListPart[Corrected]], up: str, site: Site) -> Iterator[Page]:
    for part in parts:
        view = _log_view(part, up, site)
        yield make_page("corrections.html", view)
        yield from _part_pages(part.parts, view.address, site)


def _key(one: Corrected) -> str:
    return f"{slugify(one.article.title)}-{re.sub('[^a-z0-9]+', '-', one.id.lower())}"


def _corrections_of(record: Record, archive: Archive, site: Site) -> Iterator[Corrected]:
    (article,) = make_teasers(archive, (record,), site)
    count: Counter[str] = Counter()
    for one in sorted(record.corrections):
        day = one.date.iso[:10]
        count[day] += 1
        iri = make_feed_id(f"{article.href}#correction-{day}-{count[day]}", site)
        yield Corrected(iri, one.date, format_timestamp(one.date, site.timezone), one.text, article)


def _log_view(part: ListPart[Corrected], up: str, site: Site) -> LogView:
    """Make the view of the log or of a part of it; `up` is the address of the longer list."""
    address = part_address(part, _FOLDER)
    return LogView(
        address=address,
        root=root_of(address),
        title=site.words.gettext("Corrections"),
        section="about.html",
        feed=FEED,
        id=make_feed_id(address, site),
        updated=part.items[0].stamp if part.items else EPOCH,
        count=len(part.items),
        date=part.date,
        initial=part.initial,
        up=up,
        ways=link_parts(part, _FOLDER, site),
        years=_by_year(part.listed),
    )


def _feed_view(newest: Sequence[Corrected], site: Site) -> LogView:
    return LogView(
        address=FEED,
        root=site.url or root_of(FEED),
        title=site.words.gettext("Corrections"),
        section="about.html",
        indexed=False,
        id=make_feed_id(FEED, site),
        updated=newest[0].stamp if newest else EPOCH,
        count=len(newest),
        years=_by_year(newest),
    )


def _by_year(log: Sequence[Corrected]) -> tuple[tuple[int, tuple[Corrected, ...]], ...]:
    return tuple([(year, tuple(found)) for year, found in groupby(log, lambda one: one.date.year)])
