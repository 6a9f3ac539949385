"""Promises of places.toml."""

from __future__ import annotations

import pytest

from newsgen.errors import ContentError
from newsgen.gazetteer.own import read_places


def test_each_place_has_a_latitude_and_a_longitude() -> None:
    """Whole numbers too; south and west are negative."""
    text = '# ours\n"Old Harbour" = [59.91, 10.75]\nParis = [33.66, -95.56]\nPole = [-90, 180]\n'
    assert read_places(text, "places.toml") == {
        "Old Harbour": (59.91, 10.75),
        "Paris": (33.66, -95.56),
        "Pole": (-90.0, 180.0),
    }
    assert read_places("", "places.toml") == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "A = [1, 2]\n'B c' = [91, 0]\n",
            'places.toml:2:1: "B c" is at [91, 0], which is no place on the earth',
        ),
        ("A = [1]\n", 'places.toml:1:1: "A" is at [1], which'),
        ("A = '1, 2'\n", "places.toml:1:1: \"A\" is at '1, 2', which"),
        ("A = [true, 2]\n", 'places.toml:1:1: "A" is at [True, 2], which'),
        ("A = [nan, 2]\n", 'places.toml:1:1: "A" is at [nan, 2], which'),
        ("[A]\nB = 1\n", "places.toml:1:1: \"A\" is at {'B': 1}, which"),
        ("A = [1, 2]\nB [3, 4]\n", "places.toml:2:3: expected '='"),
    ],
)
def test_what_is_no_place_is_told_with_its_line(text: str, told: str) -> None:
    """And what to write instead."""
    with pytest.raises(ContentError) as caught:
        read_places(text, "places.toml")
    assert str(caught.value).startswith(told)
    assert '"Old Harbour" = [59.91, 10.75]' in str(caught.value)


def test_all_mistakes_are_told_at_once() -> None:
    """One run is enough to mend the file."""
    with pytest.raises(ContentError) as caught:
        read_places("A = 1\nB = [1, 2]\nC = [0, 181]\n", "places.toml")
    assert [(problem.line, problem.file) for problem in caught.value.problems] == [
        (1, "places.toml"),
        (3, "places.toml"),
    ]
