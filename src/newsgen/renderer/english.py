"""Dates, numbers and rows in English as babel writes them: to import it and read its locale takes 13 ms of each edit.

Tests compare the two; all other languages are babel's, variants of English too.

Source: Unicode CLDR, locale 'en'.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LANGUAGE: Final = "en"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = dict(
    enumerate(
        "January February March April May June July August September October November December".split(), 1
    )
)
_WIDTHS = {"wide": None, "abbreviated": 3, "narrow": 1}
"""Letters of a month's name; None for all."""
_LONG_NAMES, _SHORT_NAMES = frozenset({"MMMM", "LLLL"}), frozenset({"MMM", "LLL"})

PATTERNS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "long": ("%s %s, %s", ("MMMM", "d", "y")),
    "yMMMM": ("%s %s", ("MMMM", "y")),
    "y": ("%s", ("y",)),
    "MMMd": ("%s %s", ("MMM", "d")),
    "MMM": ("%s", ("LLL",)),
    "MMMMd": ("%s %s", ("MMMM", "d")),
    "yMMMd": ("%s %s, %s", ("MMM", "d", "y")),
    "yMMM": ("%s %s", ("MMM", "y")),
}
"""By style or skeleton the text of a pattern, with '%s' for each field, and the fields' names."""

JOINTS = " and ", ", ", " and "
"""What stands between two words alone, between words of a longer row, and before its last."""


def field(name: str, year: int, month: int, day: int) -> str:
    """A field of `PATTERNS`, e.g. 'MMMM' → 'November'."""
    if name in _LONG_NAMES:
        return month_name(month, "wide")
    if name in _SHORT_NAMES:
        return month_name(month, "abbreviated")
    return f"{year if name == 'y' else day}"


def month_name(month: int, width: str) -> str:
    """Name of a month, 1 to 12; `width` is 'wide', 'abbreviated' or 'narrow'."""
    return _MONTHS[month][: _WIDTHS[width]]


def weekday(number: int) -> str:
    """Name of a day of the week, 0 for Monday."""
    return _DAYS[number]
