"""Lines that stand above a headline: slugs of the wires, release marks, kickers, dates, bylines."""

from __future__ import annotations

import re
from typing import Final

_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_WEEKDAY: Final = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?\.?,?\s+"
_DAY: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE_LINE = re.compile(
    rf"(?:(?:date|posted|published|updated|released?)(?: on)?\s*:?\s*)?(?:{_WEEKDAY})?"
    rf"(?:{_MONTH}\s+{_DAY}(?:,?\s+\d{{4}})?|{_DAY}\s+{_MONTH},?(?:\s+\d{{4}})?"
    r"|\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日号號일]|\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})"
    r"(?:,?\s+(?:at\s+)?\d{1,2}(?::\d\d)?\s*(?:[ap]\.?m\.?)?(?:\s+[A-Z]{2,4})?)?",
    re.IGNORECASE,
)
_RELEASE = re.compile(
    r"\W*(?:for immediate (?:release|use|distribution)|(?:press|news|media) release|press statement"
    r"|embargo(?:ed)?\b.{0,60}|not for (?:release|publication)\b.{0,60}"
    r"|urgent|flash|bulletin|alert|developing|breaking(?: news)?|update \d+|\d+(?:st|nd|rd|th) ld)\W*",
    re.IGNORECASE,
)
_SLUG = re.compile(
    r"\^.{0,60}|(?:BC|AM|PM|EU|AS|AF|ME|US|UN|LA|ZCZC|NNNN)[- ][A-Z0-9]{2,}[^a-z]{0,60}(?:,? .{0,30})?"
    r"|[A-Z][A-Z0-9]*(?:[-/][A-Z0-9]+)+(?:[,:\s(].{0,30})?|[a-z]\d{3,4}\s*\S{0,30}"
)
_FIELD = re.compile(
    r"(?:(?:media |press )?contact|phone|tel|telephone|fax|e-?mail|from|to|source|section|category|page|edition|slug"
    r"|keywords?)\s*:.{0,120}",
    re.IGNORECASE,
)
_KICKER = re.compile(
    r"(?:exclusive|opinion|editorial|analysis|news analysis|commentary|feature|politics|world|international|national|local"
    r"|business|economy|markets|sports?|science|technology|culture|arts|health|education|obituar(?:y|ies)|letters?"
    r"|interview|special report|investigation|fact ?check|explainer|profile|review|asia|europe|africa|americas"
    r"|middle east|china|japan|world news|top stor(?:y|ies))\s*[:|]?",
    re.IGNORECASE,
)
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


def is_opener(line: str) -> bool:
    """Return whether a line may stand above a headline but is none itself."""
    if len(line) > 130:
        return False
    if not any(map(str.isalpha, line)):
        return True
    rules = (_DATE_LINE, _RELEASE, _SLUG, _FIELD, _KICKER)
    return any(rule.fullmatch(line) for rule in rules) or bool(authors_of(line))


def authors_of(line: str) -> tuple[str, ...]:
    """Return the names in a byline, e.g. ('Jane Doe', 'John Roe') for 'By Jane Doe and John Roe, Staff Writers'."""
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
