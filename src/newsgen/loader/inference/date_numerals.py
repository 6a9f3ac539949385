"""Read dates written with numbers: 2023-11-22, 22.11.2023, 11/22/2023, 2023年11月22日."""

from __future__ import annotations

import re

from newsgen.loader.inference.date_parts import Form, possible
from newsgen.loader.inference.date_words import weekday_of

_CJK = re.compile(r"(\d{4})\s*[年년]\s*(?:(\d{1,2})\s*[月월]\s*(?:(\d{1,2})\s*[日일])?)?")
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


def read_cjk(text: str) -> Form | None:
    """Read 2023年11月22日(水), 二〇二三年十一月二十二日, 2023년 11월 22일 수요일."""
    if "年" not in text and "년" not in text:
        return None
    match = _CJK.match(_western_digits(text))
    if match is None:
        return None
    rest = _western_digits(text)[match.end() :]
    tail = _CJK_WEEKDAY.fullmatch(text[len(text) - len(rest) :]) if rest else None
    if rest and tail is None:
        return None
    year, month, day = (int(g or 0) for g in match.groups())
    return Form(year, month, day, _WEEKDAY_LETTERS[tail[1]] if tail else -1)


def _western_digits(text: str) -> str:
    """Write Han numerals up to the day's sign as digits: 二〇二三年十一月二十二日 → 2023年11月22日."""
    head, sign, tail = text.partition("日")
    head = re.sub(r"(?<![〇零一二三四五六七八九])十", "一十", head)
    head = re.sub(r"十(?![〇零一二三四五六七八九])", "〇", head).replace("十", "")
    return head.translate(_HAN_DIGITS) + sign + tail


def read_numeric(text: str, language: str) -> Form | None:
    """Read 2023-11-22, 22.11.2023, 11/22/2023 and the like, with a weekday before or after."""
    if not _MARKED.search(text):
        return None
    words = [w for w in re.split(r"[,\s()]+", text) if w]
    days = [weekday_of(w.strip("."), language) for w in words]
    rest = [w for w, d in zip(words, days, strict=True) if d < 0]
    weekday = max(days, default=-1)
    if len(rest) != 1 or len(words) > 2:
        return None
    if match := _ISO.fullmatch(rest[0]):
        return Form(int(match[1]), int(match[2] or match[4]), int(match[3] or 0), weekday)
    match = _NUMERIC.fullmatch(rest[0])
    return _order(int(match[1]), match[2], int(match[3]), match[4], weekday, language) if match else None


def _order(first: int, mark: str, second: int, digits: str, weekday: int, language: str) -> Form | None:
    """Decide which number is the month: dots and most languages write the day first, English both ways."""
    year = int(digits)
    if len(digits) == 2:
        if first <= 12 and second <= 12:
            return None
        year += 2000 if year < 70 else 1900
    day_first, month_first = Form(year, second, first, weekday), Form(year, first, second, weekday)
    fits = [f for f in (day_first, month_first) if possible(f)]
    if mark == "." or language != "en" or first == second:
        return day_first if day_first in fits else next(iter(fits), None)
    agreeing = [f for f in fits if not f.contradicted] if weekday >= 0 else fits
    return agreeing[0] if len(agreeing) == 1 else Form(year) if fits else None
