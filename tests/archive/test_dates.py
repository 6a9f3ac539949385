"""The archive by year, month and day."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from newsgen.archive.build import group_by_date, sort_records
from newsgen.archive.model import Period
from newsgen.model import Record
from tests.renderer.samples import record

DATES = ["2021", "2021-03", "2021-03-04", "2021-03-05", "2022-03-04T10:00:00Z", "2022-12-31", "0999-01-01"]


def periods(dates: list[str]) -> tuple[Period, ...]:
    return group_by_date(sort_records(record(f"r{n}", date) for n, date in enumerate(dates)))


def walk(found: tuple[Period, ...]) -> Iterator[Period]:
    for period in found:
        yield period
        yield from walk(period.parts)


def names(records: tuple[Record, ...]) -> list[str]:
    return [one.path.removeprefix("articles/").removesuffix(".md") for one in records]


def test_years_months_and_days_stand_in_calendar_order_with_their_records_newest_first() -> None:
    years = periods(["2022-12-31", "2021-03-04", "2021-03-05", "2021-11", "2021", "2022-12-31"])
    assert [(p.address, names(p.records)) for p in walk(years)] == [
        ("2021/index.html", ["r3", "r2", "r1", "r4"]),
        ("2021/03/index.html", ["r2", "r1"]),
        ("2021/03/04/index.html", ["r1"]),
        ("2021/03/05/index.html", ["r2"]),
        ("2021/11/index.html", ["r3"]),
        ("2022/index.html", ["r0", "r5"]),
        ("2022/12/index.html", ["r0", "r5"]),
        ("2022/12/31/index.html", ["r0", "r5"]),
    ]


def test_a_date_without_a_day_belongs_to_no_day_and_one_without_a_month_to_no_month() -> None:
    (year,) = periods(["2021-11", "2021"])
    assert len(year.records) == 2
    assert [len(month.records) for month in year.parts] == [1]
    assert year.parts[0].parts == ()


def test_nothing_has_no_years() -> None:
    assert periods([]) == ()


@given(st.lists(st.sampled_from(DATES)))
def test_each_record_stands_once_in_each_period_that_holds_its_date(dates: list[str]) -> None:
    for period in walk(periods(dates)):
        prefix = period.address.removesuffix("/index.html").replace("/", "-")
        assert sorted(names(period.records)) == sorted(
            f"r{n}"
            for n, date in enumerate(dates)
            if f"{date}-".startswith(f"{prefix}-") or date.startswith(f"{prefix}T")
        )
        assert period.records
