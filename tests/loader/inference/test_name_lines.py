"""The passages of a text where a capital means something."""

from __future__ import annotations

import pytest

from newsgen.loader.names.runs import is_heading, line_weights, passages
from newsgen.loader.text import Text


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("SENATOR SMITH ANNOUNCES GRANT FOR OHIO", True),
        ("Happy New Year From All Of Us", True),
        ("Next Steps", True),
        ("Signs of stabilization after Xi-Kishida summit last week in San Francisco", False),
        ("Home Secretary Suella Braverman told Sky News", False),
        ("Xi Jinping met Kishida Fumio.", False),
    ],
)
def test_headings(line: str, heading: bool) -> None:
    """In a line in capitals or title case a capital tells nothing."""
    assert is_heading(line) is heading


def test_bylines_are_left_out() -> None:
    """Who wrote a text is not whom it is about."""
    text = Text("x.txt", ("By Jane Roe of the Herald", "", "Ohio's governor spoke to us."))
    assert [passage.lines for passage in passages(text)] == [(3,)]


WRAPPED = Text(
    "x.txt",
    (
        "Koizumi in Pyongyang: North Korea admits what it denied for many years",
        "",
        "PYONGYANG, Sept. 17 - Prime Minister",
        "Koizumi Junichiro of Japan met Kim",
        "Jong Il.",
        "It was a short visit, he said.",
    ),
    title_line=1,
)


def test_a_broken_paragraph_is_one_passage() -> None:
    """Lines broken at a width are joined, and each position leads back to its line."""
    title, first, second = passages(WRAPPED)
    assert (title.lines, first.lines, second.lines) == ((1,), (3, 4, 5), (6,))
    assert "Prime Minister Koizumi Junichiro of Japan met Kim Jong Il." in first.text
    for word, line in (("PYONGYANG", 3), ("Minister", 3), ("Koizumi", 4), ("Kim", 4), ("Jong", 5)):
        assert first.line_at(first.text.index(word)) == line


def test_whole_paragraphs_stay_apart() -> None:
    """Where a line is a paragraph, no two lines are joined."""
    text = Text("x.txt", ("A long line. " * 12, "The next paragraph.", "And one more."))
    assert [passage.lines for passage in passages(text)] == [(1,), (2,), (3,)]


def test_weights() -> None:
    """Headline and dek weigh most, then all lines of the first paragraph that is read."""
    assert line_weights(WRAPPED, list(passages(WRAPPED))) == {1: 2, 3: 1, 4: 1, 5: 1}
    assert line_weights(Text("x.txt", ()), []) == {}
