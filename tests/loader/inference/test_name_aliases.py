"""names.toml is read, and what is wrong in it is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.errors import ContentError
from newsgen.loader.names.aliases import read_aliases


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
    document = (Path(__file__).parents[3] / "docs" / "names.md").read_text("utf-8")
    example = document.partition("```toml\n")[2].partition("```")[0]
    aliases = read_aliases(example, "names.toml")
    assert aliases.people["Fumio Kishida"] == "Kishida Fumio"
    assert aliases.organizations["CPC"] == "Communist Party of China"
    assert aliases.places["Kiev"] == "Kyiv"
