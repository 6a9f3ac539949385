"""Find the dateline at the start of a paragraph: its place, its agency, its day."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from newsgen.loader.dates.forms import find_month
from newsgen.loader.text import read_patterns_by_name
from newsgen.model import Guess, Inference

_DATELINE = re.compile(
    r"""(?P<place>[A-Z][A-Z'’.]*(?:[ -][A-Z'’.]+){0,4})
        (?:,\ [A-Z][\w.]*(?:\ [A-Z][\w.]*){0,2}?)?                   # the state or country
        (?:,?\ (?:[A-Z][a-z]{2,8}\.?\ \d{1,2}|\d{1,2}\ [A-Z][a-z]{2,8})(?:,?\ \d{4})?)?
        (?:\ ?(?:\((?P<source>[^()\d]{2,40})\)|\|))?
        \s?(?:--|—|–|-|:)\s?(?=\S)
    """,
    re.VERBOSE,
)
_TABLES = read_patterns_by_name()["datelines"]
_OTHERS = tuple(
    re.compile(
        "".join(form)
        .replace("AGENCY", "|".join(_TABLES["agencies"]))
        .replace("CHINESE", "|".join(_TABLES["chinese"]))
    )
    for form in _TABLES["forms"]
)
"""Datelines of agencies in other languages, with their place, day and agency."""
_NO_SOURCE = re.compile(
    r"(?:[RDI]-|(?:mon|tues|wednes|thurs|fri|satur|sun)day|updated|reporting|morning|evening|local)",
    re.IGNORECASE,
)
_WEAK = re.compile(r"(?<!-)[-:]\s?$")
_DATELINE_LINES = 5
_NO_PLACE = frozenset(
    ("UPDATE", "CORRECTION", "NOTE", "WATCH", "PHOTO", "VIDEO", "FACT", "ANALYSIS", "EXCLUSIVE", "OPINION")
)


class Dateline(msgspec.Struct, frozen=True):
    """A dateline and its parts."""

    place: str
    """Place as written, in capitals, e.g. 'SAN FRANCISCO'."""
    source: Guess[str] | None
    """Agency, e.g. 'Xinhua'; None if the dateline names none."""
    line: int
    """Number of the line, from 1."""
    quote: str
    """The dateline as written."""


def find_dateline(body: Iterable[tuple[int, str]]) -> Dateline | None:
    """Find the dateline at the start of one of the first lines of a body."""
    for seen, (number, line) in enumerate(body):
        if seen == _DATELINE_LINES:
            return None
        if found := _read_english(line) or _read_other(line):
            place, named, quote = found
            proof = Inference("dateline", f'line {number}: "{quote}"', 0.9)
            return Dateline(place, Guess(named, proof) if named else None, number, quote)
    return None


def _read_english(line: str) -> tuple[str, str, str] | None:
    """Return place, agency and words of a dateline with its place in capitals."""
    match = _DATELINE.match(line, 0, 160)
    if match is None or len(match["place"]) < 3 or match["place"] in _NO_PLACE:
        return None
    quote, source = match[0].strip(), (match["source"] or "").strip()
    if _WEAK.search(match[0]) and not source and not any(map(str.isdigit, quote)):
        return None
    named = source if source and not _NO_SOURCE.match(source) and source[0].isupper() else ""
    return match["place"], named, quote


def _match_other(line: str) -> re.Match[str] | None:
    """Match the dateline of an agency in another language, or with its place in small letters."""
    match = next(filter(None, (form.match(line, 0, 160) for form in _OTHERS)), None)
    return None if match is None or (match["place"] or "").upper() in _NO_PLACE else match


def _read_other(line: str) -> tuple[str, str, str] | None:
    """Return place, agency and words of a dateline of another language, if it names a place."""
    match = _match_other(line)
    return (match["place"], match["source"] or "", match[0].strip()) if match and match["place"] else None


def read_agency_day(line: str) -> tuple[str, str] | None:
    """Read the dateline of an agency at the start of a line: return it as written, and its day."""
    match = _match_other(line)
    return (match[0].strip(), match["day"]) if match and match["day"] else None


_HEAD = re.compile(
    r"\(?([^\n()]{3,60}(?:\([^()]{2,40}\)[^\n()]{0,30})?)\)?\s*(?:--|—|–|―|\.-|(?<=[\w).])\s?-\s)\s*"
)
_HEAD_IN_BRACKETS = re.compile(r"\([A-ZÀ-Þ][A-ZÀ-Þ .,’'-]{2,40}\)\s+(?=[A-Z])")
_SMALL_IN_HEADS = frozenset("de del der di do da la le el am an den em of the on in".split())


def cut_dateline(text: str) -> str:
    """Cut the dateline off a first paragraph: 'WASHINGTON, D.C. -- ', 'Berlin, 22. November 2023 (dpa) – ', '(SPRINGFIELD) '.

    Returns:
        The text after it; the same text if it begins without one.
    """
    if match := _match_other(text) or _HEAD_IN_BRACKETS.match(text):
        return text[match.end() :]
    match = _HEAD.match(text)
    if match is None:
        return text
    head = match[1]
    words = re.sub(r"\([^()]*\)?|/[^/]*/", " ", head).split()
    has_day = any(map(str.isdigit, head)) and any(find_month(word.strip(".,"), "en") for word in words)
    marked = has_day or "(" in head or "," in head or head.isupper()
    capital = all(not word[0].islower() or word in _SMALL_IN_HEADS for word in words)
    is_head = marked and ":" not in head and capital and 0 < len(words) <= 10 and words[0] not in _NO_PLACE
    return text[match.end() :] if is_head else text
