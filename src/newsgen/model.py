"""The values that flow between rooms: frozen and typed; they read and write nothing.

No value can contain itself, so the garbage collector need not look for cycles: `gc=False`.
"""

from __future__ import annotations

from typing import Any, Generic, Literal, TypeVar
from urllib.parse import quote

import msgspec

from newsgen.dates import PartialDate as PartialDate
from newsgen.errors import Problem

T = TypeVar("T")

Status = Literal["published", "draft", "withdrawn"]
DraftKind = Literal["article", "index", "section"]
"""'section': a section's or another standalone page, which is no article; 'index': the same if other texts are next to it."""
Markup = Literal["plain", "markdown", "html"]


class Inference(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """How a rule found a field that the text does not state; a record has it under `inferred`."""

    rule: str
    """Name of the rule, e.g. 'weekday', 'vocabulary', 'title-pattern'."""
    evidence: str | dict[str, str | int | float]
    """The evidence: 'line 4: "On Wednesday, Nov. 22"', or a piece of evidence for each value."""
    confidence: float | None = None
    """Share of such values that are right, from 0 to 1; under 0.5 the value is provisional. None: the rule gives none."""
    because: str = ""
    """The reasoning in a sentence, if the evidence does not show it."""
    alternatives: tuple[str, ...] = ()
    """Other values that fit, the most likely first."""


class Guess(msgspec.Struct, Generic[T], frozen=True):
    """An inferred value and how it was inferred."""

    value: T
    inference: Inference


class Source(msgspec.Struct, frozen=True, order=True, omit_defaults=True, gc=False):
    """The first publisher of a text."""

    name: str
    url: str = ""


class Correction(msgspec.Struct, frozen=True, order=True, gc=False):
    """A dated correction of a published article."""

    date: PartialDate
    text: str


class SeedRef(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """The seed that a record was made from."""

    file: str
    """Path of the seed relative to the archive's root, e.g. seeds/x.txt."""
    sha256: str
    """Hex digest of the seed's bytes, or of the content of an item."""
    encoding: str = ""
    """Character encoding, e.g. 'windows-1252'; '' means UTF-8."""
    item: str = ""
    """Format and identifier of an item in a file of several, e.g. 'wordpress:https://x.example/?p=7'; '' for a whole file."""

    @property
    def key(self) -> str:
        """The name of the seed in newsgen.lock: its path; for an item the item, which may be in several files."""
        return self.item or self.file

    @property
    def origin(self) -> str:
        """The path of the text itself, perhaps in a zip file; '' if it is a part of another file."""
        kind, _, name = self.item.partition(":")
        return name if kind == "zip" else "" if self.item else self.file

    @property
    def label(self) -> str:
        """The name of the seed in messages: its path; for an item then '#' and the item."""
        return f"{self.file}#{self.item}" if self.item else self.file


class BodyReference(msgspec.Struct, frozen=True, gc=False):
    """A reference to a record's Markdown, which only the worker that renders it reads."""

    path: str
    """Path of the record relative to the archive's root."""
    sha256: str
    """Hex digest of the body's UTF-8 bytes, after the front matter."""
    line: int = 1
    """Line of the file on which the body starts, from 1."""
    foreign: bool = True
    """True if it may have template code of other generators."""
    links: tuple[tuple[str, str], ...] = ()
    """For each link to another text's file as written ('../2022/x.md#p3') the relative link to that text's page."""
    pictures: tuple[tuple[str, SitePicture | None], ...] = ()
    """For each picture's file as written the picture; None if it cannot be shown, so that its alternative text is."""


class SitePicture(msgspec.Struct, frozen=True, omit_defaults=True):
    """A picture of the site."""

    address: str
    """Address of the picture in full size inside site/, e.g. images/ferry-0f3a9c1b22d4.jpg."""
    width: int
    """Width in pixels, after the picture is turned upright."""
    height: int
    """Height in pixels, after the picture is turned upright."""
    smaller: tuple[tuple[int, str], ...] = ()
    """Width and address of each WebP copy, narrowest first."""

    @property
    def href(self) -> str:
        """The address as a link; it quotes characters that a file's name may have and a URL may not."""
        return quote(self.address)


REFERENCE = "record:"
"""Start of a link that names a record, as other generators do; it is shown only if the archive has the record."""

DECORATIVE = "decorative"
"""Alternative text of a picture that screen readers skip."""


class ArticleImage(msgspec.Struct, frozen=True, omit_defaults=True):
    """A picture that belongs to an article."""

    src: str
    """Path relative to the record or to static/, or an http(s) URL."""
    alt: str = ""
    """Alternative text for readers who do not see the picture."""
    caption: str = ""
    credit: str = ""
    shown: SitePicture | None = None
    """The picture of the site; None until it is found, and if the site does not have it."""
    missing: bool = False
    """True if its file was not found, or is broken: its alternative text is shown."""


class BodyPicture(msgspec.Struct, frozen=True, omit_defaults=True):
    """A picture in a body: `![alt](src "caption | credit")`."""

    src: str
    """As written, with percent signs decoded."""
    line: int
    """Line of the file, from 1."""
    column: int = 0
    """Column, from 1; 0 if not known."""
    alt: str = ""
    foreign: bool = False
    """True if it is in HTML, or in a text with template code of another generator; it may be missing."""


class ForeignMarkup(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Template code of another generator in a text, or HTML that is not shown as it was written."""

    kind: str
    """System and form, e.g. 'Hugo shortcode', or 'HTML element'."""
    name: str
    """Its name, e.g. 'figure'; '' if it has none."""
    line: int
    """Line of the file with the first of them, from 1."""
    count: int = 1
    """How many there are in the text."""
    known: bool = False
    """True if it is shown as its author meant it; False if only its inner text is shown, or nothing."""


class Record(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """An article as its file states it; docs/front-matter.md describes the fields."""

    path: str
    """Path relative to the archive's root, '/'-separated, e.g. articles/2023/2023-11-22-slug.md."""
    body: BodyReference
    title: str
    dek: str = ""
    """The standfirst: one or two sentences under the headline; '' if there is none."""
    date: PartialDate | None = None
    updated: PartialDate | None = None
    slug: str = ""
    """Slug from front matter; '' means the file's name without its date."""
    topics: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    """The key `categories` of another generator, which may be a part of the old address; they are topics, too."""
    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    source: Source | None = None
    language: str = ""
    """BCP 47 tag, e.g. 'ja'; '' means the site's language."""
    status: Status = "published"
    corrections: tuple[Correction, ...] = ()
    canonical: str = ""
    """Absolute http(s) URL of the original; '' if this archive is the first publisher."""
    redirect_from: tuple[str, ...] = ()
    """Old addresses inside the site, '/'-separated, without a leading '/'."""
    image: ArticleImage | None = None
    boilerplate: tuple[str, ...] = ()
    """First words of the paragraphs at the top and the end of the body that many texts share; pages fold them."""
    inferred: dict[str, Inference] = {}
    """For each inferred field that is not yet confirmed, how it was inferred."""
    seed: SeedRef | None = None
    words: int = 0
    """Number of words in the body."""
    excerpt: str = ""
    """The body's first words as plain text, at most 300 characters; at most 60 if there is a dek, which lists show instead."""
    references: tuple[tuple[str, int], ...] = ()
    """Links in the body to files of other texts: each as written, and its line in the file."""
    pictures: tuple[BodyPicture, ...] = ()
    """Pictures in the body, in order."""
    foreign: tuple[ForeignMarkup, ...] = ()
    """Template code of other generators and dropped HTML in the body, each kind and name once."""
    card: str = ""
    """Address of the article's card for social media; '' if it has none, and until it is found."""
    thumbnail: ArticleImage | None = None
    """The article's picture in lists; None if it has none, if lists show none, and until it is found."""
    unknown: tuple[str, ...] = ()
    """Front matter keys that newsgen does not know; kept in the file."""

    @property
    def provisional(self) -> bool:
        """True if the date is a guess of less than 0.5 that nobody has confirmed."""
        found = self.inferred.get("date")
        return found is not None and (found.confidence or 0.0) < 0.5


class StandalonePage(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A page that belongs to no day and no topic, such as a masthead, as its file in pages/ states it."""

    path: str
    """Path relative to the archive's root, '/'-separated, e.g. pages/contact.md."""
    body: BodyReference
    title: str
    slug: str = ""
    """Slug from front matter; '' means the file's name."""
    dek: str = ""
    """Key `description`: a sentence under the heading and for search engines."""
    language: str = ""
    """BCP 47 tag; '' means the site's language."""
    status: Status = "published"
    updated: PartialDate | None = None
    redirect_from: tuple[str, ...] = ()
    """As in Record."""
    navigation: int | None = None
    """Position in the navigation, from 1; 0 means at the end, None not in it."""
    references: tuple[tuple[str, int], ...] = ()
    """As in Record."""
    pictures: tuple[BodyPicture, ...] = ()
    """As in Record."""
    foreign: tuple[ForeignMarkup, ...] = ()
    """As in Record."""
    unknown: tuple[str, ...] = ()
    """Front matter keys that pages do not have."""


class ParsedArticle(msgspec.Struct, frozen=True):
    """An article as a seed format reads it, before anything is inferred."""

    seed: SeedRef
    text: str
    """The article's text with '\\n' line ends."""
    markup: Markup
    """Markup of `text`; HTML is converted to Markdown before it is analysed."""
    stated: dict[str, Any] = {}
    """What the seed states outside its text, by record field; values are texts, lists, dicts or `PartialDate`."""
    line: int = 1
    """Line of the seed on which `text` begins; 0 if the seed holds it in another form, e.g. as a JSON string."""
    name: str = ""
    """Name that its generator gives the article's address, e.g. 'ferry' for ferry/index.md; '' means its slug or title."""
    kind: DraftKind = "article"
    inferred: dict[str, Inference] | None = None
    """How stated fields were inferred, if newsgen made the seed: nothing else is inferred then."""
    warnings: tuple[Problem, ...] = ()
    """What is wrong with the seed without making it unreadable."""
