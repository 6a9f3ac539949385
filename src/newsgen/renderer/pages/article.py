"""The page of an article."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import cast

from newsgen.addresses import slugify_name
from newsgen.archive.model import Archive, period_address
from newsgen.archive.related import RelatedArticleFinder
from newsgen.markdown.figures import is_external_image
from newsgen.model import DECORATIVE, Correction, PartialDate, Record
from newsgen.renderer.lists.teasers import choose_standfirst, find_article_direction, link_names, make_teasers
from newsgen.renderer.page import Page
from newsgen.renderer.site import Site
from newsgen.renderer.views import (
    ArticleView,
    InferredField,
    LazyOnwardLinks,
    LinkPreviewImage,
    Neighbour,
    OnwardLinks,
    RelatedArticle,
)

_WORDS_A_MINUTE = 230
"""Silent reading of English non-fiction. Source: Brysbaert (2019), 238 words a minute, rounded down."""
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)", re.IGNORECASE)
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0]")
_WITHDRAWN = re.compile(r"\Awithdrawn\s*[.:;,–—-]\s*(?=\S)", re.IGNORECASE)
CARD = 1200, 630
"""Width and height of a card in pixels."""


def article_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """Make a page for each record."""
    related = RelatedArticleFinder(archive)
    neighbours = NeighbourFinder(archive, related, site)
    for index, (record, shows) in enumerate(zip(archive.records, related.hash_neighbourhoods(), strict=True)):
        modified = None if record.status == "withdrawn" else _find_modified_day(record)
        make_view = partial(_view, archive, index, neighbours, site)
        yield Page(archive.addresses[record.path], "article.html", make_view, modified, shows)


def _find_modified_day(record: Record) -> str:
    """Find the day of the last change, YYYY-MM-DD; '' if unknown."""
    changed = record.updated or record.date
    if changed and changed.day:
        return changed.iso[: len("YYYY-MM-DD")]
    return changed.first_day.isoformat() if changed else ""


def _view(archive: Archive, index: int, neighbours: NeighbourFinder, site: Site) -> ArticleView:
    record = archive.records[index]
    address, source = archive.addresses[record.path], record.source
    is_gone = record.status == "withdrawn"
    return ArticleView(
        address=address,
        title=record.title,
        description=choose_standfirst(record, 200),
        section="dates/index.html",
        indexed=not is_gone,
        modified=_find_modified_day(record),
        body=record.body,
        boilerplate=record.boilerplate,
        dek="" if is_gone or "dek" in record.inferred else record.dek,  # an inferred one is in the text
        date=record.date,
        updated=record.updated,
        provisional=record.provisional,
        day=period_address(record.date) if record.date else "",
        withdrawn=is_gone,
        language=record.language or site.language,
        direction=find_article_direction(record, site.language),
        minutes=max(1, round(record.words / _WORDS_A_MINUTE)) if record.words else 0,
        topics=link_names(archive, "topics", record.topics),
        people=link_names(archive, "people", record.people),
        places=link_names(archive, "places", record.places),
        organizations=link_names(archive, "organizations", record.organizations),
        authors=link_names(archive, "authors", record.authors),
        source=link_names(archive, "sources", (source.name,))[0] if source else None,
        source_url=keep_safe_url(source.url) if source else "",
        canonical=keep_safe_url(record.canonical) or (site.url and site.url + address),
        corrections=_list_corrections(record),
        image=record.image if record.image and (record.image.shown or record.image.missing) else None,
        shared=None if is_gone else _choose_shared_picture(record, site.url),
        findings=_list_inferred(record),
        seed=record.seed,
        turn=cast(OnwardLinks, LazyOnwardLinks(partial(neighbours.find, index))),
    )


def _list_corrections(record: Record) -> tuple[Correction, ...]:
    """List the corrections, newest first; the page of a withdrawn article says 'Withdrawn' before the newest, so that its
    text need not.
    """
    found = sorted(record.corrections, reverse=True)
    if found and record.status == "withdrawn":
        text = _WITHDRAWN.sub("", found[0].text, count=1)
        found[0] = Correction(found[0].date, text[:1].upper() + text[1:])
    return tuple(found)


def _list_inferred(record: Record) -> tuple[InferredField, ...]:
    found = []
    for field, how in record.inferred.items():
        evidence = {"": how.evidence} if isinstance(how.evidence, str) else how.evidence
        pairs = tuple((value, str(text)) for value, text in evidence.items())
        found.append(InferredField(field, how.rule, how.confidence, pairs, how.because, how.alternatives))
    return tuple(found)


class NeighbourFinder:
    """Finds the articles before and after an article, and its related articles."""

    def __init__(self, archive: Archive, related: RelatedArticleFinder, site: Site) -> None:
        """Index the archive's topics; an undated article has no neighbours in time."""
        self._archive, self._related, self._site = archive, related, site
        self._dated = len(archive.records) - len(archive.undated)
        self._topics = {group.slug: group.places for group in archive.groups.get("topics", ())}
        self._fields = cache(self._make_fields)

    def find(self, place: int) -> OnwardLinks:
        """Find the links from the article at an index of `archive.records` to others."""
        older, newer = self._find_adjacent(place, range(self._dated))
        topics = self._archive.records[place].topics
        on_topic = self._topics[slugify_name(topics[0])] if topics else ()
        topic_older, topic_newer = self._find_adjacent(place, on_topic)
        related = [
            RelatedArticle(*self._fields(other), shared) for other, shared in self._related.find(place)
        ]
        return OnwardLinks(
            self._neighbour(older),
            self._neighbour(newer),
            self._neighbour(topic_older) if topic_older != older else None,
            self._neighbour(topic_newer) if topic_newer != newer else None,
            tuple(related),
        )

    def _neighbour(self, place: int | None) -> Neighbour | None:
        return None if place is None else Neighbour(*self._fields(place))

    def _make_fields(self, place: int) -> tuple[str, str, PartialDate | None, str, str]:
        (shown,) = make_teasers(self._archive, [self._archive.records[place]], self._site)
        return shown.title, shown.href, shown.date, shown.language, shown.direction

    def _find_adjacent(self, place: int, places: Sequence[int]) -> tuple[int | None, int | None]:
        """Find the next older and next newer dated article among those at `places`, which are ascending."""
        if place >= self._dated or not places:
            return None, None
        at = bisect_left(places, place)
        older = places[at + 1] if at + 1 < len(places) and places[at + 1] < self._dated else None
        return older, (places[at - 1] if at else None)


def keep_safe_url(url: str) -> str:
    """Return a URL that is relative, http(s) or mailto; '' for any other scheme.

    Like browsers, drop tabs, line ends and leading control characters before looking at the scheme.

    Source: WHATWG URL §4.4 (basic URL parser).
    """
    bare = _IGNORED.sub("", url)
    scheme = _SCHEME.match(bare)
    if scheme and scheme[0].lower() not in ("http", "https", "mailto"):
        return ""
    return bare


def _choose_shared_picture(record: Record, url: str) -> LinkPreviewImage | None:
    """Choose the picture for link previews: the article's own if all social media show its format, else its card.

    Without the site's URL, only a picture on another site can be used.
    """
    image = record.image
    shown = image.shown if image else None
    if image and shown and url and not shown.address.endswith((".svg", ".webp")):
        alt = "" if image.alt == DECORATIVE else image.alt
        return LinkPreviewImage(url + shown.href, shown.width, shown.height, alt, shown.width >= 300)
    if record.card and url:
        return LinkPreviewImage(url + record.card, *CARD, record.title, True)
    src = keep_safe_url(image.src) if image and is_external_image(image.src) else ""
    return LinkPreviewImage(src, 0, 0, image.alt, True) if image and src[:7] not in ("", "mailto:") else None
