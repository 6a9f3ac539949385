"""Format dates, numbers and lists of words in a language, with babel.

babel is imported when the first page formats a date, never by a build that renders nothing.
Its patterns and formatted fields, e.g. names of months, are cached: thousands of pages share them.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from newsgen.model import PartialDate

if TYPE_CHECKING:
    from babel import Locale
    from markupsafe import Markup

_FIELD = re.compile(r"%\((\w+)\)s")
"""A field in babel's patterns: '%(MMMM)s %(d)s, %(y)s'."""
_LONG: Final = "long"
"""One of babel's styles; all other styles here are skeletons."""


@lru_cache(maxsize=64)
def find_locale(language: str) -> Locale:
    """Find the nearest locale that babel has: the tag, its primary subtag, else English."""
    from babel import Locale, UnknownLocaleError

    whole = language.replace("_", "-")
    for tag in (whole, whole.partition("-")[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


@lru_cache(maxsize=65536)
def long_date(date: PartialDate, language: str) -> str:
    """Write a date as precisely as known: 'November 22, 2023', 'November 2023' or '2023'.

    Source: Unicode CLDR, date formats of the locale.
    """
    return _format(date, _LONG if date.day else "yMMMM" if date.month else "y", language)


@lru_cache(maxsize=65536)
def short_month_day(date: PartialDate, language: str) -> str:
    """Write a date without its year, for lists of one year: 'Nov 22' or 'Nov', but '2023' if only the year is known."""
    return _format(date, "MMMd" if date.day else "MMM" if date.month else "y", language)


@lru_cache(maxsize=512)
def month_day(date: PartialDate, language: str) -> str:
    """Write a day without its year: 'November 22'."""
    return _format(date, "MMMMd", language)


@lru_cache(maxsize=65536)
def medium_date(date: PartialDate, language: str) -> str:
    """Write a date for narrow columns: 'Nov 22, 2023', 'Nov 2023' or '2023'."""
    return _format(date, "yMMMd" if date.day else "yMMM" if date.month else "y", language)


_STYLES = {"short": short_month_day, "medium": medium_date, "long": long_date}


@lru_cache(maxsize=65536)
def time_element(date: PartialDate, style: str, language: str) -> Markup:
    """Write a date for readers and machines: '<time datetime="2023-11-22">Nov 22</time>'.

    The style is 'short', 'medium' or 'long', as the filters of these names; any other raises a LookupError.
    """
    from markupsafe import Markup  # not needed by a build that renders nothing

    return Markup('<time datetime="{}">{}</time>').format(date.iso, _STYLES[style](date, language))


def weekday(date: PartialDate, language: str) -> str:
    """Name the day of the week, e.g. 'Wednesday'; '' if the day is not known."""
    return _field("EEEE", 2001, 1, 1 + date.first_day.weekday(), language) if date.day else ""


def _format(date: PartialDate, style: str, language: str) -> str:
    """Write a date in one of babel's styles or by a skeleton."""
    text, fields = _pattern(style, language)
    return text % tuple([_field(name, *_clear_unused_parts(date, name[0]), language) for name in fields])


def _clear_unused_parts(date: PartialDate, letter: str) -> tuple[int, int, int]:
    """Return year, month and day, with 1 for the parts that a field does not use, so that dates share cached fields."""
    if letter == "d":
        return 1, 1, date.day or 1
    if letter in "ML":
        return 1, date.month or 1, 1
    return (date.year, 1, 1) if letter in "yG" else (date.year, date.month or 1, date.day or 1)


@lru_cache(maxsize=512)
def _pattern(style: str, language: str) -> tuple[str, tuple[str, ...]]:
    """Find the text of a pattern, with '%s' for each field, and the fields' names.

    Source: Unicode Technical Standard #35, Part 4, "Date Field Symbol Table".
    """
    from babel.dates import get_date_format, match_skeleton, parse_pattern

    locale = find_locale(language)
    if style == _LONG:
        pattern = get_date_format(_LONG, locale)
    else:
        known = locale.datetime_skeletons
        pattern = known[style if style in known else match_skeleton(style, known)]
    text = str(parse_pattern(pattern).format)
    return _FIELD.sub("%s", text), tuple(_FIELD.findall(text))


@lru_cache(maxsize=4096)
def _field(name: str, year: int, month: int, day: int, language: str) -> str:
    """Format one field of a date, e.g. 'MMMM' → 'November'."""
    from babel.dates import DateTimeFormat

    return DateTimeFormat(datetime.date(year, month, day), find_locale(language))[name]


@lru_cache(maxsize=4096)
def month_name(month: int, language: str, width: str = "wide") -> str:
    """Name a month, 1 to 12, outside a date; `width` is 'wide', 'abbreviated' or 'narrow'."""
    from babel.dates import get_month_names

    names = get_month_names(width, context="stand-alone", locale=find_locale(language))  # type: ignore[arg-type]
    return str(names[month])


@lru_cache(maxsize=4096)
def format_number(value: int, language: str) -> str:
    """Write a whole number with the locale's thousands separators, e.g. '10,000'."""
    if -1000 < value < 1000:
        return str(value)
    from babel.numbers import format_decimal

    return format_decimal(value, locale=find_locale(language))


@lru_cache(maxsize=1024)
def format_share(share: float, language: str) -> str:
    """Write a share, 0 to 1, in whole per cent: '40%'."""
    from babel.numbers import format_percent

    return format_percent(share, locale=find_locale(language))


def join_words(words: Sequence[str], language: str) -> str:
    """Join words to a list: 'a', 'a and b', 'a, b and c'."""
    count = len(words)
    if count < 2:
        return "".join(words)
    return "".join([separator_before(index, count, language) + word for index, word in enumerate(words)])


def separator_before(index: int, count: int, language: str) -> str:
    """Return the separator before a word of a list, given its index and the list's length: '', ', ' or ' and '."""
    if index == 0:
        return ""
    pair, middle, last = _find_separators(language)
    return middle if index < count - 1 else pair if count == 2 else last


@lru_cache(maxsize=64)
def _find_separators(language: str) -> tuple[str, str, str]:
    """Find the separators of two words, of words in a longer list, and before the last word of a longer list.

    English newspapers, unlike CLDR's American English, have no comma before the last 'and'.

    Source: Unicode CLDR, list patterns of the locale; The Associated Press Stylebook, "commas".
    """
    locale = find_locale(language)
    patterns = locale.list_patterns["standard"]  # such as '{0} and {1}'
    pair, middle, last = (
        patterns[key].partition("{0}")[2].partition("{1}")[0] for key in ("2", "middle", "end")
    )
    return pair, middle, pair if locale.language == "en" else last
