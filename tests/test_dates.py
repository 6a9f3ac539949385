"""Dates mean one instant everywhere: over zones, at midnight, when clocks are put on or back."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.dates import BuildInstant, add_offset, check_zone, find_first_instant, format_first_instant
from newsgen.model import PartialDate

TABLES = json.loads(Path(__file__).with_name("dates.json").read_text(encoding="utf-8"))
ZONES = sorted(zone for zone in available_timezones() if check_zone(zone) is None)
DAYS = st.dates(datetime.date(1, 1, 2), datetime.date(9999, 12, 30))


@pytest.mark.parametrize(("date", "zone", "said"), TABLES["instants"])
def test_instants(date: str, zone: str, said: str) -> None:
    """A stated offset stays; else the archive's counts; of a time that comes twice the first is meant."""
    assert format_first_instant(PartialDate.parse(date), zone) == said


@given(DAYS, st.sampled_from(ZONES), st.times())
def test_a_date_stays_on_the_day_that_is_written(day: datetime.date, zone: str, time: datetime.time) -> None:
    """Neither a zone nor a time moves an article to another day, and the text reads back as the same instant."""
    for date in (PartialDate.of(day), PartialDate.parse(f"{day.isoformat()}T{time.strftime('%H:%M:%S')}")):
        said = format_first_instant(date, zone)
        assert said[:10] == day.isoformat()
        assert datetime.datetime.fromisoformat(said) == find_first_instant(date, zone)
        local = add_offset(date, zone)
        assert (local.year, local.month, local.day) == (day.year, day.month, day.day)
        assert find_first_instant(local, "Pacific/Kiritimati" if date.time else zone) == find_first_instant(
            date, zone
        )


@given(DAYS, st.sampled_from(ZONES))
def test_a_day_comes_at_its_midnight(day: datetime.date, zone: str) -> None:
    """A microsecond before 00:00 in the archive's zone an article waits; at 00:00 it is there."""
    begin = find_first_instant(PartialDate.of(day), zone)
    tick = datetime.timedelta(microseconds=1)
    assert not BuildInstant.of(day, begin - tick, zone).has_come(PartialDate.of(day))
    assert BuildInstant.of(day, begin, zone).has_come(PartialDate.of(day))


@given(DAYS, st.sampled_from(ZONES))
def test_a_day_for_now_means_all_of_it(day: datetime.date, zone: str) -> None:
    """As of a day, what is dated to its last minute is there and the next day is not."""
    now = BuildInstant.of(day, None, zone)
    assert now.has_come(PartialDate.parse(f"{day.isoformat()}T23:59:59"))
    assert not now.has_come(PartialDate.of(day + datetime.timedelta(days=1)))


@given(st.lists(st.datetimes(datetime.datetime(2000, 1, 1), datetime.datetime(2000, 1, 1, 23)), max_size=6))
def test_rank_follows_the_instant_within_a_day(times: list[datetime.datetime]) -> None:
    """Two articles of one day stand in the order in which they appeared, whatever their offsets."""
    offsets = ("+09:00", "-08:00", "Z", "+05:45")
    dates = [PartialDate.parse(f"{time:%Y-%m-%dT%H:%M:%S}{offsets[n % 4]}") for n, time in enumerate(times)]
    assert sorted(dates, key=lambda date: date.rank) == sorted(
        dates, key=lambda date: find_first_instant(date, "UTC")
    )


@pytest.mark.parametrize(("name", "expected"), TABLES["zones refused"].items())
def test_a_zone_that_is_none_is_refused(name: str, expected: str) -> None:
    """The nearest is named; folders, paths and the machine's own zone are no zones."""
    found = check_zone(name)
    assert found is not None
    assert found[1] == expected or not expected


def test_common_zones_are_known() -> None:
    """UTC, a city, and a name without a slash."""
    assert [check_zone(name) for name in ("UTC", "Asia/Tokyo", "CET")] == [None] * 3
