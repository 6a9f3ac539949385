"""Which wordings name two countries as a pair."""

from __future__ import annotations

import pytest

from newsgen.loader.topics.relations import LISTED, find_countries, find_pairs, load_countries
from tests.support.endless import not_endless


def pairs(line: str) -> list[tuple[str, float]]:
    mentions = list(find_countries(line, load_countries()))
    return [(f"{left.code}-{right.code}", weight) for left, right, weight in find_pairs(line, mentions)]


@pytest.mark.parametrize(
    ("line", "pair"),
    [
        ("China-Japan relations", "CN-JP"),
        ("Sino-Japanese ties", "CN-JP"),
        ("China–Japan", "CN-JP"),
        ("the Japanese-Chinese peace treaty", "JP-CN"),
        ("talks between China and Japan", "CN-JP"),
        ("China and Japan signed a treaty", "CN-JP"),
        ("China's relations with Japan", "CN-JP"),
        ("Chinese trade with the United States", "CN-US"),
        ("U.S.-China summit", "US-CN"),
    ],
)
def test_pairs(line: str, pair: str) -> None:
    """Compounds, 'between … and …', relations with: each is clearer than a list."""
    ((found, weight),) = pairs(line)
    assert found == pair
    assert weight > LISTED


@pytest.mark.parametrize(
    "line",
    [
        "Mexican-American families",
        "China, Japan and South Korea met",
        "China-Japan-South Korea talks",
        "Japan. China said",
        "China said that in all these years nobody had ever heard a word from the people of Japan",
    ],
)
def test_no_pairs(line: str) -> None:
    """People of two origins, longer lists, other sentences, far words are no pair."""
    assert pairs(line) == []


def test_a_list_of_two() -> None:
    """'Iraq and Afghanistan' alone is worth least."""
    assert pairs("He served in Iraq and Afghanistan.") == [("IQ-AF", LISTED)]


def test_a_long_line_costs_in_proportion() -> None:
    """A line of four hundred thousand names is read in a second and not in hours."""
    line = "China and Japan, Korea with Iran. " * 100_000
    mentions = list(find_countries(line, load_countries()))
    with not_endless():
        list(find_pairs(line, mentions))
