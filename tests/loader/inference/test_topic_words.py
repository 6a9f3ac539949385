"""Words as the topic rules compare them."""

from __future__ import annotations

import pytest

from newsgen.loader.topics.vocabulary import acronym, split_words, word_key, word_keys


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Japan’s release of U.S.-made fish.", ["Japan’s", "release", "of", "US", "made", "fish"]),
        ("COVID-19, 30_000 people", ["COVID", "19", "30", "000", "people"]),
        ("See https://example.org/trade-war and www.example.org/a now", ["See", "and", "now"]),
        ("日中関係 AI技術", ["日", "中", "関", "係", "AI", "技", "術"]),
        ("한일 관계", ["한", "일", "관", "계"]),
        ("Élysée, naïve", ["Élysée", "naïve"]),
        ("— … !", []),
    ],
)
def test_split(line: str, words: list[str]) -> None:
    """Words are as typed; abbreviations lose their points, links are dropped, unspaced scripts are cut up."""
    assert split_words(line) == words


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("Tariffs", "tariff"),
        ("tariff's", "tariff"),
        ("workers’", "worker"),
        ("Cities", "city"),
        ("crisis", "crisis"),
        ("Congress", "congress"),
        ("virus", "virus"),
        ("gas", "gas"),
        ("ties", "tie"),
        ("DON'T", "dont"),
    ],
)
def test_key(word: str, key: str) -> None:
    """Singular, plural, possessive and capitals fall together; words that only look plural stay."""
    assert word_key(word) == key


def test_keys_are_those_of_the_words() -> None:
    """Order and number of words are kept."""
    assert word_keys(["Trade", "Wars"]) == ("trade", "war")


@pytest.mark.parametrize(
    ("word", "found"),
    [("NATO", "NATO"), ("NATO's", "NATO"), ("H1N1", "H1N1"), ("Nato", ""), ("I", ""), ("19", "")],
)
def test_acronym(word: str, found: str) -> None:
    """Two capitals or more make an acronym, digits alone do not."""
    assert acronym(word) == found
