"""Find days named in running English text: 'Wednesday, Nov. 22', 'September 11th, 2001', '22 November'."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator

import msgspec

from newsgen.loader.inference.date_words import month_of, weekday_of


class Mention(msgspec.Struct, frozen=True):
    """One day named in a line, with or without its weekday and year."""

    line: int
    """Line of the seed, counted from 1."""
    start: int
    """Column at which the mention starts, in characters from 0."""
    end: int
    """Column after its last character."""
    month: int
    day: int
    year: int = 0
    """0 if the text does not write it."""
    weekday: int = -1
    """0 Monday to 6 Sunday; -1 if the text does not write it."""
    span: bool = False
    """True for one end of a range ('Aug. 28-30')."""

    def in_year(self, year: int) -> datetime.date | None:
        """Return the day in a year; None for 29 February of a common year."""
        try:
            return datetime.date(year, self.month, self.day)
        except ValueError:
            return None

    def fits(self, day: datetime.date) -> bool:
        """Tell whether a day has the weekday and the year that the mention writes."""
        return self.weekday in (-1, day.weekday()) and self.year in (0, day.year)


_MONTH = (
    r"(?:Jan(?:uary)?|JAN(?:UARY)?|Feb(?:ruary)?|FEB(?:RUARY)?|Mar(?:ch)?|MAR(?:CH)?|Apr(?:il)?|APR(?:IL)?|May|MAY|"
    r"June?|JUNE?|July?|JULY?|Aug(?:ust)?|AUG(?:UST)?|Sept?(?:ember)?|SEPT?(?:EMBER)?|Oct(?:ober)?|OCT(?:OBER)?|"
    r"Nov(?:ember)?|NOV(?:EMBER)?|Dec(?:ember)?|DEC(?:EMBER)?)\b\.?"
)
_DIGIT = re.compile(r"\d")
_NAME = re.compile("J[aAuU]|F[eE]|M[aA]|A[pPuU]|S[eE]|O[cC]|N[oO]|D[eE]")
"""The beginning of a month's name: it is found in a tenth of the time of the whole."""
_UNITS = r"(?!\s*(?:%|per\s?cent|million|billion|people|years|days|hours|miles|members|points))"
_YEAR = r"(?:(?:,\s*|\s+)(?P<year>(?:1[6-9]|20)\d\d)(?![\d,]\d|\d))?"
_ORDINAL = r"(?:st|nd|rd|th|ST|ND|RD|TH)?"
_MONTH_FIRST = re.compile(
    rf"\b(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}}){_ORDINAL}(?![\d%/]|[,.:]\d)(?![A-Za-z]){_UNITS}"
    rf"(?P<last>\s*(?:(?:[-–—]|to|through)\s*(?:{_MONTH}\s+)?|(?:&|and)\s*)(?:the\s+)?\d{{1,2}}{_ORDINAL}"
    rf"(?![\d%:]|\s*[ap]\.m))?{_YEAR}"
)
_DAY_FIRST = re.compile(
    rf"(?<![\d$.,:-])\b(?P<day>\d{{1,2}}){_ORDINAL}(?:\s+of)?\s+(?P<month>{_MONTH})(?!\s*\d{{1,2}}\b)(?P<last>)?{_YEAR}"
)
_WEEKDAY_BEFORE = re.compile(
    r"\b((?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thurs?|fri|sat|sun)\.?(?:,\s*|\s+)(?:the\s+|on\s+)?$",
    re.IGNORECASE,
)
_WEEKDAY_AFTER = re.compile(r"\s*[,(]\s*(?:a\s+)?((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b\)?")
_RANGE_BEFORE = re.compile(r"(?:\d\s*[-–—]|\b(?:from|between)\s+(?:\w+,?\s+)?)\s*$")


def find_mentions(lines: Iterable[tuple[int, str]]) -> Iterator[Mention]:
    """Yield the days named in (line number, line) pairs, in the order of the text."""
    for number, line in lines:
        if not (_has_digit(line) and _NAME.search(line)):
            continue
        found = [*_MONTH_FIRST.finditer(line), *_DAY_FIRST.finditer(line)]
        end = 0
        for match in sorted(found, key=re.Match.start):
            mention = _mention(number, line, match)
            if mention is not None and match.start() >= end:
                end = match.end()
                yield mention


def _has_digit(line: str) -> bool:
    """Return whether a line has a digit of any script; those of ASCII are found at once."""
    return any(map(line.__contains__, "0123456789")) or (
        not line.isascii() and _DIGIT.search(line) is not None
    )


def _mention(number: int, line: str, match: re.Match[str]) -> Mention | None:
    """Make a mention of a match, with the weekday beside it; None if it names no day of the calendar."""
    start, end = match.span()
    before = line[max(0, start - 16) : start]
    weekday = -1
    if found := _WEEKDAY_BEFORE.search(before):
        weekday = weekday_of(found[1], "en")
        start -= len(before) - found.start()
    elif after := _WEEKDAY_AFTER.match(line, end):
        weekday = weekday_of(after[1], "en")
        end = after.end()
    month, day, year = month_of(match["month"].rstrip("."), "en"), int(match["day"]), int(match["year"] or 0)
    span = bool(match["last"]) or bool(_RANGE_BEFORE.search(line[max(0, start - 16) : start]))
    mention = Mention(number, start, end, month, day, year, weekday, span)
    return mention if day and mention.in_year(year or 2000) else None
