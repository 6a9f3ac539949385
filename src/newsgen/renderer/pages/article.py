"""The page of an article."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from functools import cached_property, partial

from newsgen.addresses import group_slug
from newsgen.archive.model import KINDS, Archive, Kind
from newsgen.archive.related import Kinship
from newsgen.markdown.figures import is_outside
from newsgen.model import DECORATIVE, PartialDate, Record
from newsgen.renderer.lists.teasers import Linker, linker, record_direction, shown_at, standfirst
from newsgen.renderer.page import Page
from newsgen.renderer.site import Site
from newsgen.renderer.views import ArticleView, Finding, Neighbour, Relative, Shared, Turn, root_of

_WORDS_A_MINUTE = 230
"""Silent reading of English non-fiction. Source: Brysbaert (2019), 238 words a minute, rounded down."""


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
        shared=shared_picture(record, site.url) if (record.image or record.card) and not gone else None,
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


Pair = tuple[int | None, int | None]
"""Places of the older and the newer article in `archive.records`."""

_NONE: Pair = (None, None)


class Ways:
    """Finds the ways on from articles of one archive; an undated one has no neighbours in time."""

    def __init__(self, archive: Archive, site: Site) -> None:
        """Look at the order of all articles; what else an article asks for is found when it does."""
        self._archive, self._show = archive, shown_at(archive, site)
        self._dated = len(archive.records) - len(archive.undated)
        self._kinship = Kinship(archive)
        self._topics: dict[str, tuple[int, ...]] = {}
        self._known: dict[int, Neighbour] = {}

    def turn(self, place: int) -> Turn:
        """The ways on from the article at a place in `archive.records`."""
        older, newer = self._in_time(place)
        on_older, on_newer = self._on_first_topic(place)
        related, known = [], self._known.get
        for other, shared in self._kinship.ties(place):
            near = known(other) or self._near(other)
            related.append(Relative(near.title, near.href, near.date, near.language, near.direction, shared))
        return Turn(
            self._neighbour(older),
            self._neighbour(newer),
            None if on_older == older else self._neighbour(on_older),
            None if on_newer == newer else self._neighbour(on_newer),
            tuple(related),
        )

    def showing(self, paths: Collection[str]) -> set[int]:
        """The places of the articles whose pages may name one of these, themselves among them."""
        records = self._archive.records
        mine = [place for place, record in enumerate(records) if record.path in paths] if paths else []
        found = set(mine)
        for place in mine:
            found |= self._kinship.near(place)
            pairs = [self._in_time(place), *(self._on_topic(place, topic) for topic in records[place].topics)]
            found.update(other for pair in pairs for other in pair if other is not None)
        return found

    def _in_time(self, place: int) -> Pair:
        if place >= self._dated:
            return None, None
        return (place + 1 if place + 1 < self._dated else None), (place - 1 if place else None)

    def _on_first_topic(self, place: int) -> Pair:
        topics = self._archive.records[place].topics
        return self._on_topic(place, topics[0]) if topics else _NONE

    def _on_topic(self, place: int, topic: str) -> Pair:
        """The dated articles beside a dated one among those on a topic of its own."""
        if place >= self._dated:
            return _NONE
        places = self._topics.get(topic) or self._about(topic)
        at = bisect_left(places, place)
        older = places[at + 1] if at + 1 < len(places) and places[at + 1] < self._dated else None
        return older, (places[at - 1] if at else None)

    def _about(self, topic: str) -> tuple[int, ...]:
        """Places of the articles on a topic, however it is spelled."""
        found = self._topics[topic] = self._by_slug[group_slug(topic)]
        return found

    @cached_property
    def _by_slug(self) -> dict[str, tuple[int, ...]]:
        return {group.slug: group.places for group in self._archive.groups["topics"]}

    def _neighbour(self, place: int | None) -> Neighbour | None:
        return None if place is None else self._known.get(place) or self._near(place)

    def _near(self, place: int) -> Neighbour:
        one = self._show((place,))[0]
        found = self._known[place] = Neighbour(one.title, one.href, one.date, one.language, one.direction)
        return found


_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)", re.IGNORECASE)
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0]")


def safe_url(url: str) -> str:
    """Give back a link that is relative, http(s) or mailto; '' for any other scheme.

    Browsers drop tabs, line ends and leading controls before they look for the scheme, so this does too.

    Source: WHATWG URL §4.4 (basic URL parser).
    """
    bare = _IGNORED.sub("", url)
    scheme = _SCHEME.match(bare)
    if scheme and scheme[0].lower() not in ("http", "https", "mailto"):
        return ""
    return bare


CARD = 1200, 630
"""Pixels of a card."""


def shared_picture(record: Record, url: str) -> Shared | None:
    """Choose the picture for social media: the article's own if all of them show its kind, else its card.

    Args:
        record: the article.
        url: of the site, with a trailing '/'; without one nothing but a picture elsewhere has an address.
    """
    image = record.image
    shown = image.shown if image else None
    if image and shown and url and not shown.address.endswith((".svg", ".webp")):
        alt = "" if image.alt == DECORATIVE else image.alt
        return Shared(url + shown.href, shown.width, shown.height, alt, shown.width >= 300)
    if record.card and url:
        return Shared(url + record.card, *CARD, record.title, True)
    if image and is_outside(image.src) and (src := safe_url(image.src)) and not src.startswith("mailto:"):
        return Shared(src, 0, 0, image.alt, True)
    return None
