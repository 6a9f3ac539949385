"""Days named in running text."""

from __future__ import annotations

from datetime import date

import pytest

from newsgen.loader.dates.mentions import Mention, find_mentions


def parts(line: str) -> list[tuple[int, int, int, int, bool]]:
    return [(m.year, m.month, m.day, m.weekday, m.span) for m in find_mentions([(7, line)])]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("On Wednesday, Nov. 22, he said", [(0, 11, 22, 2, False)]),
        ("On Wednesday Nov 22nd he said", [(0, 11, 22, 2, False)]),
        ("on July 25 (Wednesday)", [(0, 7, 25, 2, False)]),
        ("on March 1, 2007, all", [(2007, 3, 1, -1, False)]),
        ("on 22 November 2023", [(2023, 11, 22, -1, False)]),
        ("the 4th of July", [(0, 7, 4, -1, False)]),
        ("AUCTION ON MAY 26", [(0, 5, 26, -1, False)]),
        ("from Aug. 28-30", [(0, 8, 28, -1, True)]),
        ("from December 25 to the 27, 2005", [(2005, 12, 25, -1, True)]),
        ("May 5 and June 7", [(0, 5, 5, -1, False), (0, 6, 7, -1, False)]),
        ("September 1, 1894", [(1894, 9, 1, -1, False)]),
        ("in May 20 percent", []),
        ("he may 5 times march 3 miles", []),
        ("March 1,000 miles", []),
        ("April 31", []),
        ("Feb. 30", []),
        ("Feb. 29", [(0, 2, 29, -1, False)]),
        ("no digits in May", []),
    ],
)
def test_mentions(line: str, found: list[tuple[int, int, int, int, bool]]) -> None:
    """Month names need a capital and a day of the calendar; units, ranges and modal verbs are told apart."""
    assert parts(line) == found


def test_a_mention_knows_its_place() -> None:
    """Line, and the columns from its weekday to its end."""
    line = "Yes, on Friday, Feb. 9, it did."
    (mention,) = find_mentions([(7, line)])
    assert mention.line == 7
    assert line[mention.start : mention.end] == "Friday, Feb. 9"


def test_fits() -> None:
    """A day fits by weekday and year where they are written; 29 February only in leap years."""
    mention = Mention(1, 0, 0, 2, 29, 0, 3)
    assert mention.in_year(2007) is None
    assert mention.in_year(2024) == date(2024, 2, 29)
    assert mention.fits(date(2024, 2, 29))
    assert not mention.fits(date(2020, 2, 29))
