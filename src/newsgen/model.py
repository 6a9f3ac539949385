"""The values that flow between rooms: frozen, typed, without behaviour that reads or writes."""

from __future__ import annotations

import calendar
import datetime
import re
from typing import Any, Generic, Literal, Self, TypeVar

import msgspec

T = TypeVar("T")

Status = Literal["published", "draft", "withdrawn"]

_DATE = re.compile(
    r"(?P<y>\d{4})(?:-(?P<m>\d{2})(?:-(?P<d>\d{2})"
    r"(?:[T ](?P<t>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)\s?(?P<o>Z|[+-]\d{2}:?\d{2})?)?)?)?",
    re.ASCII,
)


class PartialDate(msgspec.Struct, frozen=True, order=True, omit_defaults=True):
    """A date as precise as is known: a year, a month, a day, or a day with a time.

    Source: the shapes are those of ISO 8601-1:2019 §5.2.2 (reduced precision) and RFC 3339 §5.6.
    """

    year: int
    """1 to 9999."""
    month: int = 0
    """1 to 12; 0 if only the year is known."""
    day: int = 0
    """1 to 31; 0 if only the month is known."""
    time: str = ""
    """'HH:MM:SS' with or without an offset '+HH:MM' or 'Z'; '' if only the day is known."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read '2023', '2023-11', '2023-11-22' or '2023-11-22T09:30:00+09:00' ('T' may be a space).

        Raises:
            ValueError: the text has another shape, or names no day of the calendar.
        """
        match = _DATE.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS+HH:MM")
        year, month, day = (int(match[k] or 0) for k in "ymd")
        if year < 1 or (match["m"] and not 1 <= month <= 12):
            raise ValueError(f"{text!r} names no month of the calendar")
        if match["d"] and not 1 <= day <= calendar.monthrange(year, month)[1]:
            raise ValueError(f"{text!r} names no day of the calendar")
        return cls(year, month, day, _clock(match["t"], match["o"]))

    @classmethod
    def of(cls, day: datetime.date) -> Self:
        """The date of a calendar day."""
        return cls(day.year, day.month, day.day)

    @property
    def iso(self) -> str:
        """The text that `parse` reads back, e.g. '2023-11'."""
        text = f"{self.year:04d}"
        if self.month:
            text += f"-{self.month:02d}"
        if self.day:
            text += f"-{self.day:02d}"
        return f"{text}T{self.time}" if self.time else text

    @property
    def first_day(self) -> datetime.date:
        """The earliest day that the date may mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> datetime.date:
        """The latest day that the date may mean."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


def _clock(time: str | None, offset: str | None) -> str:
    """Normalise a time of day to HH:MM:SS and its offset to Z or +HH:MM; check their ranges."""
    if not time:
        return ""
    parts = time.split(":")
    seconds = float(parts[2]) if len(parts) == 3 else 0.0
    if int(parts[0]) > 23 or int(parts[1]) > 59 or seconds >= 60:
        raise ValueError(f"{time!r} is no time of day")
    if offset and offset != "Z":
        offset = f"{offset[:3]}:{offset[-2:]}"
        if int(offset[1:3]) > 23 or int(offset[4:]) > 59:
            raise ValueError(f"{offset!r} is no offset from UTC")
    return f"{int(parts[0]):02d}:{parts[1]}:{int(seconds):02d}{offset or ''}"


class Inference(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a field that the text does not state was found; stands in a record under `inferred`."""

    rule: str
    """Name of the rule that spoke, e.g. 'weekday', 'vocabulary', 'title-pattern'."""
    evidence: str | dict[str, str | int | float]
    """What it rests on: 'line 4: "On Wednesday, Nov. 22"', or one piece of evidence for each value."""
    confidence: float | None = None
    """0 to 1, the share of such claims that are true; under 0.5 the value is provisional. None: the rule gives none."""
    because: str = ""
    """The reasoning in a sentence, where the evidence alone does not tell it."""
    alternatives: tuple[str, ...] = ()
    """Other values that fit, likeliest first."""


class Guess(msgspec.Struct, Generic[T], frozen=True):
    """A value with what it was inferred from."""

    value: T
    inference: Inference


class Source(msgspec.Struct, frozen=True, order=True, omit_defaults=True):
    """Who published the text first."""

    name: str
    url: str = ""


class Correction(msgspec.Struct, frozen=True, order=True):
    """A dated correction of a published article."""

    date: PartialDate
    text: str


class Image(msgspec.Struct, frozen=True, omit_defaults=True):
    """A picture that belongs to an article."""

    src: str
    """Path relative to the record or to static/, or an http(s) URL."""
    alt: str = ""
    caption: str = ""
    credit: str = ""


class SeedRef(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a record came from."""

    file: str
    """Path of the seed relative to the archive's root, e.g. seeds/x.txt; a member of a container follows '#'."""
    sha256: str
    """Hex digest of the seed's bytes."""
    encoding: str = ""
    """Character encoding where it is not UTF-8, e.g. 'windows-1252'."""


class Body(msgspec.Struct, frozen=True):
    """A record's Markdown by reference: read and rendered only by the worker that needs it."""

    path: str
    """Path of the record relative to the archive's root."""
    sha256: str
    """Hex digest of the body's UTF-8 bytes, after the front matter."""
    line: int = 1
    """Line of the file on which the body starts, from 1."""


class Record(msgspec.Struct, frozen=True, omit_defaults=True):
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
    """Absolute http(s) URL of the original; '' if the article stands here first."""
    redirect_from: tuple[str, ...] = ()
    """Old addresses inside the site, '/'-separated, without a leading '/'."""
    image: Image | None = None
    inferred: dict[str, Inference] = {}
    """For each field that was inferred and not yet confirmed, how."""
    seed: SeedRef | None = None
    words: int = 0
    """Number of words in the body."""
    excerpt: str = ""
    """The body's first words as plain text, at most 300 characters, for lists of articles without a dek."""
    unknown: tuple[str, ...] = ()
    """Front matter keys that newsgen does not know; kept in the file."""

    @property
    def provisional(self) -> bool:
        """True if the date is a guess of less than 0.5 that nobody has confirmed."""
        found = self.inferred.get("date")
        return found is not None and (found.confidence or 0.0) < 0.5


class Draft(msgspec.Struct, frozen=True):
    """One article as a seed format yields it, before anything is inferred."""

    seed: SeedRef
    text: str
    """The decoded text with '\\n' line ends; line n of the seed is text.split('\\n')[n - 1]."""
    markup: Literal["plain", "markdown"]
    """How `text` is written."""
    stated: dict[str, Any] = {}
    """Front matter that the seed states by itself, in record keys with plain YAML values (str, list, dict)."""
