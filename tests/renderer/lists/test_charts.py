"""Promises of coverage over time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsgen.model import PartialDate, Record
from newsgen.renderer.lists.charts import bars, chart_coverage, tint
from tests.renderer.samples import record


def articles(*dates: str) -> list[Record]:
    return [record(f"r{number}", date) for number, date in enumerate(dates)]


def test_a_short_span_is_shown_by_month_of_whole_years() -> None:
    """Two articles in one year give twelve bars, not two."""
    chart = chart_coverage(articles("2023-11-22", "2023-11-02", "2023-03", "2023"))
    assert chart is not None
    assert (chart.unit, chart.counts) == ("month", (0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0))
    assert (chart.first.iso, chart.last.iso) == ("2023-01", "2023-12")
    assert (chart.peak.iso, chart.most) == ("2023-11", 2)


def test_a_long_span_is_shown_by_year() -> None:
    """From seven years on a bar is a year; the earliest of equal years is the peak."""
    chart = chart_coverage(articles("2023", "2017-05-01", ""))
    assert chart is not None
    assert (chart.unit, chart.counts, chart.peak.iso) == ("year", (1, 0, 0, 0, 0, 0, 1), "2017")


def test_the_axis_may_be_given() -> None:
    """Sparklines of topics share the archive's axis."""
    chart = chart_coverage(articles("2020-01-01", "2018", "2022"), (2019, 2021))
    assert chart is not None
    assert chart.counts == (0, 1, 0)


def test_nothing_to_count_gives_no_chart() -> None:
    """Undated articles have no place in time."""
    assert chart_coverage(articles("")) is None
    assert chart_coverage(articles("2023")) is None


MAYBE = (
    st.builds(PartialDate, st.integers(2015, 2023), st.integers(0, 12), st.sampled_from([0, 1])).map(
        lambda date: date if date.month else PartialDate(date.year)
    )
    | st.none()
)


@given(st.lists(MAYBE, max_size=8))
def test_a_chart_counts_what_there_is(found: list[PartialDate | None]) -> None:
    """Each bar is the number of dates in its month or year, and the axis begins and ends where some are."""
    chart = chart_coverage([record(f"r{n}", date.iso if date else "") for n, date in enumerate(found)])
    dated = [date for date in found if date]
    years = sorted({date.year for date in dated})
    if years and years[-1] - years[0] >= 6:
        assert chart is not None
        span = range(years[0], years[-1] + 1)
        assert chart.counts == tuple(sum(date.year == year for date in dated) for year in span)
        return
    months = sorted({date.year for date in dated if date.month})
    if not months:
        assert chart is None
        return
    assert chart is not None
    assert (chart.first, chart.last) == (PartialDate(months[0], 1), PartialDate(months[-1], 12))
    axis = [(year, month) for year in range(months[0], months[-1] + 1) for month in range(1, 13)]
    assert chart.counts == tuple(sum((date.year, date.month) == one for date in dated) for one in axis)
    assert chart.peak == PartialDate(*axis[chart.counts.index(chart.most)])


def test_bars_leave_out_what_is_empty_and_show_what_is_rare() -> None:
    """The path holds one bar for each number but zero, and no bar is invisible."""
    assert bars((0, 40, 1)) == "M1.1 20v-20h.8v20zM2.1 20v-1h.8v1z"
    assert bars((0, 40, 1), 40) == "M1.1 20v-20h.8v20z"
    assert bars(()) == ""


def test_tints() -> None:
    """Five steps."""
    assert [tint(count) for count in (0, 1, 2, 3, 4, 5, 9, 10, 999)] == [0, 1, 2, 3, 3, 4, 4, 5, 5]
