"""reStructuredText becomes Markdown; its front matter is that of Pelican, Nikola or a bare title."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.loader.formats.rst import parse_rst_seed
from newsgen.model import ParsedArticle, PartialDate
from tests.support.cases import read_cases


def parse(text: str) -> ParsedArticle:
    (draft,) = parse_rst_seed("seeds/x.rst", text.encode())
    return draft


@pytest.mark.parametrize(
    "text",
    [
        "The ferry\n#########\n\n:date: 2020-10-03\n:tags: boats, wind\n\nWords.\n",
        "=========\nThe ferry\n=========\n\n:date: 2020-10-03\n:tags: boats, wind\n\nWords.\n",
        ":title: The ferry\n:date: 2020-10-03\n:tags: boats, wind\n\nWords.\n",
        ".. title: The ferry\n.. date: 2020-10-03\n.. tags: boats, wind\n\nWords.\n",
    ],
)
def test_front_matter(text: str) -> None:
    draft = parse(text)
    assert draft.stated == {
        "title": "The ferry",
        "date": PartialDate(2020, 10, 3),
        "topics": ("boats", "wind"),
    }
    assert (draft.text.strip(), draft.warnings) == ("Words.", ())


@pytest.mark.parametrize(("text", "said"), read_cases(Path(__file__).parent / "data" / "rst.txt"))
def test_bodies(text: str, said: list[str]) -> None:
    """What docutils cannot read stays, with a warning."""
    draft = parse(f"The pier\n========\n:slug: x\n\n{text}" if said[-1].startswith("! ") else text)
    warnings = [f"! {str(one).partition('wrong: ')[2].partition('; look at')[0]}" for one in draft.warnings]
    assert [*draft.text.strip().split("\n"), *warnings] == said
    assert all(
        str(one).startswith("seeds/x.rst:5: the reStructuredText is wrong: ") for one in draft.warnings
    )
