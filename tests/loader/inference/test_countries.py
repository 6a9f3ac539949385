"""The table of countries and the countries named in a line."""

from __future__ import annotations

import re

import pytest

from newsgen.loader.topics.relations import find_countries, load_countries


def test_the_table_is_whole() -> None:
    """195 countries or more, codes of two capitals, no short name and no combining form twice."""
    countries = load_countries().by_code
    names = [country.name for country in countries.values()]
    assert len(countries) >= 195
    assert all(re.fullmatch("[A-Z]{2}", code) for code in countries)
    assert len(set(names)) == len(names)
    prefixes = [prefix for country in countries.values() for prefix in country.combining]
    assert len(set(prefixes)) == len(prefixes)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("China and the Chinese", ["CN name", "CN demonym"]),
        ("South Korea, North Koreans", ["KR name", "KP demonym"]),
        ("the U.S. and the US; use us", ["US name", "US name"]),
        ("Papua New Guinea, Guinea-Bissau", ["PG name", "GW name"]),
        ("Michael Jordan of Georgia", ["JO weak", "GE weak"]),
        ("Tokyo told Washington", ["JP capital"]),
        ("polish the china; Chinatown", []),
        ("Sino-Japanese", ["CN combining", "JP demonym"]),
        ("Côte d'Ivoire", ["CI name"]),
        ("Saudis", ["SA demonym"]),
    ],
)
def test_find(line: str, found: list[str]) -> None:
    """The longest name wins, small letters are no country, a name inside a word is none."""
    assert [f"{m.code} {m.form}" for m in find_countries(line, load_countries())] == found


def test_places() -> None:
    """A mention's places are those of its words in the line."""
    line = "In Japan, Americans"
    assert [line[m.start : m.end] for m in find_countries(line, load_countries())] == ["Japan", "Americans"]
