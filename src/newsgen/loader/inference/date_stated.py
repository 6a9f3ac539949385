"""Weigh the dates that a text states: in its file's name, on lines of their own, in datelines and bylines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import msgspec

from newsgen.loader.inference.date_candidates import Candidate, dated, quote, weekday_name
from newsgen.loader.inference.date_files import date_of_file
from newsgen.loader.inference.date_lines import Role, Stated
from newsgen.loader.inference.date_mentions import Mention
from newsgen.loader.inference.date_spans import Span
from newsgen.loader.inference.years import fix_year
from newsgen.loader.text import Known
from newsgen.model import PartialDate

FILE_NAME = "file-name"
"""The rule that takes a date from the file's name."""
_FILE_NAME = 0.95
_ROLES: Mapping[Role, float] = MappingProxyType(
    {
        "date-line": 0.93,
        "release": 0.92,
        "dateline": 0.9,
        "labelled": 0.85,
        "byline": 0.8,
        "statement": 0.65,
        "title": 0.45,
        "letter": 0.35,
    }
)
_LETTER_OF_TODAY = 0.86
_LETTER_MONTH = 0.85
_LETTER_LATE = 21
"""Day of the month after which a text that quotes a letter may be of the next month."""
_QUOTED: frozenset[Role] = frozenset(("letter", "statement", "title"))
_CONTRADICTED = 0.6
_OUTSIDE = 0.85
_OUTSIDE_QUOTED = 0.4


def from_file(file: str, known: Known) -> Iterator[Candidate]:
    """Yield the date that the file's name states."""
    if found := date_of_file(file, known.as_of):
        yield Candidate(found, _FILE_NAME, FILE_NAME, f"file name: {file}")


def from_lines(
    found: Sequence[Stated], known: Known, span: Span, mentions: Sequence[Mention]
) -> Iterator[Candidate]:
    """Yield the dates that lines of their own, datelines and bylines state, none after `as_of`."""
    several = len({s.form.partial for s in found}) > 1
    for stated in found:
        if several and stated.role in _QUOTED and not stated.led:
            continue
        quoted = quote(stated.line, stated.quote)
        date = stated.form.partial
        if date is None:
            yield from _without_year(stated, quoted, span, mentions)
        elif date.first_day <= known.as_of:
            yield _weighed(stated, date, quoted, span)


def _weighed(stated: Stated, date: PartialDate, quoted: str, span: Span) -> Candidate:
    """Judge a full date by where it stands, by its weekday, and by the archive's period."""
    confidence, because = _ROLES[stated.role], ""
    if stated.role == "letter" and stated.fresh:
        confidence = _LETTER_OF_TODAY if stated.led else _ROLES["statement"]
    if stated.form.contradicted:
        confidence *= _CONTRADICTED
        because = f"{date.iso} was no {weekday_name(stated.form.weekday)}"
    if span.trust and not (date.last_day >= span.first and date.first_day <= span.last):
        confidence *= _OUTSIDE_QUOTED if stated.role in _QUOTED else _OUTSIDE
    elif stated.role == "letter" and stated.led and not stated.fresh and 0 < date.day <= _LETTER_LATE:
        because = "a text that quotes a letter follows it within days"
        month = PartialDate(date.year, date.month)
        return Candidate(month, _LETTER_MONTH, "letter", quoted, because, (date.first_day,))
    return Candidate(date, confidence, stated.role, quoted, because)


def _without_year(
    stated: Stated, quoted: str, span: Span, mentions: Sequence[Mention]
) -> Iterator[Candidate]:
    """Yield the day that a line without a year names ('BEIJING, Nov. 22 —'), its year fixed.

    Without a weekday of its own it needs a known span, or other days of the text whose weekdays tell the year.
    """
    form = stated.form
    mention = Mention(stated.line, 0, len(stated.quote), form.month, form.day, 0, form.weekday)
    fixed = fix_year(mention, mentions, span) if form.day else None
    if fixed and (form.weekday >= 0 or fixed.agreeing or (span.trust and not fixed.outside)):
        yield dated(mention, fixed, _ROLES[stated.role], stated.role, quoted, span)


def unless_shared(candidate: Candidate, shared: frozenset[PartialDate]) -> Candidate:
    """Leave a day that a whole collection states provisional: it may be the day of collecting."""
    if candidate.date not in shared:
        return candidate
    because = "the whole collection states this day, which may be the day of collecting"
    return msgspec.structs.replace(candidate, confidence=min(candidate.confidence, 0.3), because=because)
