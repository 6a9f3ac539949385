"""Which short lines are sub-heads."""

from __future__ import annotations

import pytest

from newsgen.loader.structure.headline import WRITTEN, find_headings
from newsgen.loader.structure.paragraphs import find_paragraphs

PROSE = (
    "The ministers of both countries met on Wednesday in the capital to talk about trade, and agreed to meet again. "
    * 2
)


def written(*lines: str) -> list[str]:
    paragraphs = find_paragraphs(lines)
    return [paragraphs[i].text for i, sure in find_headings(paragraphs).items() if sure >= WRITTEN]


@pytest.mark.parametrize(
    "line",
    [
        "What Comes Next",
        "BACKGROUND",
        "2. The Harbour",
        "What Is It?",
        "Trade and Fish",
        "A look at the past",
    ],
)
def test_a_short_line_between_paragraphs(line: str) -> None:
    assert written("Head", PROSE, line, PROSE) == [line]


@pytest.mark.parametrize(
    "line",
    ["It is over.", "Q", "###", "-30-", "MR. DOE:", "By Jane Doe", "jane@a.example", "https://a.example/x", "Nov. 22, 2023",
     "Press Secretary: Jane Doe", "“We Agree”", "and so on", "A Very Long Line of Words That No Editor Would Put Above a Text"],
)  # fmt: skip
def test_what_is_no_sub_head(line: str) -> None:
    assert written("Head", PROSE, line, PROSE) == []


def test_items_of_a_list_are_none() -> None:
    assert written("Head", PROSE, "Osaka", "Kobe", "Nara", PROSE) == []
    assert (
        written(
            "Head",
            "These towns were hit by the storm, the ministry of transport said on Friday:",
            "Osaka City",
            PROSE,
        )
        == []
    )


def test_the_last_line_is_none() -> None:
    assert written("Head", PROSE, "Jane Doe") == []
