"""Recognize the lines above a headline: dates, release lines, contacts, slugs, kickers, bylines, parts of a web page."""

from __future__ import annotations

import re
from typing import Final

from newsgen.loader.dates.forms import parse_date_form
from newsgen.loader.text import read_patterns_by_name

_LONGEST: Final = 130
"""Longest such line, in characters."""
_WORDS = read_patterns_by_name()
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
    if is_date_line(line) or is_release_line(line) or _PAGE_PART.fullmatch(line):
        return True
    return _FIELD.fullmatch(line) is not None or bool(read_byline(line))


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
