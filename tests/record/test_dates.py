"""Dates in the forms that front matter of other generators has."""

from __future__ import annotations

import datetime
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.record.values import parse_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2023", "2023"),
        ("2023-11", "2023-11"),
        ("2013-4-2", "2013-04-02"),
        ("2013/4/2", "2013-04-02"),
        ("2023.11.22", "2023-11-22"),
        ("20231122", "2023-11-22"),
        ("2013-04-22 10:00:00 -0400", "2013-04-22T10:00:00-04:00"),
        ("2015-06-29 1:00:19 -0400", "2015-06-29T01:00:19-04:00"),
        ("2023-11-22T10:00Z", "2023-11-22T10:00:00Z"),
        ("2023-11-22t10:00:00.123z", "2023-11-22T10:00:00Z"),
        ("2023-11-22T10:00:00.123456789+0900", "2023-11-22T10:00:00+09:00"),
        ("2023-11-22 10:00:00 UTC", "2023-11-22T10:00:00Z"),
        ("2023-11-22 10:00 +9", "2023-11-22T10:00:00+09:00"),
        ("2023-11-22 10:00", "2023-11-22T10:00:00"),
        ("Jul 08 2022", "2022-07-08"),
        ("July 8th, 2022", "2022-07-08"),
        ("Sept. 8, 2022", "2022-09-08"),
        ("8 July 2022", "2022-07-08"),
        ("Mon, 22 Apr 2013 10:00:00 GMT", "2013-04-22T10:00:00Z"),
        ("Wed Nov 22 2023 10:00:00", "2023-11-22T10:00:00"),
    ],
)
def test_forms(text: str, iso: str) -> None:
    assert parse_date(text).iso == iso


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2023-02-29", "is not a day of the calendar"),
        ("0000-01-01", "is not a day of the calendar"),
        ("2023-13", "is not a day of the calendar"),
        ("31 Nov 2023", "is not a day of the calendar"),
        ("04/05/2023", "may be read in two ways"),
        ("22.11.2023", "may be read in two ways"),
        ("23-11-22", "is not a date"),
        ("8 Jux 2022", "is not a date"),
        ("today", "is not a date"),
        ("２０２３-11-22", "is not a date"),
        ("2023-11-22 10:00 EST", "has the time zone EST, which means several"),
        ("2023-11-22 24:00", "has no such time of day"),
        ("2023-11-22 10:00 +9900", "has no such time of day"),
    ],
)
def test_refusals(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        parse_date(text)
    assert caught.value.args[0] == message


@given(
    st.dates(datetime.date(1000, 1, 1)),
    st.sampled_from(["%d %B %Y", "%b %d, %Y", "%a %b %d %Y", "%Y/%m/%d", "%Y%m%d"]),
)
def test_any_day_in_any_form(day: datetime.date, form: str) -> None:
    assert parse_date(day.strftime(form)).first_day == day


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(ValueError):
        assert parse_date(text).year
