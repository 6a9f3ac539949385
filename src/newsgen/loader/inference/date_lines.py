"""Find the lines that state a date: date lines of their own, release lines, letters' dates, datelines, bylines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Literal

import msgspec

from newsgen.loader.inference.date_cues import cue_of
from newsgen.loader.inference.date_datelines import read_dateline
from newsgen.loader.inference.date_labels import read_short_line
from newsgen.loader.inference.date_mentions import find_mentions
from newsgen.loader.inference.date_parts import Form
from newsgen.loader.text import Text

Role = Literal["date-line", "release", "dateline", "labelled", "byline", "title", "letter", "statement"]
"""date-line: among the first lines; release: beside 'For immediate release'; dateline: before a paragraph's dash;
labelled: after 'Published' and its like; byline: beside a name; title: at the end of the
headline; letter: above an address or greeting inside the text; statement: on its own after a paragraph."""

HEAD = 40
"""Number of lines that are not blank in which a date is looked for."""
_RELEASE = re.compile(r"for\s+(?:immediate\s+)?release|press release|news release", re.IGNORECASE)
READ = 2000
"""Number of lines, blank ones among them, among which they are."""
_LONGEST = 4000
"""Characters of a paragraph that are read for 'today' and for days named in it."""
_HOUR = re.compile(
    r"(?:time:?\s*)?\d{1,2}(?::\d\d)?\s*(?:[-–—]|to)?\s*(?:\d{1,2}(?::\d\d)?)?\s*(?:[ap]\.?m\b|noon)",
    re.IGNORECASE,
)
_TODAY = re.compile(r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b", re.IGNORECASE)
_LEAD_IN = re.compile(
    r"\b(?:below|follow\w*|attached|(?:text|copy) of|full text|letter|statement|remarks)\b|:$", re.I
)


class Stated(msgspec.Struct, frozen=True):
    """A date that a line of the text states."""

    line: int
    """Line of the seed, counted from 1."""
    quote: str
    """The part of the line that says so."""
    form: Form
    role: Role
    fresh: bool = False
    """For a letter or a statement: the text before says that it is of 'today'."""
    led: bool = False
    """For a letter or a statement: the line before leads in to it."""


def find_stated(text: Text) -> list[Stated]:
    """Return the dates that lines state, in the order of the text, schedules of coming events left out.

    Only the first 40 lines that are not blank are looked at, as an article's date stands in its head or above
    a letter that it quotes.
    """
    lines = [(n, s.strip(" \t#*_>")) for n, s in _head(text)]
    found: list[Stated] = []
    prose: list[str] = []
    released = False
    for place, (number, line) in enumerate(lines):
        head = line[:200]
        release = "release" in head.casefold() and bool(_RELEASE.search(head))
        title = number == text.title_line
        stated = _read(number, line, text.language, bool(prose), released or release)
        if stated and title:
            stated = _in_title(stated)
        if stated and prose and stated.role not in ("labelled", "title"):
            stated = _among_prose(
                stated, prose, lines[place - 1][1], [s for _, s in lines[place + 1 : place + 3]]
            )
        elif not prose and not title and not stated and (dateline := read_dateline(line, text.language)):
            stated = Stated(number, *dateline, "dateline")
        if stated:
            found.append(stated)
        released = release or (released and len(line) < 40)
        if not title and _is_prose(line):
            prose.append(line[:_LONGEST])
    return found


def _head(text: Text) -> Iterator[tuple[int, str]]:
    """Yield the first lines that are not blank, with their numbers."""
    yield from islice(((n, line) for n, line in enumerate(text.lines[:READ], 1) if line.strip()), HEAD)


def _is_prose(line: str) -> bool:
    """Tell a paragraph from a title, a label or an address."""
    return len(line) > 120 or (len(line) > 60 and line.rstrip('"”’)')[-1:] in (".", "!", "?", "。"))


def _read(number: int, line: str, language: str, prose: bool, released: bool) -> Stated | None:
    """Give the date of a short line its role by where it stands."""
    found = read_short_line(line, language, prose)
    if found is None:
        return None
    form, company = found
    if company == "alone" and not (form.year or form.weekday >= 0 or released):
        return None
    role: Role = "statement" if prose else "release" if released else "date-line"
    if company == "labelled" and prose and form.year:
        role = "labelled"
    elif company == "beside" and role == "date-line":
        role = "byline"
    return Stated(number, line, form, role)


def _in_title(stated: Stated) -> Stated | None:
    """A headline that is a full date states it; one that ends in a date may tell what the text is about."""
    if not stated.form.year:
        return None
    return msgspec.structs.replace(stated, role="title") if stated.role == "byline" else stated


def _among_prose(
    stated: Stated, prose: Sequence[str], before: str, following: Sequence[str]
) -> Stated | None:
    """Tell a letter's date from a statement's; leave out a day of a schedule, whose hours follow, and old papers.

    A paper that the text calls by its date ('the November 17 letter') is not of the text's own day.
    """
    form = stated.form
    if form.timed or not form.year or any(map(_HOUR.match, following)) or any(_names(p, form) for p in prose):
        return None
    letter = following and len(following[0]) < 100 and not _is_prose(following[0])
    fresh = any(map(_TODAY.search, prose))
    led = bool(_LEAD_IN.search(before))
    return msgspec.structs.replace(stated, role="letter" if letter else "statement", fresh=fresh, led=led)


def _names(line: str, form: Form) -> bool:
    """Tell whether a line names the day of a form in English, as past unless 'today' stands beside it."""
    return any(
        (m.month, m.day) == (form.month, form.day) and cue_of(line, m) != "today"
        for m in find_mentions([(1, line)])
    )
