"""Problems with the lines around them."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.errors import Problem
from newsgen.preview.served_site import WIDTH, add_excerpt_to_problem

TEXT = "one\ntwo\tx\nthree\r\nfour\nfive\nsix 北京 x\nseven"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive/a.md").write_bytes(TEXT.encode())
    (tmp_path / "secret").write_text("secret")
    return tmp_path / "archive"


EXCERPTS = [
    ("a.md", 1, 2, "> 1 | one\n    |  ^\n  2 | two x\n  3 | three"),
    ("a.md", 4, 0, "  2 | two x\n  3 | three\n> 4 | four\n  5 | five\n  6 | six 北京 x"),
    ("a.md", 6, 7, "  4 | four\n  5 | five\n> 6 | six 北京 x\n    |     \u3000\u3000^\n  7 | seven"),
    ("a.md", 7, 1, "  5 | five\n  6 | six 北京 x\n> 7 | seven\n    | ^"),
    ("a.md", 0, 0, ""),
    ("", 0, 0, ""),
    ("none.md", 1, 1, ""),
    ("../secret", 1, 1, ""),
    (".", 1, 1, ""),
]


@pytest.mark.parametrize(("file", "line", "column", "excerpt"), EXCERPTS)
def test_excerpts(file: str, line: int, column: int, excerpt: str, root: Path) -> None:
    """With a caret as far as the signs before it are wide; of nothing outside the archive."""
    assert add_excerpt_to_problem(Problem(file, line, column, "wrong", "right"), root).excerpt == excerpt


def test_place_message_and_expectation(root: Path) -> None:
    found = add_excerpt_to_problem(Problem("a.md", 4, 7, "no day", "write one"), root)
    assert (found.place, found.message, found.expected) == ("a.md:4:7", "no day", "write one")
    assert add_excerpt_to_problem(Problem("", 0, 0, "busy"), root).place == ""


def test_a_long_line_is_shown_around_its_column(root: Path) -> None:
    (root / "a.md").write_text("x" * 500 + "Y" + "x" * 500)
    line, caret = add_excerpt_to_problem(Problem("a.md", 1, 501, "wrong"), root).excerpt.splitlines()
    assert line[caret.index("^")] == "Y"
    assert len(line) <= WIDTH + 6


def test_signs_that_cannot_be_seen_do_no_harm(root: Path) -> None:
    (root / "a.md").write_bytes(b"a\x1b[31m\xe2\x80\xaeb\xff")
    assert (
        add_excerpt_to_problem(Problem("a.md", 1, 1, "wrong"), root).excerpt
        == "> 1 | a [31m b\ufffd\n    | ^"
    )
