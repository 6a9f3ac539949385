"""Tell from the English words beside a mention whether its day lies behind, ahead, or is the day of writing."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from newsgen.loader.dates.forms import month_of, weekday_of

Cue = Literal["today", "yesterday", "tomorrow", "past", "earlier", "ahead", "old", "none"]
"""today, yesterday, tomorrow: said in so many words beside the mention; past: reported in the past tense;
earlier: so too, but the sentence calls another day today, or it says 'last Friday'; ahead: announced or due;
old: history, law, an anniversary; none: the words do not tell."""

_REACH = 150
_ADJACENT = re.compile(
    r"\b(today|tonight|this (?:morning|afternoon|evening)|yesterday|last night|tomorrow)\b[\s,(–—-]*(?:on\s+)?$",
    re.I,
)
_ADJACENT_AFTER = re.compile(r"[\s,(]*\b(today|yesterday|tomorrow)\b", re.I)
_AGO = re.compile(r"\bago\b[\s,]*(?:today|yesterday|tomorrow|this \w+)?[\s,(–—-]*(?:on\s+)?$", re.I)
_TODAY = re.compile(r"\btoday\b", re.I)
_OLD = re.compile(
    r"\b(?:since|dated|born(?: on)?|anniversary of(?: the)?|events of|"
    r"the attacks of|as of|prior to|after|remember|following the|edition of the)\s*$",
    re.I,
)
_LAW = re.compile(r"\b(?:signed into law on|enacted(?: on)?|approved|passed on)\s*$", re.I)
"""History before a bare day or a full date; before a weekday without a year it is news."""
_OLD_AFTER = re.compile(
    r"[\s,]*(?:terror\w*|attacks?|hijack\w*|anniversary|letter|editorial|edition|memo\w*|agreement|tragedy)\b",
    re.I,
)
_LAST = re.compile(r"\b(?:last|past)\s+$", re.I)
_DUE = re.compile(
    r"\b(?:by|until|till|before|through|beginning|starting|effective|due|deadlines?(?: is| of)?|than|upcoming|next|"
    r"coming|this|take effect|when:?|date:?|date/time:?|week of|between|for|from|to|is|day,?)\s+(?:on\s+)?$",
    re.I,
)
_AHEAD = re.compile(
    r"\b(?:(?:will|shall|would|to|can|may|must|should)\s+(?:\w+ly\s+)?be\s+\w+|will|shall|would|won't|upcoming|"
    r"scheduled|slated|(?<!\ba )(?<!the )(?<!its )(?<!his )(?<!her )(?<!new )(?<!our )(?<!their )"
    r"plan(?:s|ned|ning)?(?! for\b)|set (?:for|to)|to be|expected|expires?|deadline|rsvp|invite\w*|"
    r"regist\w+|next (?:week|month)|(?:is|are) (?:to|being held|set|holding|hosting|invited)|in advance of|"
    r"ahead of|tomorrow|later this|this (?:coming|weekend)|takes? place|designat\w+|proclaim\w+|begins|starts|opens|join us)\b",
    re.I,
)
_PURPOSE = re.compile(
    r"\bto (?:announce|appear|attend|celebrate|chair|convene|discuss|hold|host|meet|participate|receive|roll out|speak|"
    r"testify|tour|visit)\b",
    re.I,
)
"""Before a day it lies ahead ('to testify Friday'); after one it tells what the day was for."""
_PAST = re.compile(
    r"\b(?:[a-z]{2,}(?<!ne)ed|said|told|held|met|sent|wrote|spoke|gave|took|made|won|was|were|began|led|had|"
    r"became|came|went|saw|brought|did|stood|rose|fell|lost|left|struck|chose|drew|broke|sat|heard|laid|sank|swore|"
    r"flew|drove|ran|grew|threw|shook|sought|bought|caught|taught|fought|found|built|spent|kept|swept|paid|shot|"
    r"(?<!to )(?<!will )(?<!would )(?<!could )(?<!should )(?<!shall )(?<!must )(?<!may )(?<!might )(?<!can )"
    r"(?<!not )(?<!the )(?<!\ba )(?:beat|cast|cut|hit|put|quit|set(?! (?:for|to))|shut))\b"
)
"""Verbs; those alike in the present count where nothing before makes them infinitives or nouns."""
_VERB_BESIDE = len(" on ")
_HOUR = re.compile(
    r"[\s,(]*(?:\b(?:at|from|@)\s+|(?<=[,\s(]))(?:approximately\s+)?\d{1,2}(?::\d\d)?\s*(?:[-–—]|to)?\s*"
    r"(?:\d{1,2}(?::\d\d)?)?\s*(?:[ap]\.?m\b|noon)",
    re.I,
)
_HOUR_BEFORE = re.compile(
    r"(?:\d\s*[ap]\.?m\b\.?|\bnoon)\)?,?\s*(?:\(?[A-Z][a-z]+\)?,?\s*)?(?:on\s+)?$", re.I
)
_STOP = re.compile(
    r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\bSen)(?<!\bRep)(?<!\bGov)(?<!\bGen)(?<!Sens)(?<!Reps)(?<!\bMrs)(?<![ap]\.m)"
    r"[.!?][\"”’)]*\s+(?=[\"“‘(]?[A-Z]|$)"
)


def cue_of(line: str, mention: Mention) -> Cue:
    """Judge one mention by its own sentence, at most 150 characters to either side; the nearest word decides."""
    before, after = _sentence(line, mention)
    if _AGO.search(before):
        return "old"
    if near := _ADJACENT.search(before) or _ADJACENT_AFTER.match(after):
        return _adverb(near[1])
    if (mention.weekday < 0 or mention.year) and _LAW.search(before):
        return "old"
    if _OLD.search(before) or _OLD_AFTER.match(after) or _is_september_11(mention):
        return "old"
    if _LAST.search(before):
        return "earlier"
    if mention.span or _DUE.search(before) or _HOUR.match(after) or _HOUR_BEFORE.search(before):
        return "ahead"
    ahead = min(_nearest(_AHEAD, before, ""), _nearest(_PURPOSE, before, ""))
    past = _nearest(_PAST, before, "")
    if past > _VERB_BESIDE or ahead <= past:
        ahead, past = min(ahead, _nearest(_AHEAD, "", after)), min(past, _nearest(_PAST, "", after))
    if ahead < _REACH or past < _REACH:
        return (
            "ahead"
            if ahead <= past
            else "earlier"
            if _TODAY.search(before) or _TODAY.search(after)
            else "past"
        )
    return "none"


def _sentence(line: str, mention: Mention) -> tuple[str, str]:
    """Return what stands before and after the mention in its sentence."""
    before = line[max(0, mention.start - _REACH) : mention.start]
    for stop in _STOP.finditer(before):
        cut = stop.end()
        before = " " * cut + before[cut:]
    after = line[mention.end : mention.end + _REACH]
    stop_after = _STOP.search(after)
    return before.lstrip(), after[: stop_after.start()] if stop_after else after


def _adverb(word: str) -> Cue:
    """Name the cue of an adverb of time."""
    word = word.lower()
    if word in ("yesterday", "last night"):
        return "yesterday"
    return "tomorrow" if word == "tomorrow" else "today"


def _is_september_11(mention: Mention) -> bool:
    """11 September stands for 2001 unless its weekday or year says otherwise."""
    return (mention.month, mention.day) == (9, 11) and mention.weekday < 0 and mention.year in (0, 2001)


def _nearest(pattern: re.Pattern[str], before: str, after: str) -> int:
    """Return the distance in characters of the nearest word of a kind; 150 if there is none."""
    distance = _REACH
    for match in pattern.finditer(before):
        distance = len(before) - match.end()
    found = pattern.search(after)
    return min(distance, found.start()) if found else distance


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
