"""Words in a row."""

from __future__ import annotations

import pytest

from newsgen.renderer.words.dates import join_words, joint

ROWS = {
    "en": ["", "a", "a and b", "a, b and c", "a, b, c and d"],
    "de": ["", "a", "a und b", "a, b und c", "a, b, c und d"],
    "zh-CN": ["", "a", "a和b", "a、b和c", "a、b、c和d"],
    "ja": ["", "a", "a、b", "a、b、c", "a、b、c、d"],
    "ar": ["", "a", "a وb", "a وb وc", "a وb وc وd"],
    "xx": ["", "a", "a and b", "a, b and c", "a, b, c and d"],
}


@pytest.mark.parametrize("language", ROWS)
def test_words_stand_in_a_row_as_the_language_writes_it(language: str) -> None:
    """What stands between them is the language's; a tag that nobody knows gets English."""
    assert [join_words("abcd"[:count], language) for count in range(5)] == ROWS[language]


def test_a_joint_is_what_stands_before_a_word() -> None:
    """So that a template may put links in a row."""
    assert [joint(place, 3, "en") for place in range(3)] == ["", ", ", " and "]
