"""names.toml is read, and what is wrong in it is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.errors import ContentError
from newsgen.loader.names.aliases import is_same_person, read_aliases, split_name_into_words
from tests.support.cases import check_messages, read_cases


@pytest.mark.parametrize(("text", "messages"), read_cases(Path(__file__).parent / "data" / "names-bad.txt"))
def test_what_is_wrong_is_told_with_its_place(text: str, messages: list[str]) -> None:
    with pytest.raises(ContentError) as error:
        read_aliases(f"{text}\n", "names.toml")
    check_messages(error.value, messages)


@pytest.mark.parametrize(("names", "expected"), read_cases(Path(__file__).parent / "data" / "persons.txt"))
def test_names_of_one_person_and_of_two(names: str, expected: list[str]) -> None:
    """Order, marks, hyphens, initials and suffixes do not part a person; a lone family name joins nobody."""
    one, _, other = names.partition(" / ")
    for a, b in ((one, other), (other, one)):
        assert is_same_person(a, b) is (expected == ["one person"])


def test_the_documented_example() -> None:
    """The names.toml that docs/names.md shows is one: each spelling leads to its name, and a name to itself."""
    document = (Path(__file__).parents[2] / "docs" / "names.md").read_text("utf-8")
    example = document.partition("```toml\n")[2].partition("```")[0]
    aliases = read_aliases(example, "names.toml")
    assert aliases.people["Fumio Kishida"] == aliases.people["Kishida Fumio"] == "Kishida Fumio"
    assert aliases.organizations["CPC"] == "Communist Party of China"
    assert aliases.places["Kiev"] == "Kyiv"


def test_words_of_a_name() -> None:
    """Words lose case, marks and hyphens, and 'Sr.' is none of them."""
    assert split_name_into_words("Hau Lung-bin, Sr.") == ("hau", "lung", "bin")
    assert split_name_into_words("José Øster") == ("jose", "oster")


@given(st.text(max_size=30), st.text(max_size=30))
def test_symmetry(a: str, b: str) -> None:
    """The comparison never depends on the order of its arguments, and never fails."""
    assert is_same_person(a, b) == is_same_person(b, a)
