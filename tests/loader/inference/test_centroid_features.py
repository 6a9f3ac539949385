"""Texts as weighted words and pairs of words."""

from __future__ import annotations

import math

import pytest

from newsgen.loader.topics.centroids import (
    common_words,
    count_features,
    fold,
    inverse_frequencies,
    length_of,
    repeat_title,
    unit_vector,
    weigh,
)


def test_the_title_counts_thrice() -> None:
    """Its words and pairs are counted three times, those of the body once."""
    counts = count_features(repeat_title(fold("Open Data"), [fold("Data is open")]), frozenset(["is"]))
    assert counts == {"open": 4, "data": 4, "open data": 3}


def test_long_texts_are_read_in_part() -> None:
    """After some thousand words nothing is read."""
    lines = repeat_title([], [["a"] * 1000] * 50)
    assert sum(map(len, lines)) < 6000


def test_common_words() -> None:
    """What more than 60 in 100 texts have is common."""
    assert common_words([[["a", "b"]], [["a"], ["c"]], [["a", "b"]], [["c", "c"]], [["d"]]]) == frozenset()
    assert common_words([[["a", "b"]], [["a"], ["c"]], [["a", "b"]], [["c", "c"]]]) == {"a"}


def test_inverse_frequencies() -> None:
    """Features of a single text have none."""
    counts = [count_features([line], frozenset()) for line in (["a", "b"], ["a"], ["b"], ["c"])]
    assert inverse_frequencies(counts) == {"a": math.log(2), "b": math.log(2)}


def test_unknown_words_make_a_text_longer() -> None:
    """A text with words that no record has is less like any of them; unknown pairs do not count."""
    idf = {"a": 1.0, "a b": 1.0}
    _, plain = weigh(count_features([["a"]], frozenset()), idf, 3.0)
    vector, strange = weigh(count_features([["a", "x", "y"]], frozenset()), idf, 3.0)
    assert vector == {"a": 1.0}
    assert (plain, strange) == (1.0, math.sqrt(1 + 9 + 9))


def test_unit_vector() -> None:
    """Without pairs and unknown words its length is 1."""
    vector = unit_vector(count_features([["a"], ["b"], ["b"]], frozenset()), {"a": 1.0, "b": 2.0}, 3.0)
    assert length_of(vector) == pytest.approx(1.0)
    assert length_of({}) == 1.0
