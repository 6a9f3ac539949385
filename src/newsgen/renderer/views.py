"""The frozen values that templates see; a view that one kind of page uses is in its module of `pages`.

Every `href` is an address inside site/, e.g. 2023/11/index.html. A template writes `page.root` before it
('' on the front page, '../../' on 2023/11/index.html), so that all links are relative and pages can share
link values.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec.structs import force_setattr

from newsgen.model import ArticleImage, BodyReference, Correction, PartialDate, Record, SeedRef


def root_of(address: str) -> str:
    """Return the relative path from a page to the top of site/, e.g. '../../' for 2023/11/index.html."""
    return "../" * address.count("/")


class View(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """The fields of every page."""

    address: str
    """The page's own path inside site/."""
    root: str = ""
    """Relative path from the page to the top of site/: '', '../' and so on; an absolute URL on the 404 page."""
    title: str
    description: str = ""
    section: str = ""
    """Address of the navigation entry to mark as current; '' for none."""
    indexed: bool = True
    """False keeps the page out of sitemaps and search engines."""
    modified: str = ""
    """Day of the last change of an article, YYYY-MM-DD; '' if unknown."""
    feed: str = ""
    """Address of the page's own feed; '' means the site's."""
    json_feed: str = ""
    """Address of the page's feed in JSON; '' if it has none."""

    def __post_init__(self) -> None:
        """Find the path to the top of site/, unless it is given."""
        if not self.root:
            force_setattr(self, "root", root_of(self.address))


class Link(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A link to a page, mostly to that of a name."""

    text: str
    href: str
    """Address inside site/; '' without a page: then the template shows only the text."""
    count: int = 0
    """A number shown after the link, mostly of articles; 0 for none."""


class DateLink(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A link to a year, a month or a day."""

    date: PartialDate
    href: str
    count: int
    """Number of articles."""


class Teaser(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An article in a list."""

    title: str
    href: str
    dek: str
    """The standfirst, or else the first words of the text."""
    date: PartialDate | None
    provisional: bool
    """True if the date is a guess that nobody has confirmed."""
    withdrawn: bool
    language: str
    """BCP 47 tag; '' if it is the site's."""
    direction: str
    """'ltr' or 'rtl'; '' if it is the site's."""
    image: ArticleImage | None = None
    """The picture next to it; None for none."""


class Section(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Articles of a list under one heading: a day, a month, a year or none."""

    date: PartialDate | None
    """None if the articles are undated, or dated less precisely than the list."""
    href: str
    """Address of the period's page; '' for none."""
    articles: tuple[Teaser, ...]


class Chart(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Number of articles in each month or year of a span."""

    unit: str
    """'month' or 'year'."""
    first: PartialDate
    last: PartialDate
    counts: tuple[int, ...]
    """One number for each unit from first to last."""
    peak: PartialDate
    """The earliest unit with the most articles."""

    @property
    def most(self) -> int:
        """Number of articles in `peak`."""
        return max(self.counts)


class LinkPreviewImage(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The picture of an article in link previews, such as on social media."""

    url: str
    """Absolute URL."""
    width: int
    """Pixels, like `height`; 0 if unknown."""
    height: int
    alt: str
    large: bool
    """True if it is wide enough for a large preview."""


class Neighbour(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An article before or after this one."""

    title: str
    href: str
    date: PartialDate | None
    language: str
    """BCP 47 tag; '' if it is the site's."""
    direction: str
    """'ltr' or 'rtl'; '' if it is the site's."""


class RelatedArticle(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A related article."""

    title: str
    href: str
    date: PartialDate | None
    language: str
    direction: str
    shared: tuple[str, ...]
    """Topics and names that both articles have, at most three."""


class OnwardLinks(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Links from an article to others."""

    previous: Neighbour | None = None
    """The next older article."""
    next: Neighbour | None = None
    """The next newer article."""
    topic_previous: Neighbour | None = None
    """The next older article on the first topic, if it is not `previous`."""
    topic_next: Neighbour | None = None
    related: tuple[RelatedArticle, ...] = ()


class LazyOnwardLinks:
    """`OnwardLinks` that are found when a template first reads one of them; many themes show none."""

    def __init__(self, find: Callable[[], OnwardLinks]) -> None:
        """Keep the function that finds them."""
        self._find = find

    def __getattr__(self, name: str) -> Any:
        """Find all of them, once."""
        links = self._find()
        self.__dict__.update({field: getattr(links, field) for field in OnwardLinks.__struct_fields__})
        return getattr(links, name)

    def __reduce__(self) -> tuple[type[OnwardLinks], tuple[Any, ...]]:
        """Find them before they go to another process, which does not have the archive."""
        return OnwardLinks, msgspec.structs.astuple(self._find())


class InferredField(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An inferred field and its evidence."""

    field: str
    """Key of the front matter, e.g. 'date'."""
    rule: str
    confidence: float | None
    """0 to 1; None if the rule gives none."""
    evidence: tuple[tuple[str, str], ...]
    """Pairs of a value and its evidence; the value is '' for evidence of the whole field."""
    because: str
    alternatives: tuple[str, ...]


class ArticleView(View, frozen=True, kw_only=True, gc=False):
    """An article; `body` is a reference that the filter `markdown` reads and renders."""

    body: BodyReference
    boilerplate: tuple[str, ...]
    """First words of the paragraphs at its top and end that many texts share; they are folded."""
    dek: str
    """The standfirst; '' for none."""
    date: PartialDate | None
    """None for an undated article."""
    updated: PartialDate | None
    """Date of the last change that the record states."""
    provisional: bool
    """True if the date is a guess that nobody has confirmed."""
    day: str
    """Address of the page of the article's day, month or year; '' if it is undated."""
    withdrawn: bool
    """True if the article was withdrawn: the page shows the notice instead of the text."""
    language: str
    """BCP 47 tag."""
    direction: str
    """'ltr' or 'rtl'."""
    minutes: int
    """Reading time; 0 if the number of words is unknown."""
    topics: tuple[Link, ...]
    people: tuple[Link, ...]
    places: tuple[Link, ...]
    organizations: tuple[Link, ...]
    authors: tuple[Link, ...]
    source: Link | None
    """Who first published the article."""
    source_url: str
    """URL at the source; '' if unknown or unsafe."""
    canonical: str
    """Absolute URL of the original for search engines; '' if unknown."""
    corrections: tuple[Correction, ...]
    """Newest first."""
    image: ArticleImage | None
    """The picture above the text; None if the site has none."""
    shared: LinkPreviewImage | None
    """The picture for link previews."""
    findings: tuple[InferredField, ...]
    """What was inferred and is not confirmed."""
    seed: SeedRef | None
    """None for a record that was written by hand."""
    turn: OnwardLinks
    """The articles before and after it, and those related to it."""


class FeedEntry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An article in a feed, with its full text."""

    id: str
    """IRI that never changes: the permalink, or urn:uuid:… if the site's URL is unknown."""
    title: str
    href: str
    """Address inside site/."""
    published: str
    """RFC 3339, e.g. 2023-11-22T00:00:00Z."""
    updated: str
    summary: str
    authors: tuple[str, ...]
    topics: tuple[str, ...]
    body: BodyReference
    image: ArticleImage | None
    """The picture above the text; None if the site has none."""
    withdrawn: bool
    language: str
    direction: str


class FeedView(View, frozen=True, kw_only=True, gc=False):
    """A feed; `root` is the site's URL if known, so that all links are absolute."""

    id: str
    updated: str
    home: str
    """Address of the page that lists the same articles."""
    entries: tuple[FeedEntry, ...]
    texts: int = 1_000_000
    """Number of newest entries with full texts; the others have only summaries."""
    archived: bool = False
    """True for an archived feed, of a year, a month or a day (RFC 5005)."""
    links: tuple[tuple[str, str], ...] = ()
    """Pairs of a relation and the address of another feed: prev-archive, next-archive, current."""

    @property
    def rows(self) -> tuple[tuple[FeedEntry, bool], ...]:
        """Pairs of an entry and whether it has its full text."""
        return tuple([(entry, index < self.texts) for index, entry in enumerate(self.entries)])


class DataFileView(View, frozen=True, kw_only=True, gc=False):
    """The articles of a year, or the undated articles."""

    rows: tuple[tuple[str, Record], ...]
    """Address and record of each article, newest first; the bodies are read when the file is written."""
