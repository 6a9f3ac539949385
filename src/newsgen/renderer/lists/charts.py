"""Coverage over time: dates → counts → the path of an SVG."""

from __future__ import annotations

from collections.abc import Iterable

from newsgen.model import PartialDate
from newsgen.renderer.views import Chart

_MONTHS_UP_TO = 6
"""Spans of at most so many years are shown by month, longer ones by year."""
_YEAR = 13
"""Numbers of a year: its months, and before them one for dates of no known month."""


def month_number(date: PartialDate | None) -> int:
    """Number by which `coverage` counts a date; 0 if there is none."""
    return date.year * _YEAR + date.month if date else 0


def coverage(numbers: Iterable[int], years: tuple[int, int] | None = None, least: int = 1) -> Chart | None:
    """Count dates by month or year.

    Args:
        numbers: of `month_number`, one for each article; 0 and, in a chart by month, dates without a month are left out.
        years: First and last year of the axis, by year whatever its length; None means the dates' own span.
        least: of fewer articles with a date there is no chart.

    Returns:
        None if nothing is left to count.
    """
    known = list(filter(None, numbers))
    if len(known) < least or not known:
        return None
    first, last = years or (min(known) // _YEAR, max(known) // _YEAR)
    if years is None and last - first < _MONTHS_UP_TO:
        return _by_month(known, first, last)
    counts = _counted([number // _YEAR for number in known], first, last)
    peak = first + counts.index(max(counts))
    return Chart("year", PartialDate(first), PartialDate(last), tuple(counts), PartialDate(peak))


def _by_month(numbers: list[int], first: int, last: int) -> Chart | None:
    """Count by month from a year to another, those without a known month left out, on an axis of whole years."""
    counts = _counted(numbers, first * _YEAR, last * _YEAR + 12)
    del counts[::_YEAR]
    while counts and not any(counts[:12]):
        del counts[:12]
        first += 1
    while counts and not any(counts[-12:]):
        del counts[-12:]
        last -= 1
    if not counts:
        return None
    year, month = divmod(counts.index(max(counts)), 12)
    peak = PartialDate(first + year, month + 1)
    return Chart("month", PartialDate(first, 1), PartialDate(last, 12), tuple(counts), peak)


def _counted(numbers: list[int], first: int, last: int) -> list[int]:
    """How often each number from `first` to `last` is there."""
    counts = [0] * (last - first + 1)
    for number in numbers:
        if first <= number <= last:
            counts[number - first] += 1
    return counts


_HEIGHT = 20
"""Of the highest bar, in units of the drawing."""
_BARS = tuple(f".1 {_HEIGHT}v-{tall}h.8v{tall}z" for tall in (1, *range(1, _HEIGHT + 1)))
"""What the path of a bar has behind its place, by the bar's height; the lowest are as tall as one unit."""


def bars(counts: Iterable[int], least: int = 1) -> str:
    """Draw a bar for each count from `least` on as the `d` of one SVG path; a bar is one unit wide.

    Source: SVG 2 §9.3 (path data).
    """
    numbers = tuple(counts)
    if not numbers:
        return ""
    top = max(numbers)
    return "".join(
        [f"M{x}{_BARS[round(number * _HEIGHT / top)]}" for x, number in enumerate(numbers) if number >= least]
    )


_TINTS = (0, 1, 2, 3, 3, 4, 4, 4, 4, 4, 5)
"""By count, the last for all that are higher."""


def tint(count: int) -> int:
    """Step of the five tints of a calendar: 1 for one article, 2 for two, 3 to four, 4 to nine, 5 from ten on."""
    return _TINTS[min(count, len(_TINTS) - 1)]
