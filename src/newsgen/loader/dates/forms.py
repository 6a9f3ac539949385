"""Read a short piece of text that is nothing but a date: 22 November 2023, 2023-11-22, 22.11.2023, 2023年11月22日."""

from __future__ import annotations

import calendar
import datetime
import re
import tomllib
import unicodedata
from functools import cache

import msgspec

from newsgen.loader.text import read_data_file
from newsgen.model import PartialDate

FILLERS = frozenset(
    (
        "of the de del do da le el la il den der am on at a di al dia em no o les lo vom г года року р r rok roku og och um kl"
        " klo year"
    ).split()
)
"""Small words between the parts of a date, without a meaning."""


def fold_word(word: str) -> str:
    """Return a word in lower case without combining marks, as the tables hold it."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.casefold().replace("ı", "i"))
    return "".join(c for c in plain if not unicodedata.combining(c))


@cache
def _load_names() -> dict[str, dict[str, dict[str, int]]]:
    """Read data/dates.toml: by 'months' and 'weekdays', word → {language: position, from 0}."""
    tables: dict[str, dict[str, dict[str, int]]] = {}
    for table, languages in tomllib.loads(read_data_file("dates.toml")).items():
        words = tables[table] = {}
        for language, names in languages.items():
            for position, forms in enumerate(names.split("|")):
                for form in forms.split():
                    words.setdefault(fold_word(form), {})[language] = position
    return tables


def _find_position(table: str, word: str, language: str) -> int:
    """Return a word's position in the text's language, or the position on which all other languages agree, or -1."""
    positions = _load_names()[table].get(fold_word(word), {})
    if language in positions:
        return positions[language]
    found = set(positions.values())
    return found.pop() if len(found) == 1 else -1


def find_month(word: str, language: str) -> int:
    """Return 1 to 12 for the name of a month; 0 for other words, and if languages disagree."""
    return _find_position("months", word, language) + 1


def find_weekday(word: str, language: str) -> int:
    """Return 0 (Monday) to 6 (Sunday) for the name of a weekday; -1 for other words."""
    return _find_position("weekdays", word, language)


class DateForm(msgspec.Struct, frozen=True):
    """The parts of a written date; missing parts are 0, a missing weekday -1."""

    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = -1
    """0 Monday to 6 Sunday."""
    has_time: bool = False
    """True if the date has a time of day."""

    @property
    def partial(self) -> PartialDate | None:
        """The date as precise as written; None if the year is missing."""
        return PartialDate(self.year, self.month, self.day) if self.year else None

    @property
    def is_contradicted(self) -> bool:
        """True if the written weekday is wrong."""
        if self.weekday < 0 or not (self.year and self.month and self.day):
            return False
        return datetime.date(self.year, self.month, self.day).weekday() != self.weekday


def is_calendar_date(form: DateForm) -> bool:
    """True if the parts are a date of the calendar, and more than a weekday or a month."""
    if form.year and not 1600 <= form.year <= 2200:
        return False
    if not form.month:
        return bool(form.year) and not form.day
    if not 1 <= form.month <= 12 or not (form.year or form.day):
        return False
    return not form.day or 1 <= form.day <= calendar.monthrange(form.year or 2000, form.month)[1]


_CJK = re.compile(
    r"(?:(\d{4})\s*[年년]\s*)?(?:(?<=[年년])|(?<=[年년]\s)|(?=\d{1,2}\s*[月월]))(?:(\d{1,2})\s*[月월]\s*(?:(\d{1,2})\s*[日일])?)?"
)
_CJK_WEEKDAY = re.compile(
    r"[\s(]*(?:星期|周|週|礼拜)?([月火水木金土日一二三四五六天월화수목금토일])(?:曜日?|요일)?[\s)]*"
)
_HAN_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_ISO = re.compile(r"(\d{4})(?:[-./](\d{1,2})[-./](\d{1,2})\.?|-(\d{2}))")
_MARKED = re.compile(r"\d[-./]\s?\d")
_NUMERIC = re.compile(r"(\d{1,2})([-./])\s?(\d{1,2})\2\s?(\d{4}|\d{2})")
_WEEKDAY_LETTERS = {
    c: n
    for n, row in enumerate(["月一월", "火二화", "水三수", "木四목", "金五금", "土六토", "日天일"])
    for c in row
}


def _read_cjk(text: str) -> DateForm | None:
    """Read 2023年11月22日(水), 二〇二三年十一月二十二日, 2023년 11월 22일 수요일."""
    if not any(sign in text for sign in "年년月월"):
        return None
    match = _CJK.match(_western_digits(text))
    rest = match and _western_digits(text)[match.end() :]
    tail = _CJK_WEEKDAY.fullmatch(text[len(text) - len(rest) :]) if rest else None
    if match is None or (rest and tail is None):
        return None
    year, month, day = (int(g or 0) for g in match.groups())
    return DateForm(year, month, day, _WEEKDAY_LETTERS[tail[1]] if tail else -1)


def _western_digits(text: str) -> str:
    """Write Han numerals up to 日 as digits: 二〇二三年十一月二十二日 → 2023年11月22日."""
    head, sign, tail = text.partition("日")
    head = re.sub(r"(?<![〇零一二三四五六七八九])十", "一十", head)
    head = re.sub(r"十(?![〇零一二三四五六七八九])", "〇", head).replace("十", "")
    return head.translate(_HAN_DIGITS) + sign + tail


def _read_numeric(text: str, language: str) -> DateForm | None:
    """Read 2023-11-22, 22.11.2023, 11/22/2023 and the like, with a weekday before or after."""
    if not _MARKED.search(text):
        return None
    words = [w for w in re.split(r"[,\s()]+", text) if w]
    days = [find_weekday(w.strip("."), language) for w in words]
    rest = [w for w, d in zip(words, days, strict=True) if d < 0]
    weekday = max(days, default=-1)
    if len(rest) != 1 or len(words) > 2:
        return None
    if match := _ISO.fullmatch(rest[0]):
        return DateForm(int(match[1]), int(match[2] or match[4]), int(match[3] or 0), weekday)
    if match := _NUMERIC.fullmatch(rest[0]):
        return _choose_month(int(match[1]), match[2], int(match[3]), match[4], weekday, language)
    return None


def _choose_month(
    first: int, mark: str, second: int, digits: str, weekday: int, language: str
) -> DateForm | None:
    """Decide which number is the month: dots and most languages write the day first, English both ways."""
    year = int(digits)
    if len(digits) == 2:
        if first <= 12 and second <= 12:
            return None
        year += 2000 if year < 70 else 1900
    day_first, month_first = DateForm(year, second, first, weekday), DateForm(year, first, second, weekday)
    fits = [f for f in (day_first, month_first) if is_calendar_date(f)]
    if mark == "." or language != "en" or first == second:
        return day_first if day_first in fits else next(iter(fits), None)
    agreeing = [f for f in fits if not f.is_contradicted] if weekday >= 0 else fits
    return agreeing[0] if len(agreeing) == 1 else DateForm(year) if fits else None


_TIME = re.compile(
    r"(?:(?<=\d)T|[\s,]*\b)\d{1,2}(?:[:h]\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?\s?m\b\.?)?|\s*[ap]\.?\s?m\b\.?)"
    r"\s*(?:Z\b|[+-]\d\d:?\d\d|\(?(?:[ECMP][SD]?T|UTC|GMT|[CK]ST|JST|CEST|CET|BST|IST|Uhr|hrs?)\b\)?)?",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"(\d+)(?:st|nd|rd|th|er|re|eme|[eºª°])?(?![^\W\d_])\.?|([^\W\d_]+(?:-[^\W\d_]+)?)\.?", re.IGNORECASE
)
_BETWEEN = " ,.'’()-/\u00a0"
"""Marks that may be between the words of a date."""


def parse_date_form(text: str, language: str) -> DateForm | None:
    """Read a text that is only a date, with or without a weekday and a time.

    Args:
        text: at most one line, e.g. 'Wednesday, 22 November 2023', '2023年11月22日', '22.11.2023, 14:05 Uhr'.
        language: primary subtag of the text's language; it decides if languages disagree.

    Returns:
        The parts; None if the text has other words, or the day is not in the calendar. An ambiguous numeric date
        ('03/04/2005') gives only its year.
    """
    if len(text) > 90:
        return None
    plain = unicodedata.normalize("NFKC", text).strip(" \t.,;:()[]*_#|")
    has_time = False
    if ":" in plain or "h" in plain or "m" in plain.casefold():
        plain, count = _TIME.subn(" ", plain)
        has_time = count > 0
        plain = plain.strip(" ,.;()")
    found = _read_cjk(plain) or _read_numeric(plain, language) or _read_words(plain, language)
    if found is None or not is_calendar_date(found):
        return None
    return msgspec.structs.replace(found, has_time=has_time)


def _read_words(text: str, language: str) -> DateForm | None:
    """Read a date with the month's name, its parts in any order."""
    year = month = day = 0
    weekday, end = -1, 0
    for match in _TOKEN.finditer(text):
        if text[end : match.start()].strip(_BETWEEN):
            return None
        end = match.end()
        number, word = match.groups()
        if number:
            if len(number) == 4 and not year:
                year = int(number)
            elif len(number) <= 2 and not day:
                day = int(number)
            else:
                return None
        elif (m := find_month(word, language)) and not month:
            month = m
        elif (w := find_weekday(word, language)) >= 0 and weekday < 0:
            weekday = w
        elif fold_word(word) not in FILLERS:
            return None
    return DateForm(year, month, day, weekday) if month and not text[end:].strip(_BETWEEN) else None
