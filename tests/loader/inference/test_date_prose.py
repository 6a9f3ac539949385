"""What days in prose weigh."""

from __future__ import annotations

from datetime import date

import pytest

from newsgen.loader.dates.lines import read_signs
from newsgen.loader.dates.rules import from_mentions
from newsgen.loader.dates.years import span_of
from newsgen.loader.text import Known, Text

KNOWN = Known(date(2026, 11, 24), (date(2004, 1, 1), date(2008, 12, 31)))


def days(*lines: str) -> list[tuple[str, bool]]:
    text = Text("x.txt", ("A headline", *lines), 1)
    named = read_signs(text).named
    return [(c.date.iso, c.confidence >= 0.5) for c in from_mentions(named, KNOWN, span_of(KNOWN))]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("He spoke on Friday, Feb. 9, in Omaha.",), [("2007-02-09", True)]),
        (("He spoke on Saturday, Feb. 10, in Omaha.",), [("2007-02-10", True)]),
        (("The two sides met in Omaha on Sunday, Feb. 11.",), [("2007-02-11", True)]),
        (("The city council approved a new tram line on Friday, Feb. 9.",), [("2007-02-09", True)]),
        (("The council met on Feb. 9.",), []),
        (("One.", "Two.", "He spoke on Friday, Feb. 9, in Omaha."), [("2007-02-09", False)]),
        (("He speaks tomorrow, Friday, Feb. 9.",), [("2007-02-08", True)]),
        (("He spoke on February 9, 2007, in Omaha.",), []),
        (("He will speak on Friday, Feb. 9.",), []),
        (("He spoke from Friday, Feb. 9-11.",), []),
        (("He spoke on Monday, Feb. 30.",), []),
    ],
)
def test_weights(lines: tuple[str, ...], found: list[tuple[str, bool]]) -> None:
    """The lead's past weekday is claimed; a later line's is not; plans, ranges, history give nothing."""
    assert days(*lines) == found
