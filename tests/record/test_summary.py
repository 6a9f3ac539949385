"""Excerpts, made without a Markdown parser."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.record.summary import count_words, make_excerpt
from newsgen.record.values import CONTROL

TABLES = json.loads(Path(__file__).with_name("tables.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("body", "expected"), TABLES["excerpts"].items())
def test_visible_text(body: str, expected: str) -> None:
    assert make_excerpt(body) == expected


def test_cut_after_a_word() -> None:
    text = "word " * 100
    assert make_excerpt(text) == " ".join(["word"] * 60) + "…"
    assert make_excerpt("字" * 400) == "字" * 299 + "…"


def test_text_may_start_late() -> None:
    """Long front code does not leave an article without an excerpt."""
    assert make_excerpt("```\n" + "x = 1\n" * 300 + "```\n\nThe text.") == "The text."


@given(st.text(alphabet="ab \n*_`[]()!<>#\\&;-~", max_size=2000))
def test_never_longer_than_300(body: str) -> None:
    shown = make_excerpt(body)
    assert len(shown) <= 300
    assert shown == " ".join(shown.split())


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("[x *y*](z)", "x y"),
        ("**x y**", "x y"),
        ("\\*", "*"),
        ("![p](q)", ""),
        ("&amp;", "&"),
        ("`x_y`", "x_y"),
    ],
)
def test_marks_are_read_wherever_they_stand(markdown: str, shown: str) -> None:
    """Also where the excerpt ends: what comes after it is not looked at."""
    for words in (0, 50, 93, *range(96, 106), 120, 300, 330):
        before, after = "Ab " + "ab " * words, " c" * 200
        assert make_excerpt(before + markdown + after) == make_excerpt(before + shown + after)
        twice, seen = f"Ab {markdown} {markdown} {before}", f"Ab {shown} {shown} {before}"
        assert make_excerpt(twice + markdown + after) == make_excerpt(seen + shown + after)


DATE_LINES = [
    "*March 3, 2021*",
    "Posted on Tuesday, 3 March 2021, 14:05 UTC",
    "2021-03-03",
    "# Head\n\n**03/03/2021**",
    "2021年3月3日",
    "Published: Mar. 3rd.",
]


@pytest.mark.parametrize("line", DATE_LINES)
def test_a_paragraph_that_is_only_a_date_is_left_out(line: str) -> None:
    """Where a text follows, and the date has the paragraph for itself."""
    assert make_excerpt(f"{line}\n\nThe ferry sails.") == "The ferry sails."
    assert make_excerpt(f"{line.split()[-1]} was\n\nThe ferry sails.") != "The ferry sails."
    assert make_excerpt(line) != ""


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", 0),
        ("Three plain words.", 3),
        ("Déjà vu – “so”", 4),
        ("外務省は二十二日、会談を発表した。", 8),
        ("한국 정부는", 2),
    ],
)
def test_words(body: str, words: int) -> None:
    assert count_words(body, body.encode()) == words


BLANKS = [sign for sign in map(chr, range(0x110000)) if sign.isspace() and not re.match(CONTROL, sign)]
NEIGHBOURS = ["a", "“", "é", "\u2027", "\u200b", "\u3001", "\u16a0", "\u00a1"]


@given(st.lists(st.sampled_from([*BLANKS, " ", "\n", *NEIGHBOURS * 4])).map("".join))
def test_words_are_what_any_white_space_parts(body: str) -> None:
    """Of all that Unicode has, in scripts that use it."""
    assert count_words(body, body.encode()) == len(body.split())
