"""Coverage over time: dates → counts → the path of an SVG."""

from __future__ import annotations

from collections.abc import Iterable

from newsgen.model import PartialDate
from newsgen.renderer.views import Chart

_MONTHS_UP_TO = 6
"""Spans of at most so many years are shown by month, longer ones by year."""


def coverage(
    dates: Iterable[PartialDate | None], years: tuple[int, int] | None = None, least: int = 1
) -> Chart | None:
    """Count dates by month or year.

    Args:
        dates: One for each article; None and, in a chart by month, dates without a month are left out.
        years: First and last year of the axis, by year whatever its length; None means the dates' own span.
        least: of fewer articles with a date there is no chart.

    Returns:
        None if nothing is left to count.
    """
    known = list(filter(None, dates))
    if len(known) < least or not known:
        return None
    found = [date.year for date in known]
    if years is None:
        years = (min(found), max(found))
        if years[1] - years[0] < _MONTHS_UP_TO:
            return _by_month(known)
    counts = _counted(found, *years)
    peak = years[0] + counts.index(max(counts))
    return Chart("year", PartialDate(years[0]), PartialDate(years[1]), counts, PartialDate(peak))


def _by_month(dates: list[PartialDate]) -> Chart | None:
    found = [date.year * 12 + date.month - 1 for date in dates if date.month]
    if not found:
        return None
    first, last = min(found) // 12 * 12, max(found) // 12 * 12 + 11
    counts = _counted(found, first, last)
    return Chart("month", _month(first), _month(last), counts, _month(first + counts.index(max(counts))))


def _counted(numbers: list[int], first: int, last: int) -> tuple[int, ...]:
    """How often each number from `first` to `last` is there."""
    counts = [0] * (last - first + 1)
    for number in numbers:
        if first <= number <= last:
            counts[number - first] += 1
    return tuple(counts)


def _month(number: int) -> PartialDate:
    return PartialDate(number // 12, number % 12 + 1)


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
