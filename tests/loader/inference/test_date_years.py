"""Months and years where the day is not told."""

from __future__ import annotations

from datetime import date

import pytest

from newsgen.loader.dates.lines import read_signs
from newsgen.loader.dates.rules import from_years
from newsgen.loader.dates.years import span_of
from newsgen.loader.text import Known, Text

SPAN = span_of(Known(date(2026, 11, 24), (date(2004, 1, 1), date(2008, 12, 31))))


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("He will speak on Monday, August 23.", "2004"),
        ("He spoke on Friday, Feb. 9, in Omaha.", "2007-02"),
        ("He spoke on Friday, Feb. 23, in Omaha.", "2007"),
        ("He spoke on Sunday, Feb. 9, in Omaha.", None),
        ("He spoke on Feb. 9, in Omaha.", None),
        ("Dates: Thursday, July 1; Wednesday, August 11; Wednesday, August 1.", "2004"),
    ],
)
def test_claims(line: str, iso: str | None) -> None:
    """Past days early in a month give the month, others the year; the years that most weekdays agree on win."""
    text = Text("x.txt", (line,))
    found = from_years(read_signs(text).named, SPAN)
    assert (found.date.iso if found else None) == iso


def test_a_day_ahead_in_january_is_less_sure() -> None:
    """What is announced for early January may have been written in December."""
    lines = ("He will speak on Friday, January 6.", "He will speak on Friday, June 2.")
    first, other = (from_years(read_signs(Text("x.txt", (s,))).named, SPAN) for s in lines)
    assert first is not None
    assert other is not None
    assert first.confidence < other.confidence
