"""Find days in English text ('Wednesday, Nov. 22'), and decide from the words around them whether they are past or future."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Literal

import msgspec

from newsgen.loader.dates.forms import find_month, find_weekday
from newsgen.loader.text import SeedText, read_lines_toml

Cue = Literal["today", "yesterday", "tomorrow", "past", "earlier", "ahead", "old", "none"]
"""today, yesterday, tomorrow: such a word is next to the mention; past: the sentence is in the past tense; earlier: the
same, but another day is 'today', or the mention is 'last Friday'; ahead: announced or due; old: history, law, an
anniversary; none: unknown."""

Place = Literal["before-verb", "after-verb", "opening", "sentence", "repeated", "background"]
"""Of a past day: before-verb ('The ministers on Friday, May 5, signed'), after-verb ('signed a treaty on Friday, May 5'),
opening ('On Friday, May 5, the ministers signed') and sentence (elsewhere) are in the first sentence of the text;
repeated: later, but the text goes on to name the weekday alone ('on Friday'); background: other places."""


class DayMention(msgspec.Struct, frozen=True):
    """A day in a line, with or without its weekday and year."""

    line: int
    """Line of the seed, counted from 1."""
    start: int
    """Column at which the mention starts, in characters from 0."""
    end: int
    """Column after its last character."""
    month: int
    day: int
    year: int = 0
    """0 if the text has no year."""
    weekday: int = -1
    """0 Monday to 6 Sunday; -1 if the text has no weekday."""
    is_range: bool = False
    """True for one end of a range ('Aug. 28-30')."""
    cue: Cue = "none"
    position: int = -1
    """Position of its line among the first lines of the body, from 0; -1 for later lines."""
    phrase: str = ""
    """The words of the mention, with 'On' or 'today' before them; '' if `position` is -1."""
    place: Place = "background"
    words: str = ""
    """The words of the mention."""

    def in_year(self, year: int) -> datetime.date | None:
        """Return the day in a year; None for 29 February of a common year."""
        try:
            return datetime.date(year, self.month, self.day)
        except ValueError:
            return None

    def fits(self, day: datetime.date) -> bool:
        """True if a day has the weekday and the year of the mention."""
        return self.weekday in (-1, day.weekday()) and self.year in (0, day.year)


LINES_READ = 2000
"""Number of first lines, with blank ones, that are read for dates."""
_HEAD_LINES = 40
"""Number of first lines, without blank ones, that are read for dates."""
LINE_READ = 4000
"""Number of characters of a line that are read for dates."""
_LEAD_LINES = 12
"""Number of first lines of the body in which a day may be the day of writing."""
_MONTH = (
    r"(?:Jan(?:uary)?|JAN(?:UARY)?|Feb(?:ruary)?|FEB(?:RUARY)?|Mar(?:ch)?|MAR(?:CH)?|Apr(?:il)?|APR(?:IL)?|May|MAY|"
    r"June?|JUNE?|July?|JULY?|Aug(?:ust)?|AUG(?:UST)?|Sept?(?:ember)?|SEPT?(?:EMBER)?|Oct(?:ober)?|OCT(?:OBER)?|"
    r"Nov(?:ember)?|NOV(?:EMBER)?|Dec(?:ember)?|DEC(?:EMBER)?)\b\.?"
)
_UNITS = r"(?!\s*(?:%|per\s?cent|million|billion|people|years|days|hours|miles|members|points))"
_YEAR = r"(?:(?:,\s*|\s+)(?P<year>(?:1[6-9]|20)\d\d)(?![\d,]\d|\d))?"
_ORDINAL = r"(?:st|nd|rd|th|ST|ND|RD|TH)?"
_MONTH_FIRST = re.compile(
    rf"(?=[JFMASOND])\b(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}}){_ORDINAL}(?![\d%/]|[,.:]\d)(?![A-Za-z]){_UNITS}"
    rf"(?P<last>\s*(?:(?:[-–—]|to|through)\s*(?:{_MONTH}\s+)?|(?:&|and)\s*)(?:the\s+)?\d{{1,2}}{_ORDINAL}"
    rf"(?![\d%:]|\s*[ap]\.m))?{_YEAR}"
)
_DAY_FIRST = re.compile(
    rf"(?P<day>\d(?<![\w$.,:-]\d)\d?){_ORDINAL}(?:\s+of)?\s+(?P<month>{_MONTH})(?!\s*\d{{1,2}}\b)(?P<last>)?{_YEAR}"
)
_DIGIT = re.compile(r"\d")
_WEEKDAY_BEFORE = re.compile(
    r"\b((?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thurs?|fri|sat|sun)\.?(?:,\s*|\s+)(?:the\s+|on\s+)?$",
    re.IGNORECASE,
)
_WEEKDAY_AFTER = re.compile(r"\s*[,(]\s*(?:a\s+)?((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b\)?")
_RANGE_BEFORE = re.compile(r"(?:\d\s*[-–—]|\b(?:from|between)\s+(?:\w+,?\s+)?)\s*$")


def find_day_mentions(lines: Iterable[tuple[int, str]]) -> Iterator[DayMention]:
    """Yield the days in (line number, line) pairs, in the order of the text."""
    for number, line in lines:
        found = [*_MONTH_FIRST.finditer(line), *_DAY_FIRST.finditer(line)] if _DIGIT.search(line) else []
        end = 0
        for match in sorted(found, key=re.Match.start):
            mention = _read_mention(number, line, match)
            if mention is not None and match.start() >= end:
                end = match.end()
                yield mention


def _read_mention(number: int, line: str, match: re.Match[str]) -> DayMention | None:
    """Make a mention of a match and the weekday next to it; None if it is not a day of the calendar."""
    start, end = match.span()
    before = line[max(0, start - 16) : start]
    weekday = -1
    if found := _WEEKDAY_BEFORE.search(before):
        weekday = find_weekday(found[1], "en")
        start -= len(before) - found.start()
    elif after := _WEEKDAY_AFTER.match(line, end):
        weekday = find_weekday(after[1], "en")
        end = after.end()
    month = find_month(match["month"].rstrip("."), "en")
    day, year = int(match["day"]), int(match["year"] or 0)
    is_range = bool(match["last"]) or bool(_RANGE_BEFORE.search(line[max(0, start - 16) : start]))
    mention = DayMention(number, start, end, month, day, year, weekday, is_range, words=line[start:end])
    return mention if day and mention.in_year(year or 2000) else None


def find_mentions_with_cues(text: SeedText) -> Iterator[DayMention]:
    """Yield the days in the first lines of an English text, with title and dek.

    The cue is read only if the day can be the day of writing or help to find its year.
    """
    head = ((number, line[:LINE_READ]) for number, line in take_first_lines(text))
    positions = {number: place for place, (number, _) in enumerate(islice(text.body, _LEAD_LINES))}
    for mention in find_day_mentions(head):
        line = text.lines[mention.line - 1]
        position = -1 if mention.is_range else positions.get(mention.line, -1)
        is_needed = position >= 0 or (mention.weekday >= 0 and not mention.year)
        mention = msgspec.structs.replace(
            mention,
            cue=find_mention_cue(line, mention) if is_needed else "none",
            position=position,
            phrase=line[_phrase_start(line, mention) : mention.end] if position >= 0 else "",
        )
        if mention.cue == "past" and position >= 0 and mention.weekday >= 0:
            mention = msgspec.structs.replace(mention, place=_find_place(text, line, mention))
        yield mention


def _find_place(text: SeedText, line: str, mention: DayMention) -> Place:
    """Find the place of a past day with its weekday."""
    if mention.position or _STOP.search(line[: mention.start]):
        later = (other[:LINE_READ] for other in text.lines[mention.line - 1 : mention.line + _LEAD_LINES])
        return "repeated" if any(map(_ALONE[mention.weekday].search, later)) else "background"
    before, after = _cut_sentence(line, mention)
    if _INTERVIEW.search(before):
        return "background"
    if before.strip().lower() in ("", "on"):
        return "opening"
    if _nearest_after(_PAST, after) <= _VERB_AFTER:
        return "before-verb"
    return "after-verb" if _nearest_before(_PAST, before) <= _CLAUSE else "sentence"


def take_first_lines(text: SeedText) -> Iterator[tuple[int, str]]:
    """Yield number and text of the first 40 lines that are not blank."""
    lines = enumerate(text.lines[:LINES_READ], 1)
    return islice(((number, line) for number, line in lines if line.strip()), _HEAD_LINES)


def _phrase_start(line: str, mention: DayMention) -> int:
    """Return the start of a mention's phrase, with 'On' or 'today' before the day."""
    before = line[max(0, mention.start - 12) : mention.start]
    last = before.rstrip().rpartition(" ")[2]
    known = last.strip("(,").lower() in ("on", "today", "tomorrow", "yesterday")
    return mention.start - (len(before) - before.rfind(last)) if known else mention.start


_WORDS = read_lines_toml()
_REACH = 150
_ADJACENT = re.compile(
    r"\b(today|tonight|this (?:morning|afternoon|evening)|yesterday|last night|tomorrow)\b[\s,(–—-]*(?:on\s+)?$",
    re.I,
)
_AGO = re.compile(r"\bago\b[\s,]*(?:today|yesterday|tomorrow|this \w+)?[\s,(–—-]*(?:on\s+)?$", re.I)
_TODAY = re.compile(r"\btoday\b", re.I)
_OLD = re.compile(rf"\b(?:{_WORDS['old']})\s*$", re.IGNORECASE)
_LAW = re.compile(r"\b(?:signed into law on|enacted(?: on)?|approved|passed on)\s*$", re.I)
"""Before a day without a weekday or a full date it means history; before a weekday without a year it is news."""
_OLD_AFTER = re.compile(rf"[\s,]*(?:{_WORDS['old-after']})\b", re.IGNORECASE)
_LAST = re.compile(r"\b(?:last|past)\s+$", re.I)
_DUE = re.compile(rf"\b(?:{_WORDS['due']})\s+(?:on\s+)?$", re.IGNORECASE)
_AHEAD = re.compile(rf"\b(?:{_WORDS['ahead']})\b", re.IGNORECASE)
_PURPOSE = re.compile(rf"\bto (?:{_WORDS['purpose']})\b", re.IGNORECASE)
"""Before a day it means a future day ('to testify Friday'); after a day it is the purpose of the day."""
_PAST = re.compile(rf"\b(?:{_WORDS['past']})\b")
_VERB_BESIDE = len(" on ")
_VERB_AFTER = len(", “")
_INTERVIEW = re.compile(r"\b(?:interview|conversation|poll|survey)\b", re.IGNORECASE)
"""Its own day is often days before the text's."""
_CLAUSE = 45
"""Greatest distance in characters from a verb to the day that belongs to it."""
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_ALONE = [re.compile(rf"\b{day}\b(?!,? [A-Z][a-z]+\.? \d)") for day in WEEKDAYS]
"""Each weekday without month and day after it."""
HOURS = r"\d{1,2}(?::\d\d)?\s*(?:[-–—]|to)?\s*(?:\d{1,2}(?::\d\d)?)?\s*(?:[ap]\.?m\b|noon)"
"""Matches a time of day, or from when to when."""
_HOUR = re.compile(rf"[\s,(]*(?:\b(?:at|from|@)\s+|(?<=[,\s(]))(?:approximately\s+)?{HOURS}", re.I)
_HOUR_BEFORE = re.compile(
    r"(?:\d\s*[ap]\.?m\b\.?|\bnoon)\)?,?\s*(?:\(?[A-Z][a-z]+\)?,?\s*)?(?:on\s+)?$", re.I
)
_STOP = re.compile(
    r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\bSen)(?<!\bRep)(?<!\bGov)(?<!\bGen)(?<!Sens)(?<!Reps)(?<!\bMrs)(?<![ap]\.m)"
    r"[.!?][\"”’)]*\s+(?=[\"“‘(]?[A-Z]|$)"
)


def find_mention_cue(line: str, mention: DayMention) -> Cue:
    """Find the cue of a mention in its sentence, at most 150 characters before and after it; the nearest word decides."""
    before, after = _cut_sentence(line, mention)
    if _AGO.search(before):
        return "old"
    if near := _ADJACENT.search(before):
        word = near[1].lower()
        if word in ("yesterday", "last night"):
            return "yesterday"
        return "tomorrow" if word == "tomorrow" else "today"
    if (mention.weekday < 0 or mention.year) and _LAW.search(before):
        return "old"
    if _OLD.search(before) or _OLD_AFTER.match(after):
        return "old"
    if _LAST.search(before):
        return "earlier"
    if mention.is_range or _DUE.search(before) or _HOUR.match(after) or _HOUR_BEFORE.search(before):
        return "ahead"
    ahead = min(_nearest_before(_AHEAD, before), _nearest_before(_PURPOSE, before))
    past = _nearest_before(_PAST, before)
    if past > _VERB_BESIDE or ahead <= past:
        ahead, past = min(ahead, _nearest_after(_AHEAD, after)), min(past, _nearest_after(_PAST, after))
    if ahead == past == _REACH:
        return "none"
    if ahead <= past:
        return "ahead"
    return "earlier" if _TODAY.search(before) or _TODAY.search(after) else "past"


def _cut_sentence(line: str, mention: DayMention) -> tuple[str, str]:
    """Return the parts of a mention's sentence before and after it."""
    before = line[max(0, mention.start - _REACH) : mention.start]
    for stop in _STOP.finditer(before):
        cut = stop.end()
        before = " " * cut + before[cut:]
    after = line[mention.end : mention.end + _REACH]
    stop_after = _STOP.search(after)
    return before.lstrip(), after[: stop_after.start()] if stop_after else after


def _nearest_before(pattern: re.Pattern[str], before: str) -> int:
    """Return the distance in characters from the nearest match before the mention; 150 if there is none."""
    return min((len(before) - match.end() for match in pattern.finditer(before)), default=_REACH)


def _nearest_after(pattern: re.Pattern[str], after: str) -> int:
    """Return the distance in characters to the nearest match after the mention; 150 if there is none."""
    found = pattern.search(after)
    return found.start() if found else _REACH
