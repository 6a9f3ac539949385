"""Short lines that are dates with company."""

from __future__ import annotations

import pytest

from newsgen.loader.dates.lines import read_short_line


@pytest.mark.parametrize(
    ("line", "iso", "company"),
    [
        ("November 22, 2023", "2023-11-22", "alone"),
        ("Published: 22 November 2023", "2023-11-22", "labelled"),
        ("Publié le 22 novembre 2023", "2023-11-22", "labelled"),
        ("发布时间:2023-11-22 10:30", "2023-11-22", "labelled"),
        ("Washington, D.C. | May 7, 2007", "2007-05-07", "beside"),
        ("November 22, 2023 by Jane Doe", "2023-11-22", "beside"),
        ("Statement of Senator Doe November 1, 2007", "2007-11-01", "beside"),
    ],
)
def test_read(line: str, iso: str, company: str) -> None:
    """The date, and whether it stands alone, after a label, or beside a name."""
    found = read_short_line(line, "en", prose=False)
    assert found is not None
    assert found[0].partial is not None
    assert (found[0].partial.iso, found[1]) == (iso, company)


@pytest.mark.parametrize(
    "line",
    [
        "When: Tuesday, April 17, 2007",
        "Deadline: May 5, 2007",
        "Effective January 1, 2008",
        "Inauguration: January 20, 2005.",
        "It was approved in the year 2005",
        "— Someone (@someone) August 27, 2015",
        "He said so on May 7, 2007",
        "No date at all",
    ],
)
def test_not_read(line: str) -> None:
    """Events, deadlines, quoted posts and sentences are no date lines."""
    assert read_short_line(line, "en", prose=False) is None


def test_lists_inside_a_text_are_not_read() -> None:
    """After the first paragraph a date must end its line."""
    assert read_short_line("July 27, 2005 - The lack of a policy", "en", prose=True) is None
