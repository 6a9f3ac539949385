"""Which paragraphs are block quotations."""

from __future__ import annotations

import pytest

from newsgen.loader.structure.paragraphs import find_paragraphs
from newsgen.loader.structure.quotations import QUOTATION_CONFIDENCE, find_quotations

SAID = "We have a chance to mend what was broken, and both of us must seize it now."
PROSE = "The minister left for the airport an hour later, was seen by many and spoke to no one on the way, as is his custom."
REPORTED = (
    "The two sides should seize this chance and mend what was broken, the president said at the meeting."
)


def quoted(*lines: str) -> list[tuple[int, int]]:
    """First and last line of each quotation that is written as one."""
    paragraphs = find_paragraphs(lines)
    found = [q for q in find_quotations(paragraphs) if q.confidence >= QUOTATION_CONFIDENCE]
    return [(paragraphs[q.first].first, paragraphs[q.last].last) for q in found]


@pytest.mark.parametrize(
    "lead",
    ["In a statement the minister of trade said:", "After the meeting the minister told reporters,",
     "The minister of trade wrote", "The readout of the meeting added that", "The spokesman for the ministry of trade added"],
)  # fmt: skip
@pytest.mark.parametrize("said", [f"“{SAID}”", f'"{SAID}"', f"“{SAID}” — Jane Doe"])
def test_a_quotation_after_an_open_lead_in(lead: str, said: str) -> None:
    assert quoted("Head", lead, said, PROSE) == [(3, 3)]


def test_a_quotation_that_the_next_line_goes_on_from() -> None:
    assert quoted("Head", PROSE, f'"{SAID[:-1]},"', "said the minister of trade on Friday.") == [(3, 3)]


def test_a_quotation_of_several_paragraphs() -> None:
    """Each opens with a quotation mark, the last one closes."""
    assert quoted("Head", "He issued this statement:", f"“{SAID}", f"“{PROSE}", f"“{SAID}”", PROSE) == [
        (3, 5)
    ]


def test_without_marks_only_the_first_paragraph_is_sure() -> None:
    assert quoted("Head", "The readout of the meeting added that", SAID, PROSE, PROSE) == [(3, 3)]


def test_a_readout_reaches_to_the_next_lead_in() -> None:
    """Most of its paragraphs say who said it: they are quoted up to where the author leads in again."""
    lines = ["Head", "The readout of the meeting added that", *[REPORTED] * 5, "Which includes", SAID]
    assert quoted(*lines) == [(3, 7), (9, 9)]


@pytest.mark.parametrize(
    "lines",
    [
        (PROSE, f"“{SAID}”", PROSE),  # in running text a paragraph may be all quotation
        (
            "The plan includes:",
            "A new port for the north of the island, to be built within four years from now.",
            PROSE,
        ),
        ("The plan has three parts:", SAID, PROSE),
        (PROSE, f"“{SAID[:40]},” the minister said. “{SAID}”", PROSE),
        ("“logo”: null,", "“name”: “ACTION”,", "“id”: 557,"),
        (
            "He said:",
            "- a list item that is long enough to look like one sentence of a statement, if one looks",
            PROSE,
        ),
    ],
)
def test_what_is_not_written_as_quotation(lines: tuple[str, ...]) -> None:
    assert quoted("Head", *lines) == []


def test_a_bare_quotation_is_only_suggested() -> None:
    (found,) = find_quotations(find_paragraphs(["Head", PROSE, f"“{SAID}”", PROSE]))
    assert 0 < found.confidence < QUOTATION_CONFIDENCE
