"""Where in a run a place stands, and what beside it says so."""

from __future__ import annotations

import pytest

from newsgen.loader.names.places import Spot, cue, is_qualified, spots
from newsgen.loader.names.runs import find_runs, lists


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("x San Francisco", ["San Francisco"]),
        ("x China-Japan", ["China", "Japan"]),
        ("x London-based", ["London"]),
        ("x Northern Iraq", ["Iraq"]),
        ("x Western Australia", ["Western Australia"]),
        ("x Hebei Province", ["Hebei"]),
        ("x London Mayor", ["London"]),
        ("x Fisht Stadium", ["Fisht Stadium"]),
        ("x Visitor Center", []),
        ("x Beijing Olympics", []),
        ("x Kim-Park", []),
    ],
)
def test_spots(line: str, names: list[str]) -> None:
    """A run is a place, holds one, or is named after one."""
    (run,) = find_runs(1, line)
    assert [spot.name for spot in spots(run, None, {}, lists())] == names


def test_spots_before_a_person() -> None:
    """Of a person's run only what stands before the name can be a place."""
    (run,) = find_runs(1, "x U.S. President Jordan Peele")
    assert list(spots(run, 2, {}, lists())) == [Spot("U.S.")]
    assert list(spots(run, 0, {}, lists())) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("people in Mobile", "in"),
        ("people to Mobile", "towards"),
        ("people of Mobile", "strong"),
        ("the voice of Mobile", "plain"),
        ("from Mobile, Alabama.", "strong"),
        ("from Mobile, Ala., today", "strong"),
        ("from Mobile, Anna", "towards"),
        ("Mobile users", "none"),
        ("Mobile, Nov. 22 (AP) -- Rain", "strong"),
        ("Mobile — Rain", "strong"),
        ("the capital, Mobile, and", "strong"),
    ],
)
def test_cue(line: str, expected: str) -> None:
    """A larger place, a dateline or a kind of place is strong, 'in' less so, 'to' still less."""
    run = next(r for r in find_runs(1, line) if r.text == "Mobile")
    assert cue(run, False, lists()) == expected


def test_list() -> None:
    """In a list after a place a name is taken as after 'in'."""
    run = list(find_runs(1, "in Iran and Mobile"))[-1]
    assert cue(run, True, lists()) == "in"
    assert cue(run, False, lists()) == "plain"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("x Hope, Arkansas.", True),
        ("x Hope, AR", True),
        ("x Hope Arkansas", False),
        ("x Hope, Beijing", False),
    ],
)
def test_qualified(line: str, expected: bool) -> None:
    """Only a country or a division after a comma qualifies."""
    run = next(iter(find_runs(1, line)))
    assert is_qualified(run, lists()) is expected
