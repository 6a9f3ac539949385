"""names.toml is read, and what is wrong in it is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.errors import ContentError
from newsgen.loader.names.aliases import name_words, read_aliases, same_person


def test_spellings() -> None:
    """Each spelling leads to its name, and a name to itself."""
    aliases = read_aliases(
        '[people]\n"Xi Jinping" = ["Xi", "General Secretary Xi"]\n[places]\nMyanmar = "Burma"\n', "names.toml"
    )
    assert aliases.people == {
        "Xi Jinping": "Xi Jinping",
        "Xi": "Xi Jinping",
        "General Secretary Xi": "Xi Jinping",
    }
    assert aliases.places == {"Myanmar": "Myanmar", "Burma": "Myanmar"}
    assert aliases.organizations == {}


def test_empty() -> None:
    """An empty file joins nothing."""
    assert read_aliases("", "names.toml").people == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[people]\n'Xi' = \n", "names.toml:2:8: invalid value"),
        ("[person]\nXi = []\n", 'names.toml:1:2: "person" is no table of names'),
        ("people = 3\n", 'names.toml:1:1: "people" is no table of names'),
        ("[people]\nXi = 3\n", 'names.toml:2:1: spellings of "Xi" are no list of texts'),
        ('[people]\nXi = ["a", ""]\n', 'names.toml:2:1: spellings of "Xi" are no list of texts'),
        ('[people]\nA = ["X"]\nB = ["X"]\n', 'names.toml:3:6: "X" is a spelling of both "A" and "B"'),
        ('[people]\nA = ["B"]\nB = ["C"]\n', 'names.toml:2:6: "B" is a spelling of both "B" and "A"'),
        ("[people", "names.toml:1: "),
    ],
)
def test_refusals(text: str, message: str) -> None:
    """Every refusal says where and what."""
    with pytest.raises(ContentError) as error:
        read_aliases(text, "names.toml")
    assert str(error.value).startswith(message)


def test_all_problems_at_once() -> None:
    """All problems of the file are reported together."""
    with pytest.raises(ContentError) as error:
        read_aliases("[people]\nA = 1\nB = 2\n[x]\n", "names.toml")
    assert len(error.value.problems) == 3


def test_the_documented_example() -> None:
    """The names.toml that docs/names.md shows is one."""
    document = (Path(__file__).parents[2] / "docs" / "names.md").read_text("utf-8")
    example = document.partition("```toml\n")[2].partition("```")[0]
    aliases = read_aliases(example, "names.toml")
    assert aliases.people["Fumio Kishida"] == "Kishida Fumio"
    assert aliases.organizations["CPC"] == "Communist Party of China"
    assert aliases.places["Kiev"] == "Kyiv"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Fumio Kishida", "Kishida Fumio"),
        ("José Pérez", "Jose Perez"),
        ("Kim Jong-un", "Kim Jong Un"),
        ("John F. Kennedy", "John Kennedy"),
        ("J. F. Kennedy", "John Fitzgerald Kennedy"),
        ("Martin Luther King Jr.", "Martin Luther King"),
        ("Lech Wałęsa", "Lech Walesa"),
        ("Sinéad O’Connor", "Sinead O'Connor"),
    ],
)
def test_two_spellings_of_one_person(a: str, b: str) -> None:
    """Order, marks, hyphens, initials and suffixes do not part a person, whichever comes first."""
    assert same_person(a, b)
    assert same_person(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("George Bush", "Jeb Bush"),
        ("Xi", "Xi Jinping"),
        ("Li Keqiang", "Li Qiang"),
        ("J. Smith", "Anna Smith"),
        ("", ""),
        ("John Paul Jones", "Paul Jones"),
    ],
)
def test_two_people(a: str, b: str) -> None:
    """A shared family name, a lone family name or a different initial is not enough."""
    assert not same_person(a, b)
    assert not same_person(b, a)


def test_words_of_a_name() -> None:
    """Words lose case, marks and hyphens, and 'Sr.' is none of them."""
    assert name_words("Hau Lung-bin, Sr.") == ("hau", "lung", "bin")
    assert name_words("José Øster") == ("jose", "oster")


@given(st.text(max_size=30), st.text(max_size=30))
def test_symmetry(a: str, b: str) -> None:
    """The comparison never depends on the order of its arguments, and never fails."""
    assert same_person(a, b) == same_person(b, a)
