"""Read a date from a file's name, and tell a date of publication from one that a whole collection shares."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable

from newsgen.loader.inference.date_words import month_of
from newsgen.model import PartialDate

_DIGITS = re.compile(
    r"(?<![0-9A-Za-z])(?:(\d{4})([-_.]?)(\d{2})\2(\d{2})(?![0-9A-Fa-f])|(\d{4})[-_.](\d{2})(?![0-9]|[-_.][0-9]))",
    re.ASCII,
)
_NAMED = re.compile(r"(?<![0-9A-Za-z])(\d{1,2})[-_. ]?([A-Za-z]{3,9})[-_. ]?(\d{4})(?!\d)", re.ASCII)
_FOLDERS = re.compile(r"(?:^|/)(\d{4})/(\d{2})(?:/(\d{2}))?/[^/]+$", re.ASCII)
_CONTAINER = re.compile(r".*\.[A-Za-z]{2,8}#(?=[^#]+$)", re.ASCII)
_EARLIEST = 1800


def date_of_file(path: str, as_of: datetime.date) -> PartialDate | None:
    """Return the date that the name of a file, or the folders above it, state.

    Args:
        path: path of the seed, '/'-separated; for a member of a container the part after '#'.
        as_of: a later month or year is no date of an article; a later day is one that it waits for, an embargo.

    Returns:
        A day or a month: '2023-11-22-x.txt', '20231122_x.txt', '22Nov2023x.txt', '2023_11.txt',
        '2023/11/22/x.txt'. None for other runs of digits, such as hashes and serial numbers.
    """
    name = _CONTAINER.sub("", path) or path
    base = name.rpartition("/")[2]
    for parts in (_digits(base), _named(base), _folders(name)):
        if parts and (found := _checked(*parts)) and (found.day or found.first_day <= as_of):
            return found
    return None


def _digits(base: str) -> tuple[int, int, int] | None:
    """Read year, month and day written with digits alone; a month needs a mark before it (202311 may be a number)."""
    for match in _DIGITS.finditer(base):
        if match[4]:
            return int(match[1]), int(match[3]), int(match[4])
        return int(match[5]), int(match[6]), 0
    return None


def _named(base: str) -> tuple[int, int, int] | None:
    """Read '22Nov2023' and '22-november-2023'."""
    match = _NAMED.search(base)
    month = month_of(match[2], "en") if match else 0
    return (int(match[3]), month, int(match[1])) if match and month else None


def _folders(path: str) -> tuple[int, int, int] | None:
    """Read the folders '2023/11/' and '2023/11/22/'."""
    match = _FOLDERS.search(path)
    return (int(match[1]), int(match[2]), int(match[3] or 0)) if match else None


def _checked(year: int, month: int, day: int) -> PartialDate | None:
    """Return a date of the calendar, no earlier than newspapers of any number; else None."""
    if year < _EARLIEST:
        return None
    try:
        datetime.date(year, month, day or 1)
    except ValueError:
        return None
    return PartialDate(year, month, day)


def shared_dates(dates: Iterable[PartialDate]) -> frozenset[PartialDate]:
    """Return the days that so many texts of one collection state that they are days of collecting, not of writing.

    Args:
        dates: the date that each text of the collection states by file name or date line, one a text.

    Returns:
        Days that at least twenty texts, and at least half of all, share; a guess that rests on one of them is
        to be given up.
    """
    counts = Counter(d for d in dates if d.day)
    total = counts.total()
    return frozenset(d for d, n in counts.items() if n >= 20 and 2 * n >= total)
