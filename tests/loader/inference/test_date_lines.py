"""Lines that state a date, and their roles."""

from __future__ import annotations

import pytest

from newsgen.loader.dates.lines import find_stated
from newsgen.loader.text import Text

PROSE = "The senator today sent a letter to the secretary, in which she asked him to look at the new rule and change it."


def roles(*lines: str) -> list[tuple[int, str]]:
    return [(s.line, s.role) for s in find_stated(Text("x.txt", ("A headline", *lines), 1))]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("November 22, 2023", PROSE), [(2, "date-line")]),
        (("For Immediate Release", "November 22, 2023", PROSE), [(3, "release")]),
        (("PARIS, Nov. 22, 2023 — " + PROSE,), [(2, "dateline")]),
        (("By Jane Doe, Nov. 22, 2023", PROSE), [(2, "byline")]),
        ((PROSE, "Published: 22 November 2023"), [(3, "labelled")]),
        ((PROSE, "November 22, 2023", "The Honorable Jo Smith"), [(3, "letter")]),
        ((PROSE, "November 22, 2023", PROSE), [(3, "statement")]),
        ((PROSE, "Tuesday, August 23, 2005", "8:00 AM Breakfast"), []),
        ((PROSE, "Tuesday, August 23", "Breakfast"), []),
        ((*("A line",) * 60, "November 22, 2023"), []),
    ],
)
def test_roles(lines: tuple[str, ...], found: list[tuple[int, str]]) -> None:
    """Where a date stands tells what it is the date of; a schedule's days and far lines tell nothing."""
    assert roles(*lines) == found


def test_a_letter_is_fresh_and_led() -> None:
    """The paragraph before says 'today', and the line before leads in to the letter."""
    text = Text("x.txt", ("A headline", PROSE, "The text follows:", "May 5, 2007", "Dear Sir:"), 1)
    (stated,) = find_stated(text)
    assert stated.fresh
    assert stated.led


def test_a_date_in_the_headline_is_of_the_title() -> None:
    """A headline that ends in a full date has the role of its own, as it may tell what the text is about."""
    (stated,) = find_stated(Text("x.txt", ("Press Briefing, November 22, 2023", PROSE), 1))
    assert (stated.role, stated.form.year) == ("title", 2023)
    (whole,) = find_stated(Text("x.txt", ("November 22, 2023", PROSE), 1))
    assert whole.role == "date-line"
    assert find_stated(Text("x.txt", ("Wednesday, November 22", PROSE), 1)) == []


def test_a_date_line_that_was_taken_for_a_dek_is_read() -> None:
    """The second line is a date, whatever else it was taken for."""
    (stated,) = find_stated(Text("x.txt", ("A headline", "Wednesday, November 22, 2023", PROSE), 1, 2))
    assert stated.role == "date-line"
