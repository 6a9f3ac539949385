"""Places: the archive's places.toml, gazetteer.tsv (GeoNames, CC BY 4.0, and own lists), names in other languages (names/)."""

from __future__ import annotations

import functools
import re
import reprlib
import unicodedata
from bisect import bisect_left
from pathlib import Path
from typing import Literal, cast

import msgspec

from newsgen.errors import ContentError, Problem, parse_toml

Coordinates = dict[str, tuple[float, float]]
"""Latitude and longitude of a place in degrees, north and east positive (WGS 84), by name."""

_EXPECTED = 'write latitude and longitude in degrees: "Old Harbour" = [59.91, 10.75]'


def read_places_toml(text: str, file: str) -> Coordinates:
    """Read places.toml: each key is a place as records name it, each value its latitude and longitude.

    Raises:
        ContentError: the text is not TOML 1.0, or values are not places on earth.
    """
    data = parse_toml(text, file, _EXPECTED)
    problems = []
    for name, value in data.items():
        if not _is_on_earth(value):
            written = re.search(rf"(?m)^[ \t]*\[?[\"']?{re.escape(name)}[\"']?[ \t]*[=\]]", text)
            place = (text.count("\n", 0, written.start()) + 1, 1) if written else (0, 0)
            message = f'"{name}" is at {reprlib.repr(value)}, which is not a place on earth'
            problems.append(Problem(file, *place, message, _EXPECTED))
    if problems:
        raise ContentError(problems)
    return {name: (float(value[0]), float(value[1])) for name, value in data.items()}


def _is_on_earth(value: object) -> bool:
    """True for a list of two numbers, the first from -90 to 90, the second from -180 to 180."""
    if not isinstance(value, list) or len(value) != 2:
        return False
    return all(
        isinstance(number, int | float) and not isinstance(number, bool) and abs(number) <= most
        for number, most in zip(value, (90, 180), strict=True)
    )


PlaceKind = Literal["n", "a", "t", "r", "h"]
"""n country, a first-order division, t town, r region, body of water or landmark, h historical place."""


class Place(msgspec.Struct, frozen=True):
    """One place of the gazetteer."""

    name: str
    """The name to show: the name that was looked up, or the usual name for an abbreviation."""
    kind: PlaceKind
    country: str
    """ISO 3166-1 alpha-2; '' if the place spans several countries."""
    latitude: float
    """Degrees north, WGS 84."""
    longitude: float
    """Degrees east, WGS 84."""
    population: int
    """Inhabitants, in thousands; 0 if not known."""


@functools.cache
def _read_lines() -> list[str]:
    """Read the lines of gazetteer.tsv, sorted by name; a line is parsed only when its name is looked up."""
    return Path(__file__).with_name("gazetteer.tsv").read_text("utf-8")[:-1].split("\n")


def _find_fields(name: str) -> list[str] | None:
    """Find the fields that follow a name on its line; None if no line has the name."""
    lines = _read_lines()
    found, _, rest = lines[min(bisect_left(lines, f"{name}\t"), len(lines) - 1)].partition("\t")
    return rest.split("\t") if found == name else None


@functools.lru_cache(maxsize=4096)
def find_place(name: str) -> Place | None:
    """Look up a name, ignoring accents ('Bogota' finds Bogotá).

    If several places share the name, return the best known, e.g. Paris in France.
    """
    fields = _find_fields(ascii_fold(name))
    if fields is not None and fields[0] in "=~":
        name = fields[1] if fields[0] == "=" else name
        fields = _find_fields(ascii_fold(fields[1]))
    if fields is None:
        return None
    people = int(fields[4]) if len(fields) > 4 else 0
    return Place(name, cast(PlaceKind, fields[0]), fields[1], float(fields[2]), float(fields[3]), people)


def find_coordinates(name: str, language: str = "en") -> tuple[float, float] | None:
    """Find latitude and longitude (degrees, WGS 84) of a place, named in English or a language such as 'de'; None if unknown."""
    known = None if language == "en" else load_place_names(language)
    place = find_place(known.keys.get(name, name) if known else name)
    return (place.latitude, place.longitude) if place else None


_LETTERS = str.maketrans(
    {
        "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th",
        "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i", "ħ": "h", "Ħ": "H",
        "’": "'", "‘": "'", "ʻ": "'", "ʼ": "'", "ʿ": "'", "ʾ": "'", "‑": "-", "–": "-", "\u00a0": " ",
    }
)  # fmt: skip


def ascii_fold(name: str) -> str:
    """Remove accents from Latin letters and straighten quotes and dashes: 'Gdańsk' → 'Gdansk'; keep other scripts."""
    if name.isascii():
        return name
    parts = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))


class PlaceNames(msgspec.Struct, frozen=True):
    """The names of places in a language."""

    keys: dict[str, str]
    """Name in the language → name in the gazetteer; several names may mean one place."""
    names: dict[str, str]
    """Name in the gazetteer → usual name in the language."""
    doubtful: frozenset[str]
    """Names that may also be parts of other words."""


@functools.cache
def load_place_names(language: str) -> PlaceNames | None:
    """Read the names of a language (primary subtag); None if there are none."""
    path = Path(__file__).with_name("names") / f"{language}.tsv"
    if not (language.isalpha() and path.is_file()):
        return None
    keys: dict[str, str] = {}
    names: dict[str, str] = {}
    doubtful: set[str] = set()
    for line in path.read_text("utf-8").splitlines():
        key, *written = line.split("\t")
        usual = written[0] if written else key
        if usual:
            names[key] = usual.removeprefix("~")
        for name in filter(None, written or (key,)):
            plain = name.removeprefix("~")
            keys.setdefault(plain, key)
            if plain != name:
                doubtful.add(plain)
    return PlaceNames(keys, names, frozenset(doubtful))
