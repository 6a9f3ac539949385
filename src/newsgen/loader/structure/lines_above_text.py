"""Recognize the lines above a text, such as dates, release lines, contacts and bylines, and the dateline at its start."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from newsgen.loader.dates.forms import find_month, parse_date_form
from newsgen.loader.text import read_lines_toml
from newsgen.model import Guess, Inference

_LONGEST: Final = 130
"""Longest such line, in characters."""
_WORDS = read_lines_toml()
RELEASE: Final[str] = _WORDS["sent-out"]
"""The marks of a text that is sent to newsrooms."""
_DATE_LABEL = re.compile(rf"(?:{_WORDS['date-label']})(?: on| le| el| am| il| em)?\s*:?\s+", re.IGNORECASE)
_TIME = re.compile(r",?\s+(?:at\s+)?\d{1,2}(?::\d\d)?\s*(?:[ap]\.?m\.?)?(?:\s+[A-Z]{2,4})?$", re.IGNORECASE)
_RELEASE = re.compile(rf"\W*(?:(?:{RELEASE})(?P<rest>.*)|{_WORDS['release']})\W*", re.IGNORECASE)
_RELEASE_DETAIL = re.compile(
    r"\d|contacts?\b|\bmedia\b|@|^\W*(?:immediately|today|upon receipt)?\W*$|^(?:\W*\w+){1,3}\W*$",
    re.IGNORECASE,
)
"""What may follow a release mark; other words are a headline on the same line."""
_SLUG = re.compile(
    r"\^.{0,60}|(?:BC|AM|PM|EU|AS|AF|ME|US|UN|LA|ZCZC|NNNN)[- ][A-Z0-9]{2,}[^a-z]{0,60}(?:,? .{0,30})?"
    r"|[A-Z][A-Z0-9]*(?:[-/][A-Z0-9]+)+(?:[,:\s(].{0,30})?|[a-z]\d{3,4}\s*\S{0,30}"
)
_FIELD = re.compile(rf"(?:{_WORDS['field']})\s*[:：].{{0,120}}", re.IGNORECASE)
_REACHED_AT = re.compile(
    r"(?<![\d-])(?:\+\d{1,3}[ .-]?)?\(?\d{3}\)?\s?[-. /]\s?\d{3}[-. ]\d{4}(?!\d)|[\w.+-]+@[\w-]+\.\w{2,}|^\W*(?:https?://|www\.)\S+$"
)
"""A telephone number, an e-mail address, a line that is an address."""
_MAY_BE_REACHED = re.compile(r"[\d@:w](?:(?<=@)|(?<=\d)\d{3}|(?<=:)//|(?<=w)ww\.)")
_KICKER = re.compile(rf"(?:{_WORDS['kicker']})\s*[:|]?", re.IGNORECASE)
_PAGE_PART = re.compile(_WORDS["page-part"], re.IGNORECASE)
"""A line of a saved page that is no text: navigation, buttons, the way to the page."""


def is_before_headline(line: str) -> bool:
    """True if a line may precede a headline but is not a headline."""
    if len(line) > _LONGEST:
        return False
    if not any(map(str.isalpha, line)):
        return True
    if is_metadata(line) or _has_place_before_date(line, 3):
        return True
    return any(rule.fullmatch(line) for rule in (_SLUG, _KICKER))


def is_metadata(line: str) -> bool:
    """True if a line is no headline whatever is around it: a date, a release mark, a contact, a byline, part of a page."""
    if len(line) > _LONGEST or not any(map(str.isalpha, line)):
        return len(line) <= _LONGEST
    if is_date_line(line) or is_release_line(line) or read_byline(line):
        return True
    return any(rule.fullmatch(line) for rule in (_PAGE_PART, _FIELD))


def is_release_line(line: str) -> bool:
    """True for a release mark, with what may be next to it, and for a line that says how its author is reached."""
    if match := _RELEASE.fullmatch(line):
        return match["rest"] is None or _RELEASE_DETAIL.search(match["rest"]) is not None
    if line.endswith(".") or not _MAY_BE_REACHED.search(line):
        return False
    return _REACHED_AT.search(line) is not None


def is_date_line(line: str) -> bool:
    """True if a line is a date, with a label or a time, in any language whose dates are known; or a place and a full date."""
    if not any(map(str.isdigit, line)):
        return False
    label = _DATE_LABEL.match(line)
    rest = line[label.end() :] if label else line
    if parse_date_form(rest, "en") or parse_date_form(_TIME.sub("", rest), "en"):
        return True
    return _has_place_before_date(rest, 1)


def _has_place_before_date(line: str, most: int) -> bool:
    """True for a full date after the name of a place of at most so many words ('Beijing, 22 November 2023')."""
    words = line.split()
    for size in range(1, min(most, len(words) - 1) + 1):
        form = parse_date_form(" ".join(words[size:]), "en") if words[size - 1][-1] in ",:–—-" else None
        if form and form.year and form.day:
            return not any(word[0].islower() for word in words[:size])
    return False


_BYLINE = re.compile(r"by:?\s+\S.{1,90}", re.IGNORECASE)
_NAME = re.compile(
    r"(?:[^\W\d_]|[A-Z]\.)[\w.'’-]*(?:\s+(?:[A-Z]\.|(?:de|la|van|von|der|bin|al|el|da|di)\b|[^\W\d_][\w.'’-]*)){1,4}"
)
_LOWER = re.compile(r"(?:^|\s)(?!(?:de|la|van|von|der|bin|al|el|da|di)\s)[a-z]")
_DESK = re.compile(r"[Tt]he ((?:[A-Z][\w.&’'-]+ ){1,3}(?:Desk|Staff|Team|Editors|Newsroom|Bureau))")
_AND = re.compile(r"\s+(?:and|&)\s+|\s*,\s*(?:and\s+)?")
_ROLE = re.compile(
    r"\b(?:staff|writers?|reporters?|correspondents?|editors?|press|news|service|bureau|times|post|agency|journalists?)\b",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s+[-–—|/]\s+|\s*[|/(]\s*|\s+(?:for|in|of|at|on|with)\s+")


def read_byline(line: str) -> tuple[str, ...]:
    """Read the names of a byline, e.g. ('Jane Doe', 'John Roe') of 'By Jane Doe and John Roe, Staff Writers'."""
    if len(line) > 100 or not _BYLINE.fullmatch(line) or line.rstrip().endswith((".", "?", "!", ":")):
        return ()
    names = _TAIL.split(line[2:].lstrip(": "), maxsplit=1)[0].strip()
    if desk := _DESK.fullmatch(names):
        return (f"The {desk[1]}",)
    found = []
    for part in _AND.split(names):
        if not _NAME.fullmatch(part) or not part[0].isupper() or _LOWER.search(part):
            break
        if _ROLE.search(part):
            break
        found.append(part.title() if part.isupper() else part)
    return tuple(found)


_DATELINE = re.compile(
    r"""(?P<place>[A-Z][A-Z'’.]*(?:[ -][A-Z'’.]+){0,4})
        (?:,\ [A-Z][\w.]*(?:\ [A-Z][\w.]*){0,2}?)?                   # the state or country
        (?:,?\ (?:[A-Z][a-z]{2,8}\.?\ \d{1,2}|\d{1,2}\ [A-Z][a-z]{2,8})(?:,?\ \d{4})?)?
        (?:\ ?(?:\((?P<source>[^()\d]{2,40})\)|\|))?
        \s?(?:--|—|–|-|:)\s?(?=\S)
    """,
    re.VERBOSE,
)
_TABLES = _WORDS["datelines"]
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
        found = _read_english(line)
        if found is None and (match := _match_other(line)) and match["place"]:
            found = match["place"], match["source"] or "", match[0].strip()
        if found:
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
