"""Relations of two countries as topics."""

from __future__ import annotations

import pytest

from newsgen.loader.text import Text
from newsgen.loader.topics.relations import find_relations


def relations(*lines: str, title: int = 1) -> list[str]:
    return [relation.name for relation in find_relations(Text("x.txt", lines, title))]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Japan-China relations improve", "China-Japan relations"),
        ("Sino-Japanese treaty signed", "China-Japan relations"),
        ("JAPAN-CHINA TALKS RESUME", "China-Japan relations"),
        ("American-Chinese trade talks", "China-US relations"),
        ("UK's ties with Russia cool", "Russia-UK relations"),
        ("Franco-German summit in Paris", "France-Germany relations"),
    ],
)
def test_names(title: str, name: str) -> None:
    """The topic has the short names in the order of the alphabet, however the text names them."""
    assert relations(title, "The ambassadors met.") == [name]


def test_evidence() -> None:
    """The first mention as a pair is quoted as typed, with its line and the number of such mentions."""
    (found,) = find_relations(
        Text("x", ("Ties warm", "SINO-JAPANESE TIES", "Bilateral talks on China-Japan ties were held."), 1)
    )
    assert (found.line, found.quote, found.mentions) == (2, "SINO-JAPANESE", 2)


def test_two_countries_that_a_text_is_about() -> None:
    """Without a pair in words: each named often, no third, and words of what passes between states."""
    lines = [
        "Japan hosts Chinese leader",
        "China and its president signed a treaty in Tokyo.",
        "Japan Japan China",
    ]
    assert relations(*lines) == ["China-Japan relations"]
    assert relations(*lines, "Iran Iran Iran Iran") == []
    assert relations(lines[0], "China bought pandas.", "Japan Japan China China") == []


@pytest.mark.parametrize(
    "lines",
    [
        ("China-Japan match ends in a draw", "Goals fell late."),
        (
            "Floods",
            "They served in Iraq and Afghanistan. The ambassador thanked them.",
            "Iraq and Afghanistan",
        ),
        ("Trade grows", "A treaty helps Japan."),
        ("", ""),
    ],
)
def test_silence(lines: tuple[str, ...]) -> None:
    """No word of diplomacy, a bare list, a single country, no text: nothing."""
    assert relations(*lines) == []
