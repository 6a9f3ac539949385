"""Lines that stand above a headline."""

from __future__ import annotations

import pytest

from newsgen.loader.structure.headline import authors_of, is_opener


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("BY JANE DOE", ("Jane Doe",)),
        ("By: Jane Q. Doe and John Roe, Staff Writers", ("Jane Q. Doe", "John Roe")),
        ("By Jane Doe, John Roe and Ann Poe", ("Jane Doe", "John Roe", "Ann Poe")),
        ("By Jane Doe | Associated Press", ("Jane Doe",)),
        ("By Jane Doe in Tokyo", ("Jane Doe",)),
        ("By Ludwig van der Berg", ("Ludwig van der Berg",)),
        ("By the end of the year", ()),
        ("By Friday it was over.", ()),
        ("By the Archive Desk", ("The Archive Desk",)),
        ("By Staff Writers", ()),
        ("By 2030", ()),
        ("Bydgoszcz", ()),
        ("By " + "Jane Doe and " * 20, ()),
    ],
)
def test_bylines(line: str, names: tuple[str, ...]) -> None:
    assert authors_of(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "Ministers meet over fish",
        "Politics is local",
        "US-China talks resume",
        "May 2024 be better",
        "Breaking the ice",
    ],
)
def test_headlines_are_no_openers(line: str) -> None:
    assert not is_opener(line)
