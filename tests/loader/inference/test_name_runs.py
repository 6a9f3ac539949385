"""Runs of capitalised words are found with what stands around them."""

from __future__ import annotations

import pytest

from newsgen.loader.names.runs import find_runs
from tests.support.endless import not_endless


def words(line: str) -> list[str]:
    """The runs of a line as texts."""
    return [run.text for run in find_runs(1, line)]


@pytest.mark.parametrize(
    ("line", "runs"),
    [
        ("On Wednesday, Xi Jinping met Mr. O'Brien.", ["Xi Jinping", "Mr. O'Brien"]),
        ("China's President Xi Jinping", ["China", "President Xi Jinping"]),
        ("the U.S. Senate in Washington D.C. The vote", ["U.S. Senate", "Washington D.C."]),
        ("Ludwig van Beethoven and Leonardo da Vinci", ["Ludwig van Beethoven", "Leonardo da Vinci"]),
        ("Khaled al-Asaad, Hau Lung-bin", ["Khaled al-Asaad", "Hau Lung-bin"]),
        ("the Korean People's Army and Veterans' Affairs", ["Korean People's Army", "Veterans' Affairs"]),
        ("see https://Example.org or mail Me@Example.org", []),
        ("Émile Zola, Ångström", ["Émile Zola", "Ångström"]),
        ("President Bush Friday said", ["President Bush"]),
    ],
)
def test_runs(line: str, runs: list[str]) -> None:
    """A possessive, a function word, a day or a sign ends a run; particles, initials and hyphens do not."""
    assert words(line) == runs


def test_positions() -> None:
    """A run knows its place, the word before it and whether a sentence begins with it."""
    line = 'He said. "Nice talk," added Liu in Beijing.'
    nice, liu, beijing = list(find_runs(7, line))
    assert nice.initial
    assert not liu.initial
    assert (beijing.line, line[beijing.start : beijing.end]) == (7, "Beijing")
    assert (liu.word_before, beijing.word_before) == ("added", "in")
    assert beijing.after == "."


@pytest.mark.parametrize(
    "part",
    ["aaa A ", "aaaa-A-", "aaaa 'A'", "Xi Jinping of the aaaaaaaaa ", '"aaa " ( A', "aaaa  U.S.A.A.A."],
)
def test_linear(part: str) -> None:
    """A line of some megabytes is read in a second, and not in hours."""
    with not_endless():
        list(find_runs(1, part * 300_000))
