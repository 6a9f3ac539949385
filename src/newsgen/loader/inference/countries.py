"""The packaged table of countries: names, demonyms and combining forms."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

_FIRST_WORD = re.compile(r"[A-ZÀ-Þ](?:(?<!\w.)(?<!×)|(?<=\w×))\w*")
"""A capital, or the sign of multiplication among them, at a word's border; so written, capitals alone are tried."""

_ASCII_FIRST_WORD = re.compile(r"[A-Z](?<!\w.)\w*")

Form = Literal["name", "demonym", "combining", "weak", "capital"]
"""How a word names its country: 'Japan', 'Japanese', 'Sino', a name that is as often something else, 'Tokyo'."""

# Capitals that are as often another place, a person or a word.
_AMBIGUOUS = frozenset(
    "Washington,Victoria,San Jose,Georgetown,Male,Kingston,Kingstown,Santiago,Port Louis,Saint George's,Saint John's,"
    "Lima,Freetown,Santo Domingo,Monaco,Singapore,San Salvador,San Marino,Luxembourg,Djibouti,Colombo,Nassau,"
    "Brussels".split(",")
)


class Country(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One country, as data/countries.toml states it."""

    name: str
    """Short English name, e.g. 'Japan', 'US'."""
    also: tuple[str, ...] = ()
    """Other names, e.g. 'United States'."""
    demonyms: tuple[str, ...] = ()
    """Nouns and adjectives, e.g. 'Japanese'."""
    combining: tuple[str, ...] = ()
    """First parts of compounds, e.g. 'Sino'."""
    capital: str = ""
    """Seat of government."""
    weak: bool = False
    """Whether the name is as often something else ('Georgia', 'Jordan')."""


class Countries(msgspec.Struct, frozen=True):
    """All countries with an index of their names."""

    by_code: Mapping[str, Country]
    """Countries by ISO 3166-1 alpha-2 code."""
    index: Mapping[str, tuple[tuple[str, str, Form], ...]]
    """Whole name, code and form by the name's first word, longest name first."""


@cache
def load_countries() -> Countries:
    """Read the packaged table."""
    text = resources.files(__package__).joinpath("data/countries.toml").read_text("utf-8")
    by_code = msgspec.convert(tomllib.loads(text), dict[str, Country])
    index: dict[str, list[tuple[str, str, Form]]] = {}
    for code, country in by_code.items():
        named: Form = "weak" if country.weak else "name"
        forms: list[tuple[tuple[str, ...], Form]] = [
            ((country.name, *country.also), named),
            (country.demonyms, "demonym"),
            (country.combining, "combining"),
            (() if country.weak or country.capital in _AMBIGUOUS else (country.capital,), "capital"),
        ]
        for names, form in forms:
            for name in names:
                index.setdefault(_FIRST_WORD.findall(name)[0], []).append((name, code, form))
    return Countries(
        by_code, {first: tuple(sorted(names, key=lambda n: -len(n[0]))) for first, names in index.items()}
    )


class Mention(msgspec.Struct, frozen=True):
    """A country named in a line."""

    start: int
    end: int
    code: str
    form: Form


def find_countries(line: str, countries: Countries) -> Iterator[Mention]:
    """Yield the countries named in a line, in order, the longest name at each place."""
    after = 0
    index = countries.index
    for match in (_ASCII_FIRST_WORD if line.isascii() else _FIRST_WORD).finditer(line):
        first, start = match[0], match.start()
        named = index.get(first) or (index.get(first[:-1]) if first[-1] == "s" else None)
        if not named or start < after:
            continue
        for name, code, form in named:
            if line.startswith(name, start):
                end = start + len(name)
                end += line.startswith("s", end) and form == "demonym"
                if not line[end : end + 1].isalnum():
                    after = end
                    yield Mention(start, end, code, form)
                    break
