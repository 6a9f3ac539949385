"""Numbers of 5,000 digits and deep nesting in tables and records: an error with a place, no traceback."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from newsgen.errors import ContentError, NewsgenError
from newsgen.gazetteer import read_places_toml
from newsgen.loader.names.aliases import read_aliases
from newsgen.loader.topics.vocabulary import read_vocabulary
from newsgen.record.read import read_record
from newsgen.settings.file import read_settings

EXTREMES = {
    "number": "9" * 5_000,
    "lists": "[" * 5_000,
    "tables": "{a = " * 5_000,
}


@pytest.mark.parametrize("read", [read_aliases, read_vocabulary, read_places_toml, read_settings])
@pytest.mark.parametrize("kind", EXTREMES)
def test_an_extreme_value_is_refused_with_its_place(read: Callable[[str, str], object], kind: str) -> None:
    with pytest.raises(NewsgenError) as caught:
        read(f"\na = {EXTREMES[kind]}\n", "x.toml")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.column) == ("x.toml", 2, 5)


def test_a_key_of_5000_parts_is_refused() -> None:
    with pytest.raises(ContentError, match=r'^places.toml: "a" is at .{1,60}, which is not a place'):
        read_places_toml(".".join(["a"] * 5_000) + " = 1", "places.toml")


@pytest.mark.parametrize("kind", ["number", "lists"])
def test_the_front_matter_of_a_record_too(kind: str) -> None:
    with pytest.raises(ContentError, match=r"^a.md:3:5: front matter in TOML: "):
        read_record("a.md", f'+++\ntitle = "A"\nn = {EXTREMES[kind]}\n+++\nText.\n'.encode())


def test_json_keeps_a_number_as_it_stands() -> None:
    assert (
        read_record("a.md", f'{{"title": "A", "n": {EXTREMES["number"]}}}\n\nText.\n'.encode()).title == "A"
    )
