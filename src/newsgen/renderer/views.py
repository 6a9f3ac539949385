"""The frozen values that templates see; a view of one kind of page alone stands in its module of `pages`.

Every `href` is an address inside site/, e.g. 2023/11/index.html. A template writes `page.root` before it
('' on the front page, '../../' on 2023/11/index.html), so that all links are relative and the same link value
is shared by every page that shows it.
"""

from __future__ import annotations

import msgspec

from newsgen.model import Body, Correction, Image, PartialDate, Record, SeedRef


def root_of(address: str) -> str:
    """Give the relative path from a page to the top of site/, e.g. '../../' for 2023/11/index.html."""
    return "../" * address.count("/")


class View(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """What every page has."""

    address: str
    """The page's own path inside site/."""
    root: str
    """Way from the page to the top of site/: '' or '../' as often as needed; an absolute URL on the 404 page."""
    title: str
    description: str = ""
    section: str = ""
    """Address of the entry of the navigation under which the page falls; '' for none."""
    indexed: bool = True
    """False keeps the page out of sitemaps and search engines."""
    modified: str = ""
    """Day of the last change of an article, YYYY-MM-DD; '' if unknown."""
    feed: str = ""
    """Address of the page's own feed; '' means the site's."""
    json_feed: str = ""
    """Address of the page's feed in JSON; '' if it has none."""


class Link(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A name and where it leads."""

    text: str
    href: str
    """Address inside site/; '' where there is no page, and the template shows the text alone."""
    count: int = 0
    """Articles behind it; 0 where the page does not show it."""


class DateLink(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A year, a month or a day and where it leads."""

    date: PartialDate
    href: str
    count: int
    """Articles in it."""


class Teaser(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An article in a list."""

    title: str
    href: str
    dek: str
    """The standfirst, else the first words of the text."""
    date: PartialDate | None
    provisional: bool
    withdrawn: bool
    language: str
    """BCP 47 tag; '' if it is the site's."""
    direction: str
    """'ltr' or 'rtl'; '' if it is the site's."""


class Section(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Articles of a list under one head: a day, a month, a year, or none of them."""

    date: PartialDate | None
    """None: these are undated, or less precise than the list."""
    href: str
    """Address of the period's page; '' for none."""
    articles: tuple[Teaser, ...]


class Chart(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How many articles fell into each month or year of a span."""

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
        """Articles of that unit."""
        return max(self.counts)


class SharedPicture(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The picture by which an article is shown elsewhere."""

    url: str
    """Absolute."""
    width: int
    """Pixels; 0 if it is not known, like `height`."""
    height: int
    alt: str
    large: bool
    """It is wide enough to stand above the text."""


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
    """Topics and names of both, at most three."""


class OnwardLinks(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where a reader goes on from an article."""

    previous: Neighbour | None = None
    """The next older article."""
    next: Neighbour | None = None
    """The next newer article."""
    topic_previous: Neighbour | None = None
    """The next older article on the first topic, if it is another."""
    topic_next: Neighbour | None = None
    related: tuple[RelatedArticle, ...] = ()


class InferredField(msgspec.Struct, frozen=True, array_like=True, gc=False):
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
    shared: SharedPicture | None
    """The picture by which it is shown elsewhere."""
    findings: tuple[InferredField, ...]
    seed: SeedRef | None
    turn: OnwardLinks
    """The articles before and after it, and those related to it."""


class FeedEntry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An article in a feed, with its full text."""

    id: str
    """IRI that never changes: the permalink, or urn:uuid:… where the site's address is not known."""
    title: str
    href: str
    """Address inside site/."""
    published: str
    """RFC 3339, e.g. 2023-11-22T00:00:00Z."""
    updated: str
    summary: str
    authors: tuple[str, ...]
    topics: tuple[str, ...]
    body: Body
    image: Image | None
    """The picture above its text; None if it has none in the site."""
    withdrawn: bool
    language: str
    direction: str


class FeedView(View, frozen=True, kw_only=True, gc=False):
    """A feed; `root` is the site's URL where it is known, so that all its links are absolute."""

    id: str
    updated: str
    home: str
    """Address of the page that the feed belongs to."""
    entries: tuple[FeedEntry, ...]
    texts: int = 1_000_000
    """Entries, the newest ones, that hold their texts; the others have summaries alone."""
    archived: bool = False
    """True for the feed of a year, a month or a day, which belongs to the site's."""
    links: tuple[tuple[str, str], ...] = ()
    """Pairs of a relation and the address of another feed: prev-archive, next-archive, current."""

    @property
    def rows(self) -> tuple[tuple[FeedEntry, bool], ...]:
        """Pairs of an entry and whether it holds its text."""
        return tuple([(entry, place < self.texts) for place, entry in enumerate(self.entries)])


class BundleView(View, frozen=True, kw_only=True, gc=False):
    """The articles of a year, or the undated ones."""

    rows: tuple[tuple[str, Record], ...]
    """Address and record of each article, newest first; their texts are read when the file is written."""
