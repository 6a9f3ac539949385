"""People spelt in two ways."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import FrameType

import pytest

from newsgen.desk.variants import find_people_variants
from newsgen.loader.names.aliases import read_aliases, same_person
from newsgen.model import Body, Record


def records(*names: str | Sequence[str]) -> list[Record]:
    lists = [(one,) if isinstance(one, str) else tuple(one) for one in names]
    return [Record(f"{n}.md", Body("", ""), "T", people=people) for n, people in enumerate(lists)]


def found(*names: str | Sequence[str], toml: str = "") -> list[str]:
    aliases = read_aliases(f"[people]\n{toml}", "names.toml").people
    return [one.line for one in find_people_variants(records(*names), aliases)]


@pytest.mark.parametrize(
    ("names", "line"),
    [
        (["Kishida Fumio", "Kishida Fumio", "Fumio Kishida"], '"Kishida Fumio" = ["Fumio Kishida"]'),
        (["John Kennedy", "John F. Kennedy"], '"John F. Kennedy" = ["John Kennedy"]'),
        (["J. F. Kennedy", "John Kennedy", "John Kennedy"], '"John Kennedy" = ["J. F. Kennedy"]'),
        (["J. F. Kennedy", "J. Kennedy", "J. F. Kennedy"], '"J. F. Kennedy" = ["J. Kennedy"]'),
        (['Bo "B" Berg', "Berg Bo B", "Berg Bo B"], '"Berg Bo B" = ["Bo \\"B\\" Berg"]'),
    ],
)
def test_one_person_is_suggested(names: list[str], line: str) -> None:
    """The spelling that most articles have is kept, ties by the alphabet; the order of articles changes nothing."""
    assert found(*names) == [line]
    assert found(*reversed(names)) == [line]


@pytest.mark.parametrize(
    "names",
    [
        ["Jane Kennedy", "John Kennedy"],
        ["John Kennedy", "Jane Kennedy", "J. Kennedy"],
        ["John B. Kennedy", "John F. Kennedy"],
        ["Kennedy", "John Kennedy"],
        ["José Pérez", "Jose Perez"],
        ["007", "007"],
    ],
)
def test_others_are_left_alone(names: list[str]) -> None:
    """Two people, an initial that may be either, a lone surname, and spellings that share a page already."""
    assert found(*names) == []


def test_an_article_counts_once() -> None:
    """What counts is in how many articles a spelling stands."""
    (one,) = find_people_variants(records(["Lin Mei", "Ann Ode"], "Mei Lin", "Mei Lin"), {})
    assert one.names == (("Mei Lin", 2), ("Lin Mei", 1))


def test_a_line_of_names_toml_is_continued() -> None:
    """The name that names.toml has is kept, with its spellings, even if fewer articles have it."""
    names = ["Kishida Fumio", "Fumio Kishida", "Fumio Kishida", "Kishida"]
    aliases = read_aliases('[people]\n"Kishida Fumio" = ["Kishida"]', "names.toml").people
    (one,) = find_people_variants(records(*names), aliases)
    assert one.line == '"Kishida Fumio" = ["Kishida", "Fumio Kishida"]'
    assert one.replaces
    assert one.names == (("Kishida Fumio", 2), ("Fumio Kishida", 2))


def test_names_that_names_toml_lists_apart_are_two_people() -> None:
    """So a human silences a suggestion for good."""
    assert found("Wang Wei", "Wei Wang", toml='"Wang Wei" = []\n"Wei Wang" = []') == []


def test_what_is_suggested_can_be_written() -> None:
    """names.toml reads the line, and then there is nothing to suggest."""
    (line,) = found("Wang Wei", "Wei Wang")
    assert found("Wang Wei", "Wei Wang", toml=line) == []


def test_the_cost_is_linear() -> None:
    """Thousands of names of one family with one given name are compared with a few others each."""
    asked = 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal asked
        asked += event == "call" and frame.f_code is same_person.__code__

    letters = "abcdefgklmno"
    middles = [a + b + c for a in letters for b in letters for c in letters]
    names = [*(f"Ann {middle} Smith" for middle in middles), *(f"{middle} Jones" for middle in middles)]
    sys.setprofile(count)
    try:
        assert found(*names) == []
    finally:
        sys.setprofile(None)
    assert 0 < asked <= 32 * len(names)
