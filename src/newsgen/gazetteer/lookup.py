"""Places of the world with their coordinates, from gazetteer.tsv (GeoNames, CC BY 4.0, and lists of our own)."""

from __future__ import annotations

import functools
import unicodedata
from bisect import bisect_left
from pathlib import Path
from typing import Literal, cast

import msgspec

Kind = Literal["n", "a", "t", "r", "h"]
"""n country, a first-order division, t town, r region, water or landmark, h historical."""


class Place(msgspec.Struct, frozen=True):
    """One place of the gazetteer."""

    name: str
    """As it is to be shown: as asked for, or the usual name where an abbreviation was asked for."""
    kind: Kind
    country: str
    """ISO 3166-1 alpha-2; '' where it spans several."""
    latitude: float
    """Degrees north, WGS 84."""
    longitude: float
    """Degrees east, WGS 84."""
    population: int
    """Inhabitants, in thousands; 0 if not known."""


@functools.cache
def _lines() -> list[str]:
    """Read the lines, in order of name; each is parsed where it is asked for."""
    return Path(__file__).with_name("gazetteer.tsv").read_text("utf-8")[:-1].split("\n")


def _fields(name: str) -> list[str] | None:
    """Find what follows a name on its line."""
    lines = _lines()
    found, _, rest = lines[min(bisect_left(lines, f"{name}\t"), len(lines) - 1)].partition("\t")
    return rest.split("\t") if found == name else None


@functools.lru_cache(maxsize=4096)
def find_place(name: str) -> Place | None:
    """Look a name up as written, marks on letters aside ('Bogota' finds Bogotá).

    Where several places share a name, the best known answers: Paris is in France.
    """
    fields = _fields(ascii_fold(name))
    if fields is not None and fields[0] in "=~":
        name = fields[1] if fields[0] == "=" else name
        fields = _fields(ascii_fold(fields[1]))
    if fields is None:
        return None
    people = int(fields[4]) if len(fields) > 4 else 0
    return Place(name, cast(Kind, fields[0]), fields[1], float(fields[2]), float(fields[3]), people)


def find_coordinates(name: str) -> tuple[float, float] | None:
    """Find latitude and longitude of a place in degrees (WGS 84), or None if the gazetteer does not know it."""
    place = find_place(name)
    return (place.latitude, place.longitude) if place else None


_LETTERS = str.maketrans(
    {
        "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th",
        "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i", "ħ": "h", "Ħ": "H",
        "’": "'", "‘": "'", "ʻ": "'", "ʼ": "'", "ʿ": "'", "ʾ": "'", "‑": "-", "–": "-", "\u00a0": " ",
    }
)  # fmt: skip


def ascii_fold(name: str) -> str:
    """Take marks off Latin letters and straighten quotes and dashes: 'Gdańsk' → 'Gdansk'; other scripts stay."""
    if name.isascii():
        return name
    parts = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))
