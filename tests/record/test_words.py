"""Words are counted, and control characters found, as a look at each character would."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.record.summary import count_words
from newsgen.record.values import CONTROL


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
    assert count_words(body) == words


BLANKS = [sign for sign in map(chr, range(0x110000)) if sign.isspace() and not re.match(CONTROL, sign)]
NEIGHBOURS = ["a", "“", "é", "\u2027", "\u200b", "\u3001", "\u16a0", "\u00a1"]


@given(st.lists(st.sampled_from([*BLANKS, " ", "\n", *NEIGHBOURS * 4])).map("".join))
def test_words_are_what_any_white_space_parts(body: str) -> None:
    """Of all that Unicode has, in scripts that use it."""
    assert count_words(body) == len(body.split())


@pytest.mark.parametrize("blank", BLANKS, ids=ascii)
def test_each_white_space_parts_words(blank: str) -> None:
    body = f"one{blank}two{blank}{blank}three{blank}"
    assert count_words(body) == 3


@pytest.mark.parametrize("codes", [range(0x2100), range(0xF000, 0x10000)], ids=["low", "high"])
def test_each_control_character_is_found_and_no_other(codes: range) -> None:
    for sign in map(chr, codes):
        for body in (f"Text {sign}", f"é{sign}é"):
            assert (count_words(body) is None) == bool(re.match(CONTROL, sign)), ascii(sign)
