"""The values that flow between rooms: frozen, typed, without behaviour that reads or writes.

None can hold itself, so the collector of reference cycles need not look at them: `gc=False`.
"""

from __future__ import annotations

from typing import Any, Generic, Literal, TypeVar
from urllib.parse import quote

import msgspec

from newsgen.dates import PartialDate as PartialDate

T = TypeVar("T")

Status = Literal["published", "draft", "withdrawn"]


class Inference(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """How a field that the text does not state was found; written in a record under `inferred`."""

    rule: str
    """Name of the rule that spoke, e.g. 'weekday', 'vocabulary', 'title-pattern'."""
    evidence: str | dict[str, str | int | float]
    """What it rests on: 'line 4: "On Wednesday, Nov. 22"', or one piece of evidence for each value."""
    confidence: float | None = None
    """0 to 1, the share of such claims that are true; under 0.5 the value is provisional. None: the rule gives none."""
    because: str = ""
    """The reasoning in a sentence, where the evidence alone does not show it."""
    alternatives: tuple[str, ...] = ()
    """Other values that fit, likeliest first."""


class Guess(msgspec.Struct, Generic[T], frozen=True):
    """A value with what it was inferred from."""

    value: T
    inference: Inference


class Source(msgspec.Struct, frozen=True, order=True, omit_defaults=True, gc=False):
    """Who published the text first."""

    name: str
    url: str = ""


class Correction(msgspec.Struct, frozen=True, order=True, gc=False):
    """A dated correction of a published article."""

    date: PartialDate
    text: str


class SeedRef(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Where a record came from."""

    file: str
    """Path of the seed relative to the archive's root, e.g. seeds/x.txt; a member of a container follows '#'."""
    sha256: str
    """Hex digest of the seed's bytes."""
    encoding: str = ""
    """Character encoding where it is not UTF-8, e.g. 'windows-1252'."""


class Body(msgspec.Struct, frozen=True, gc=False):
    """A record's Markdown by reference: read and rendered only by the worker that needs it."""

    path: str
    """Path of the record relative to the archive's root."""
    sha256: str
    """Hex digest of the body's UTF-8 bytes, after the front matter."""
    line: int = 1
    """Line of the file on which the body starts, from 1."""
    links: tuple[tuple[str, str], ...] = ()
    """Pairs of a link to another text's file as it is written ('../2022/x.md#p3') and the way to that text's page."""
    pictures: tuple[tuple[str, Picture], ...] = ()
    """Pairs of a picture's file as it is written and the picture."""


class Picture(msgspec.Struct, frozen=True, omit_defaults=True):
    """A picture as the site shows it."""

    address: str
    """Of the whole picture inside site/, e.g. images/ferry-0f3a9c1b22d4.jpg."""
    width: int
    """Pixels as a reader sees it."""
    height: int
    smaller: tuple[tuple[int, str], ...] = ()
    """Width and address of each copy in WebP, narrowest first."""

    @property
    def href(self) -> str:
        """Its address as a link: names in static/ may hold what an address must not."""
        return quote(self.address)


DECORATIVE = "decorative"
"""Alternative text of a picture that says nothing: screen readers pass over it."""


class Image(msgspec.Struct, frozen=True, omit_defaults=True):
    """A picture that belongs to an article."""

    src: str
    """Path relative to the record or to static/, or an http(s) URL."""
    alt: str = ""
    """Alternative text for readers who do not see it; `DECORATIVE` for none."""
    caption: str = ""
    credit: str = ""
    shown: Picture | None = None
    """As the site shows it; None before that is known, or where it is not in the site."""


class PictureRef(msgspec.Struct, frozen=True, omit_defaults=True):
    """A picture in a body: `![alt](src "caption | credit")`."""

    src: str
    """As written, without percent signs."""
    line: int
    """Line of the file, from 1."""
    column: int = 0
    """From 1; 0 if it is not known."""
    alt: str = ""


class Record(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One article as its file says it; every field is a front matter key of docs/front-matter.md."""

    path: str
    """Path relative to the archive's root, '/'-separated, e.g. articles/2023/2023-11-22-slug.md."""
    body: Body
    title: str
    dek: str = ""
    """The standfirst: one or two sentences under the headline; '' if there is none."""
    date: PartialDate | None = None
    updated: PartialDate | None = None
    slug: str = ""
    """As front matter states it; '' means the file's name without its date."""
    topics: tuple[str, ...] = ()
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
    """Absolute http(s) URL of the original; '' if the article was first published here."""
    redirect_from: tuple[str, ...] = ()
    """Old addresses inside the site, '/'-separated, without a leading '/'."""
    image: Image | None = None
    inferred: dict[str, Inference] = {}
    """For each field that was inferred and not yet confirmed, how."""
    seed: SeedRef | None = None
    words: int = 0
    """Number of words in the body."""
    excerpt: str = ""
    """The body's first words as plain text, at most 300 characters; 60 if there is a dek, which lists show instead."""
    references: tuple[tuple[str, int], ...] = ()
    """Links in the body to files of other texts, as written, each with its line in the file."""
    pictures: tuple[PictureRef, ...] = ()
    """Pictures in the body, in order."""
    card: str = ""
    """Address of its card for social media; '' before that is known, or where it has none."""
    unknown: tuple[str, ...] = ()
    """Front matter keys that newsgen does not know; kept in the file."""

    @property
    def provisional(self) -> bool:
        """True if the date is a guess of less than 0.5 that nobody has confirmed."""
        found = self.inferred.get("date")
        return found is not None and (found.confidence or 0.0) < 0.5


class StandalonePage(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A page that belongs to no day and no topic, such as a masthead, as its file in pages/ says it."""

    path: str
    """Path relative to the archive's root, '/'-separated, e.g. pages/contact.md."""
    body: Body
    title: str
    slug: str = ""
    """As front matter states it; '' means the file's name."""
    dek: str = ""
    """Key `description`: a sentence under the heading and for search engines."""
    language: str = ""
    """BCP 47 tag; '' means the site's language."""
    status: Status = "published"
    updated: PartialDate | None = None
    redirect_from: tuple[str, ...] = ()
    """As in Record."""
    navigation: int | None = None
    """Its place in the navigation, from 1; 0 means the end, None that it has none."""
    references: tuple[tuple[str, int], ...] = ()
    """As in Record."""
    pictures: tuple[PictureRef, ...] = ()
    """As in Record."""
    unknown: tuple[str, ...] = ()
    """Front matter keys that a page does not have."""


class Draft(msgspec.Struct, frozen=True):
    """One article as a seed format yields it, before anything is inferred."""

    seed: SeedRef
    text: str
    """The decoded text with '\\n' line ends; line n of the seed is text.split('\\n')[n - 1]."""
    markup: Literal["plain", "markdown"]
    """How `text` is written."""
    stated: dict[str, Any] = {}
    """Front matter that the seed states by itself, in record keys with plain YAML values (str, list, dict)."""
