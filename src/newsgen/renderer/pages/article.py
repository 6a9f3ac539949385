"""The page of an article."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import msgspec

from newsgen.archive.model import KINDS, Archive, Kind
from newsgen.archive.related import Kinship
from newsgen.model import Body, Correction, Image, PartialDate, Record, SeedRef
from newsgen.renderer.figure import Shared, shared
from newsgen.renderer.links import Linker, linker, record_direction, standfirst
from newsgen.renderer.neighbours import Turn, Ways
from newsgen.renderer.page import Page
from newsgen.renderer.safe_urls import safe_url
from newsgen.renderer.site import Site
from newsgen.renderer.views import Link, View, root_of

_WORDS_A_MINUTE = 230
"""Silent reading of English non-fiction. Source: Brysbaert (2019), 238 words a minute, rounded down."""


class Finding(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A field that was inferred, and from what."""

    field: str
    """Key of the front matter, e.g. 'date'."""
    rule: str
    confidence: float | None
    """0 to 1; None if the rule gives none."""
    evidence: tuple[tuple[str, str], ...]
    """Pairs of a value and its evidence; the value is '' where the evidence stands for the whole field."""
    because: str
    alternatives: tuple[str, ...]


class ArticleView(View, frozen=True, kw_only=True, gc=False):
    """An article; its body is a reference, read by the filter `markdown` when the page is rendered."""

    body: Body
    dek: str
    date: PartialDate | None
    updated: PartialDate | None
    provisional: bool
    """True if the date is a guess that nobody has confirmed."""
    day: str
    """Address of the page of the article's day, month or year; '' if it is undated."""
    withdrawn: bool
    language: str
    direction: str
    minutes: int
    """Reading time; 0 if the number of words is not known."""
    topics: tuple[Link, ...]
    people: tuple[Link, ...]
    places: tuple[Link, ...]
    organizations: tuple[Link, ...]
    authors: tuple[Link, ...]
    source: Link | None
    source_url: str
    """Where the source published it; '' if unknown or not a safe link."""
    canonical: str
    """Absolute URL that search engines shall take for this article; '' if none is known."""
    corrections: tuple[Correction, ...]
    """Newest first."""
    image: Image | None
    """The picture above its text; None if it has none in the site."""
    shared: Shared | None
    """The picture by which it is shown elsewhere."""
    findings: tuple[Finding, ...]
    seed: SeedRef | None
    turn: Turn
    """The articles before and after it, and those related to it."""


def article_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """Make a page for each record."""
    linkers = {kind: linker(archive, kind) for kind in KINDS}
    ways = Ways(archive, site)
    shows = Kinship(archive).digests()
    changes = archive.changes
    showing = ways.showing(changes.shown) if changes else ()
    for place, record in enumerate(archive.records):
        if changes is None or record.path in changes.texts or place in showing:
            address = archive.addresses[record.path]
            modified, year = _modified(record.updated or record.date), record.date.year if record.date else 0
            gather = partial(_view, record, address, modified, site, linkers, ways, place)
            listed = record.status != "withdrawn"
            yield Page(address, "article.html", gather, modified if listed else None, year, shows[place])


def _modified(changed: PartialDate | None) -> str:
    if changed and changed.day:
        return changed.iso[: len("YYYY-MM-DD")]  # it is kept, for the page writes it too
    return changed.first_day.isoformat() if changed else ""


def _view(
    record: Record,
    address: str,
    modified: str,
    site: Site,
    linkers: dict[Kind, Linker],
    ways: Ways,
    place: int,
) -> ArticleView:
    gone, source = record.status == "withdrawn", record.source
    return ArticleView(
        address=address,
        root=root_of(address),
        title=record.title,
        description=standfirst(record, 200),
        section="dates/index.html",
        indexed=not gone,
        modified=modified,
        body=record.body,
        dek="" if gone else record.dek,
        date=record.date,
        updated=record.updated,
        provisional=record.provisional,
        day=f"{address.rpartition('/')[0]}/index.html" if record.date else "",
        withdrawn=gone,
        language=record.language or site.language,
        direction=record_direction(record, site),
        minutes=max(1, round(record.words / _WORDS_A_MINUTE)) if record.words else 0,
        topics=linkers["topics"](record.topics) if record.topics else (),
        people=linkers["people"](record.people) if record.people else (),
        places=linkers["places"](record.places) if record.places else (),
        organizations=linkers["organizations"](record.organizations) if record.organizations else (),
        authors=linkers["authors"](record.authors) if record.authors else (),
        source=linkers["sources"]((source.name,))[0] if source else None,
        source_url=safe_url(source.url) if source and source.url else "",
        canonical=(record.canonical and safe_url(record.canonical)) or (site.url and site.url + address),
        corrections=tuple(sorted(record.corrections, reverse=True)) if record.corrections else (),
        image=record.image if record.image and record.image.shown else None,
        shared=shared(record, site.url) if (record.image or record.card) and not gone else None,
        findings=_findings(record) if record.inferred else (),
        seed=record.seed,
        turn=ways.turn(place),
    )


def _findings(record: Record) -> tuple[Finding, ...]:
    found = []
    for field, how in record.inferred.items():
        evidence = how.evidence
        pairs = (
            (("", evidence),)
            if isinstance(evidence, str)
            else tuple((k, str(v)) for k, v in evidence.items())
        )
        found.append(Finding(field, how.rule, how.confidence, pairs, how.because, how.alternatives))
    return tuple(found)
