"""Dates in file names, and dates that a whole collection shares."""

from __future__ import annotations

from datetime import date

import pytest

from newsgen.loader.dates.rules import date_of_file, shared_dates
from newsgen.model import PartialDate

AS_OF = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("path", "iso"),
    [
        ("seeds/2023-11-22-x.txt", "2023-11-22"),
        ("seeds/x-2023-11-22.txt", "2023-11-22"),
        ("seeds/2023_11_22.txt", "2023-11-22"),
        ("seeds/20231122_x.txt", "2023-11-22"),
        ("seeds/22Nov2023x.txt", "2023-11-22"),
        ("seeds/8-march-2007.txt", "2007-03-08"),
        ("seeds/2023_11.txt", "2023-11"),
        ("seeds/2023/11/22/x.txt", "2023-11-22"),
        ("seeds/2023/11/x.txt", "2023-11"),
        ("export.zip#posts/2019-05-01-hello.md", "2019-05-01"),
        ("seeds/2019-05-01 Story #1.txt", "2019-05-01"),
        ("seeds/000_af86e90db8e8e466.txt", None),
        ("seeds/000123.txt", None),
        ("seeds/20231399.txt", None),
        ("seeds/202311.txt", None),
        ("seeds/a20231122b.txt", None),
        ("seeds/1234567890.txt", None),
        ("seeds/2023-02-29.txt", None),
        ("seeds/2030-01-01.txt", "2030-01-01"),
        ("seeds/2030/01/02/x.txt", "2030-01-02"),
        ("seeds/2030-01-x.txt", None),
        ("seeds/2030/01/x.txt", None),
        ("seeds/2023-11-22-33.txt", "2023-11-22"),
        ("seeds/1066-10-14.txt", None),
    ],
)
def test_name(path: str, iso: str | None) -> None:
    """Days and months are read; a day ahead is an embargo. Hashes, serial numbers, impossible days and months ahead are not."""
    found = date_of_file(path, AS_OF)
    assert (found.iso if found else None) == iso


def test_a_day_that_most_texts_state_is_shared() -> None:
    """Twenty texts and half of all make a day of collecting; fewer, or months, do not."""
    day, other = PartialDate(2023, 11, 22), PartialDate(2020, 1, 1)
    assert shared_dates([day] * 20 + [other] * 19) == {day}
    assert shared_dates([day] * 19) == frozenset()
    assert shared_dates([day] * 20 + [PartialDate(2020, 1, n % 28 + 1) for n in range(40)]) == frozenset()
    assert shared_dates([PartialDate(2023, 11)] * 50) == frozenset()
