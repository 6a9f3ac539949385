"""The search page, and the documents of the search index."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from newsgen.addresses import slugify_name
from newsgen.archive.build import names_of
from newsgen.archive.model import KINDS, Archive, Kind
from newsgen.model import BodyReference, Record
from newsgen.renderer.lists.teasers import find_article_direction
from newsgen.renderer.page import Page, make_page
from newsgen.renderer.pages.indexes import link_to_indexes
from newsgen.renderer.site import Site
from newsgen.renderer.views import Link, View

ADDRESS = "search.html"
FILTERS: tuple[tuple[str, Kind], ...] = (
    ("topic", "topics"),
    ("person", "people"),
    ("place", "places"),
    ("source", "sources"),
    ("author", "authors"),
)
"""Name of a filter in the index and in addresses, and its kind of group; 'year' is one more filter."""


class SearchView(View, frozen=True, kw_only=True, gc=False):
    """The search page."""

    words: int
    """Number of words of each text in the index; 0 for all."""
    filters: tuple[str, ...]
    """Names of the filters with values."""
    kinds: tuple[Link, ...]
    """The indexes that have names, for readers without scripts."""


class Document(msgspec.Struct, frozen=True, gc=False):
    """An article in the search index."""

    address: str
    title: str
    dek: str
    body: BodyReference
    names: tuple[str, ...]
    """Topics, people and all other names."""
    filters: tuple[tuple[str, str], ...]
    """Pairs of a filter and a value, e.g. ('topic', 'Trade')."""
    date: str
    """ISO 8601, as precise as known; '' if undated."""
    day: str
    """First day of the date, to sort results by; 0000-00-00 if undated."""
    provisional: bool
    """True if the date is an unconfirmed guess."""
    language: str
    direction: str


def search_page(archive: Archive, site: Site) -> Iterator[Page]:
    """Make search.html, if the site has search."""
    if site.search is not None:
        view = SearchView(
            address=ADDRESS,
            title=site.words.gettext("Search"),
            section=ADDRESS,
            indexed=False,
            words=choose_word_limit(archive, site.search),
            filters=tuple(
                [name for name, kind in FILTERS if archive.groups.get(kind)] + ["year"] * bool(archive.years)
            ),
            kinds=link_to_indexes(archive, site),
        )
        yield make_page("search.html", view)


def choose_word_limit(archive: Archive, full_text: int) -> int:
    """Return how many words of each text to index: all (0) up to `full_text` articles, 300 above."""
    return 300 if len(archive.records) > full_text else 0


def make_search_documents(archive: Archive, site: Site) -> Iterator[Document]:
    """Make a document for each article that is not withdrawn."""
    names = {kind: {group.slug: group.name for group in archive.groups.get(kind, ())} for _, kind in FILTERS}
    for record in archive.records:
        if record.status != "withdrawn":
            yield _make_document(record, archive.addresses[record.path], site, names)


def _make_document(record: Record, address: str, site: Site, names: dict[Kind, dict[str, str]]) -> Document:
    filters = [
        (label, names[kind].get(slugify_name(name), name))
        for label, kind in FILTERS
        for name in names_of(record, kind)
    ]
    if record.date:
        filters.append(("year", f"{record.date.year:04d}"))
    return Document(
        address=address,
        title=record.title,
        dek=record.dek,
        body=record.body,
        names=tuple(name for kind in KINDS for name in names_of(record, kind)),
        filters=tuple(dict.fromkeys(filters)),
        date=record.date.iso if record.date else "",
        day=record.date.first_day.isoformat() if record.date else "0000-00-00",
        provisional=record.provisional,
        language=record.language,
        direction=find_article_direction(record, site.language) if record.language else "",
    )
