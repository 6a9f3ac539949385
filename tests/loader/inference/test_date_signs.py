"""What a text tells of its date, whatever is known of others."""

from __future__ import annotations

from newsgen.loader.dates.lines import read_signs
from newsgen.loader.text import Text

LINES = (
    "A headline of May 5",
    "November 22, 2023",
    "",
    "He spoke on Friday, Feb. 9, in Omaha, not Aug. 28-30.",
)


def test_signs() -> None:
    """Lines that state a date, and days that prose names; the headline tells nothing of the day of writing."""
    signs = read_signs(Text("seeds/x.txt", LINES, 1))
    assert signs.file == "seeds/x.txt"
    assert [(stated.line, stated.role) for stated in signs.stated] == [(2, "date-line")]
    assert [(n.mention.line, n.place, n.cue, n.phrase, n.words) for n in signs.named] == [
        (1, -1, "none", "", "May 5"),
        (2, 0, "none", "November 22, 2023", "November 22, 2023"),
        (4, 1, "past", "on Friday, Feb. 9", "Friday, Feb. 9"),
        (4, -1, "none", "", "Aug. 28-30"),
    ]


def test_prose_is_read_in_english_only() -> None:
    """Other languages have date lines alone."""
    signs = read_signs(Text("seeds/x.txt", LINES, 1, language="sv"))
    assert [stated.line for stated in signs.stated] == [2]
    assert signs.named == ()
