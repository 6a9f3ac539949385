"""Find the lines that state a date: date lines, release lines, dates of letters, datelines, bylines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from newsgen.loader.dates.forms import DateForm, parse_date_form
from newsgen.loader.dates.mentions import (
    HOURS,
    LINE_READ,
    find_day_mentions,
    find_mention_cue,
    take_first_lines,
)
from newsgen.loader.structure.lines_above_text import is_release_line, read_agency_day
from newsgen.loader.text import SeedText, read_lines_toml

Role = Literal["date-line", "release", "dateline", "labelled", "byline", "title", "letter", "statement"]
"""date-line: among the first lines; release: next to 'For immediate release'; dateline: before a paragraph's dash;
labelled: after 'Published' or a similar word; byline: next to a name; title: at the end of the headline; letter: above
an address or greeting inside the text; statement: on its own line after a paragraph."""
Neighbour = Literal["alone", "label", "other"]
"""The rest of a date's line: nothing, 'Published' or a similar word, a name or a place."""


class StatedDate(msgspec.Struct, frozen=True):
    """A date that a line of the text states."""

    line: int
    """Line of the seed, counted from 1."""
    quote: str
    """The part of the line with the date."""
    form: DateForm
    role: Role
    is_today: bool = False
    """For a letter or a statement: the text before it has 'today' or a similar word."""
    has_lead_in: bool = False
    """For a letter or a statement: the line before introduces it."""


_WORDS = read_lines_toml()
_RELEASE = re.compile(r"\b(?:for|immediate|press|news|media)\s+release", re.IGNORECASE)
_NOT_BEFORE = re.compile(r"embargo|until|not for", re.IGNORECASE)
_EVENT_DAY = re.compile(rf"(?:{_WORDS['event-day']})\s*[:：]", re.IGNORECASE)
_EVENT_FIELD = re.compile(rf"(?:{_WORDS['event-field']})\s*[:：]", re.IGNORECASE)
_ITEM = re.compile(r"\s*(?:[-+•]|\*(?= ))\s*\S")
"""An item of a list: its day is one of several."""
_LONGEST = 120
"""Longest date line, in characters."""
_HOUR = re.compile(rf"(?:time:?\s*)?{HOURS}", re.IGNORECASE)
_TODAY = re.compile(r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b", re.IGNORECASE)
_LEAD_IN = re.compile(rf"\b(?:{_WORDS['introduces']})\b|:$", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:(?:date(?: of (?:issue|release|publication))?|(?:first )?publish(?:ed)?(?: date)?|posted|issued|filed|"
    r"(?:for )?(?:immediate )?released?(?: date)?|datum|veröffentlicht|erschienen|publié|publie|paru|fecha|publicado|"
    r"data|pubblicato|gepubliceerd|geplaatst|publicerad|publisert|julkaistu|opublikowano|zveřejněno|дата|"
    r"опубликовано|опубліковано|发布日期|配信|日付|등록)"
    r"(?:\s+(?:on|at|am|le|el|em|il|op|den|dnia))?)\s*[:：\-–—]?\s+|(?:日期|时间|发布时间|公開日|掲載日|입력|등록)[:：]?\s*",
    re.IGNORECASE,
)
_EVENT = re.compile(rf"\b(?:{_WORDS['event']})\b(?=.{{0,40}}$)", re.IGNORECASE)
_UPDATED = re.compile(r"[\s|•·,;(–—-]*\b(?:last )?(?:updated?|modified)\b", re.IGNORECASE)
"""What follows the day of publication does not count."""
_SEPARATOR = re.compile(r"\s*(?:[|•·\t–—]|\s-{1,2}\s|;)\s*")
_AGENCY = re.compile(r"\s*[(（](?!\D{0,20}\d)[^)）]{1,40}[)）]|\s*/[\w ]{2,20}/")
_HEAD = re.compile(r"([^\n]{0,80}?\d[^\n]{0,30}?)\)?\s*(?:[–—―]|-{2}|\s-\s|\.-|:\s)")
_SPAN = re.compile(
    r"\d{4}\)?\s*(?:[-–—]|to\b)\s*(?:\d{1,2}\.?\s+)?[^\W\d_]{3,}\.?\s+(?:\d{1,2},?\s+)?(?:1[6-9]|20)\d\d\b"
)
"""A life or the days of an event: 'May 5, 1950 – June 6, 2010'."""
_SMALL_IN_PLACES = frozenset("a an and de del der di el la le of on the van von".split())
_SMALL_IN_NAMES = frozenset(
    "a an and at by de del for from in la le of on remarks statement text the to van von".split()
)
_BEFORE_NAMES = frozenset("by filed posted published written".split())
_NO_PLACE = frozenset(
    "after as before between by during from in last next on since the this through to until update updated".split()
)


def find_date_lines(text: SeedText) -> list[StatedDate]:
    """Find the dates that lines state, in the order of the text, without schedules of coming events.

    Only the first 40 lines that are not blank are read: an article's date is at its top, or above a letter that it quotes.
    """
    lines = [(number, line.strip(" \t#*_>")) for number, line in take_first_lines(text)]
    found: list[StatedDate] = []
    prose: list[str] = []
    is_released = False
    for place, (number, line) in enumerate(lines):
        is_release = bool(_RELEASE.search(line[:200]))
        is_title = number == text.title_line
        if _ITEM.match(text.lines[number - 1]) or (prose and text.lines[number - 1].startswith("#")):
            continue
        date = _read_line(number, line, text.language, bool(prose), is_released or is_release)
        if date and _is_of_event(lines, place):
            continue
        if date and is_title:
            # A headline that is a full date states it; a date at the end of a headline may be the subject of the text.
            role = "title" if date.role == "byline" else date.role
            date = msgspec.structs.replace(date, role=role) if date.form.year else None
        if date and prose and date.role not in ("labelled", "title"):
            following = [s for _, s in lines[place + 1 : place + 3]]
            date = _set_prose_role(date, prose, lines[place - 1][1], following)
        elif not (prose or is_title or date):
            date = _read_release_line(number, line)
            if date is None and (dateline := read_dateline(line, text.language)):
                date = StatedDate(number, *dateline, "dateline")
        if date:
            found.append(date)
        is_released = is_release or (is_released and len(line) < 40)
        if not is_title and _is_prose(line):
            prose.append(line[:LINE_READ])
    return found


def _is_of_event(lines: Sequence[tuple[int, str]], place: int) -> bool:
    """True if a line that begins with 'Date:' is among the place, the hour and the subject of an event."""
    around = [line for _, line in (*lines[max(0, place - 3) : place], *lines[place + 1 : place + 4])]
    return _EVENT_DAY.match(lines[place][1]) is not None and any(map(_EVENT_FIELD.match, around))


def _read_release_line(number: int, line: str) -> StatedDate | None:
    """Read the only full date of a release mark or contact that runs on with other words."""
    if not is_release_line(line) or _NOT_BEFORE.search(line):
        return None
    days = [day for day in find_day_mentions([(number, line)]) if day.year and not day.is_range]
    forms = [DateForm(day.year, day.month, day.day, day.weekday) for day in days]
    return StatedDate(number, days[0].words, forms[0], "release") if len(forms) == 1 else None


def _is_prose(line: str) -> bool:
    """True if a line is a paragraph, not a title, a label or an address."""
    return len(line) > 120 or (len(line) > 60 and line.rstrip('"”’)')[-1:] in (".", "!", "?", "。"))


def _read_line(
    number: int, line: str, language: str, after_prose: bool, is_released: bool
) -> StatedDate | None:
    """Read the date of a short line; its role depends on the lines before it."""
    found = read_short_line(line, language, after_prose)
    if found is None:
        return None
    form, neighbour = found
    if neighbour == "alone" and not (form.year or form.weekday >= 0 or is_released):
        return None
    role: Role = "statement" if after_prose else "release" if is_released else "date-line"
    if neighbour == "label" and after_prose and form.year:
        role = "labelled"
    elif neighbour == "other" and role == "date-line":
        role = "byline"
    return StatedDate(number, line, form, role)


def _set_prose_role(
    date: StatedDate, prose: Sequence[str], before: str, following: Sequence[str]
) -> StatedDate | None:
    """Decide whether a date is a letter's or a statement's; None for a day of a schedule, and for old documents.

    In a schedule, hours follow the day. An old document is named by its date in the text ('the November 17 letter').
    """
    form = date.form
    if form.has_time or not form.year or any(map(_HOUR.match, following)):
        return None
    if any(_names_day(line, form) for line in prose):
        return None
    is_letter = following and len(following[0]) < 100 and not _is_prose(following[0])
    return msgspec.structs.replace(
        date,
        role="letter" if is_letter else "statement",
        is_today=any(map(_TODAY.search, prose)),
        has_lead_in=bool(_LEAD_IN.search(before)),
    )


def _names_day(line: str, form: DateForm) -> bool:
    """True if a line names the day of a form in English, and not as 'today'."""
    return any(
        (m.month, m.day) == (form.month, form.day) and find_mention_cue(line, m) != "today"
        for m in find_day_mentions([(1, line)])
    )


def read_short_line(line: str, language: str, after_prose: bool) -> tuple[DateForm, Neighbour] | None:
    """Read the date of a short line that is no sentence and names no event.

    Args:
        line: without the marks of Markdown.
        language: primary subtag of the text's language.
        after_prose: True after the first paragraph, where lists begin: there a date must end its line.
    """
    has_number = any(map(str.isdigit, line)) or "年" in line
    if len(line) > _LONGEST or "@" in line or not has_number or _SPAN.search(line):
        return None
    line = _UPDATED.split(line, maxsplit=1)[0] or line
    label = _LABEL.match(line)
    rest = line[label.end() :] if label else line
    if form := parse_date_form(rest, language):
        return form, "label" if label else "alone"
    if _EVENT.search(line):
        return None
    for words, others in _split_line(rest, after_prose):
        form = parse_date_form(words, language)
        if form and form.year and form.month and all(map(_is_name, others)):
            return form, "other"
    return None


def _split_line(line: str, after_prose: bool) -> Iterator[tuple[str, list[str]]]:
    """Yield parts of a line that may be a date, each with the other parts; after prose only parts at the end."""
    parts = [part for part in _SEPARATOR.split(line) if part]
    if len(parts) > 1 and not after_prose:
        for place, part in enumerate(parts):
            yield part, parts[:place] + parts[place + 1 :]
    words = line.split()
    for place, word in enumerate(words[:8]):
        if word.lower() in ("by", "von", "par", "por"):
            yield " ".join(words[:place]), [" ".join(words[place:])]
    for size in range(min(8, len(words) - 1), 2, -1):
        yield " ".join(words[-size:]), [" ".join(words[:-size])]


def _is_name(text: str) -> bool:
    """True if a text is a name, a place or a head ('By Jane Doe', 'Statement of the Senator'), not a sentence."""
    words = text.strip(" ,()").split()
    if 0 < len(words) <= 8 and words[0].lower() in _BEFORE_NAMES:
        return True
    if len(words) <= 2:
        return not text.rstrip().endswith(":")
    is_sentence = text.rstrip().endswith((".", "?", "!", ":")) or words[-1].lower() in _NO_PLACE
    return len(words) <= 12 and not is_sentence and _is_capitalised(words, _SMALL_IN_NAMES)


def _is_capitalised(words: Sequence[str], small: frozenset[str]) -> bool:
    return all(not word[0].islower() or word in small for word in words)


def read_dateline(line: str, language: str) -> tuple[str, DateForm] | None:
    """Read the dateline that a paragraph begins with: 'BEIJING, Nov. 22 (Xinhua) —', 'PARIS, 22 novembre 2023 (AFP) -'.

    Without a place before it a day needs its year ('May 7, 2007 — …'); a range or a sentence is none.

    Returns:
        The dateline as written up to its dash, and the day in it.
    """
    match = _HEAD.match(_AGENCY.sub("", line[:160], count=1))
    agency = read_agency_day(line)
    form = parse_date_form(agency[1], language) if agency else None
    by_agency = (agency[0], form) if agency and form else None
    if match is None or _SPAN.search(line[:160]):
        return by_agency
    head = match[1].strip()
    words = re.split(r"(?<=[\s(])", head)
    found: tuple[str, DateForm] | None = None
    for size in range(1, min(8, len(words)) + 1):
        form = parse_date_form("".join(words[-size:]), language)
        place = "".join(words[:-size])
        if form and form.month and form.day and _is_place(place) and (place.strip(" (") or form.year):
            found = head, form
    return found or by_agency


def _is_place(text: str) -> bool:
    """True if a text is the place of a dateline ('WASHINGTON, D.C.') or empty, not the start of a sentence."""
    words = text.strip(" ,(").split()
    if len(words) > 6 or ":" in text or not _is_capitalised(words, _SMALL_IN_PLACES):
        return False
    return not any(word.lower().strip("_(") in _NO_PLACE for word in words[:1] + words[-1:])
