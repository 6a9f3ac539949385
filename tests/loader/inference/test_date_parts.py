"""The parts of a date."""

from __future__ import annotations

import pytest

from newsgen.loader.dates.forms import Form, possible
from newsgen.model import PartialDate


def test_a_form_is_as_precise_as_written() -> None:
    """A day, a month, or nothing without the year."""
    assert Form(2023, 11, 22).partial == PartialDate(2023, 11, 22)
    assert Form(2023, 11).partial == PartialDate(2023, 11)
    assert Form(0, 11, 22).partial is None


def test_a_wrong_weekday_contradicts() -> None:
    """22 November 2023 was a Wednesday; where a part is missing nothing contradicts."""
    assert Form(2023, 11, 22, 3).contradicted
    assert not Form(2023, 11, 22, 2).contradicted
    assert not Form(2023, 11, 22).contradicted
    assert not Form(0, 11, 22, 3).contradicted


@pytest.mark.parametrize(
    ("form", "fits"),
    [
        (Form(2024, 2, 29), True),
        (Form(2023, 2, 29), False),
        (Form(0, 2, 29), True),
        (Form(2023), True),
        (Form(0, 11), False),
        (Form(2023, 13), False),
        (Form(999, 1, 1), False),
        (Form(2023, 0, 5), False),
    ],
)
def test_possible(form: Form, fits: bool) -> None:
    """Only days of the calendar, of the centuries that have newspapers, and never a month alone."""
    assert possible(form) is fits
