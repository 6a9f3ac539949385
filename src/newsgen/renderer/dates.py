"""Dates and numbers in words for readers; the door to babel.

babel is imported by the first page that writes a date, never by a build without one.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from newsgen.model import PartialDate

if TYPE_CHECKING:
    from babel import Locale


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """The nearest locale that babel knows: the tag, its primary subtag, else English."""
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
    """A date as precise as it is known: 'November 22, 2023', 'November 2023' or '2023'.

    Source: Unicode CLDR, date formats of the locale.
    """
    from babel.dates import format_date, format_skeleton

    locale = locale_of(language)
    if date.day:
        return format_date(date.first_day, "long", locale)
    return format_skeleton("yMMMM" if date.month else "y", date.first_day, locale=locale)


@lru_cache(maxsize=65536)
def short_date(date: PartialDate, language: str) -> str:
    """A date without its year, for lists under the head of a year: 'Nov 22', 'Nov', or '2023' if no more is known."""
    from babel.dates import format_skeleton

    skeleton = "MMMd" if date.day else "MMM" if date.month else "y"
    return format_skeleton(skeleton, date.first_day, locale=locale_of(language))


@lru_cache(maxsize=512)
def month_day(date: PartialDate, language: str) -> str:
    """A day of the calendar, whatever the year: 'November 22'."""
    from babel.dates import format_skeleton

    return format_skeleton("MMMMd", date.first_day, locale=locale_of(language))


@lru_cache(maxsize=65536)
def medium_date(date: PartialDate, language: str) -> str:
    """A date for narrow columns: 'Nov 22, 2023', 'Nov 2023' or '2023'."""
    from babel.dates import format_skeleton

    skeleton = "yMMMd" if date.day else "yMMM" if date.month else "y"
    return format_skeleton(skeleton, date.first_day, locale=locale_of(language))


@lru_cache(maxsize=65536)
def weekday(date: PartialDate, language: str) -> str:
    """Name of the day of the week, e.g. 'Wednesday'; '' if the day is not known."""
    from babel.dates import format_date

    return format_date(date.first_day, "EEEE", locale_of(language)) if date.day else ""


@lru_cache(maxsize=4096)
def month_name(month: int, language: str, width: str = "wide") -> str:
    """Name of a month, 1 to 12, standing alone; `width` is 'wide', 'abbreviated' or 'narrow'."""
    from babel.dates import get_month_names

    names = get_month_names(width, context="stand-alone", locale=locale_of(language))  # type: ignore[arg-type]
    return str(names[month])


@lru_cache(maxsize=4096)
def number(value: int, language: str) -> str:
    """A whole number with the locale's marks between thousands, e.g. '10,000'."""
    if -1000 < value < 1000:
        return str(value)
    from babel.numbers import format_decimal

    return format_decimal(value, locale=locale_of(language))


@lru_cache(maxsize=1024)
def percent(share: float, language: str) -> str:
    """A share from 0 to 1 in whole per cents: '40%'."""
    from babel.numbers import format_percent

    return format_percent(share, locale=locale_of(language))
