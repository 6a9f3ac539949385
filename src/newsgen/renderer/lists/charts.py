"""Charts of coverage over time: dates → counts → path of an SVG."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from newsgen.model import PartialDate, Record
from newsgen.renderer.views import Chart

_MONTHS_UP_TO = 6
"""Charts of fewer years count by month, longer ones by year."""


def make_coverage_chart(
    records: Iterable[Record], years: tuple[int, int] | None = None, least: int = 1
) -> Chart | None:
    """Count articles by month or year; None if fewer than `least` are dated. A chart by month leaves out unknown months.

    `years` are first and last year of an axis by year; None means the articles' own span.
    """
    dates = [record.date for record in records if record.date]
    if len(dates) < least or not dates:
        return None
    by_year = Counter([date.year for date in dates])
    first, last = years or (min(by_year), max(by_year))
    if years is None and last - first < _MONTHS_UP_TO:
        return _chart_months(dates)
    counts = tuple([by_year[year] for year in range(first, last + 1)])
    peak = first + counts.index(max(counts))
    return Chart("year", PartialDate(first), PartialDate(last), counts, PartialDate(peak))


def _chart_months(dates: Iterable[PartialDate]) -> Chart | None:
    """Count by month, on an axis of whole years."""
    by_month = Counter([(date.year, date.month) for date in dates if date.month])
    if not by_month:
        return None
    (first, _), (last, _) = min(by_month), max(by_month)
    counts = tuple([by_month[year, month] for year in range(first, last + 1) for month in range(1, 13)])
    year, month = divmod(counts.index(max(counts)), 12)
    peak = PartialDate(first + year, month + 1)
    return Chart("month", PartialDate(first, 1), PartialDate(last, 12), counts, peak)


_HEIGHT = 20
"""Height of the highest bar, in units of the drawing."""


def draw_bars(counts: Iterable[int], least: int = 1) -> str:
    """Draw a bar, one unit wide, for each count of at least `least`; return the `d` of an SVG path.

    Source: SVG 2 §9.3 (path data).
    """
    numbers = tuple(counts)
    top = max(numbers, default=0)
    heights = [max(1, round(number * _HEIGHT / top)) if number >= least else 0 for number in numbers]
    return "".join([f"M{x}.1 {_HEIGHT}v-{tall}h.8v{tall}z" for x, tall in enumerate(heights) if tall])


_TINTS = (0, 1, 2, 3, 3, 4, 4, 4, 4, 4, 5)
"""Tint by number of articles; the last is for all higher numbers."""


def choose_calendar_tint(count: int) -> int:
    """Choose one of the five tints of a calendar: 1 for one article, 2 for two, 3 to four, 4 to nine, 5 from ten on."""
    return _TINTS[min(count, len(_TINTS) - 1)]
