"""The words by which names are found in ten languages other than English, and the names of places and organizations in them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from typing import Any

import msgspec

from newsgen.gazetteer import PlaceNames, load_place_names
from newsgen.loader.language import load_language_table
from newsgen.loader.names.capitalized import NameMention, load_word_lists
from newsgen.loader.text import read_data_file

_CONSONANTS = frozenset("бвгджзклмнпрстфхцчшщ")


class LanguageWords(msgspec.Struct, frozen=True):
    """The words of a language by which names are found; see data/other-names.toml."""

    language: str
    titles: frozenset[str]
    """Titles and roles in small letters."""
    endings: tuple[str, ...]
    """Endings of titles, for German."""
    given: frozenset[str]
    """Given names; in Russian in the nominative."""
    words: dict[str, frozenset[str]]
    """The other lists by name, e.g. 'before', 'stop'."""
    small: frozenset[str]
    """Small words of the language, which have a capital at the start of a sentence."""
    organizations: dict[str, str]
    """Name in the language → English name."""
    organization_pattern: re.Pattern[str]
    gap_pattern: re.Pattern[str]
    """What may be between two words of a name: a blank, also with a particle."""
    places: PlaceNames
    """With other forms of the names."""
    inflected: dict[str, str]
    """Another form of a place's name → the name."""
    forms: dict[str, Any]
    """Regular expressions for languages without capital letters: 'people' a list, 'known' for places and organizations; and
    their parts by name."""

    def is_title(self, word: str) -> bool:
        """True if a word is a title or a role."""
        small = word.lower()
        return small in self.titles or (bool(self.endings) and small.endswith(self.endings))


class FoundNames(msgspec.Struct):
    """The mentions of names in a text, by kind."""

    people: list[NameMention] = []
    organizations: list[NameMention] = []
    places: list[NameMention] = []


@cache
def _read_table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(read_data_file("other-names.toml"))


@cache
def load_language_words(language: str) -> LanguageWords | None:
    """Load the words of a language (primary subtag); None if names are not found in it."""
    table = _read_table()
    if language not in table or language == "organizations":
        return None
    lists = {name: words.split() for name, words in table[language].items() if isinstance(words, str)}
    places = load_place_names(language) or PlaceNames({}, {}, frozenset())
    inflected = _inflect(places, language)
    keys = {form: places.keys[name] for form, name in inflected.items()} | places.keys
    doubtful = places.doubtful.union(name for name in lists.get("family", ()) if name in keys)
    organizations = {
        written: name
        for name, row in table["organizations"].items()
        for written in row.get(language, "").split("|")
        if written
    }
    if language == "ar":
        organizations |= {_join_article(name): key for name, key in organizations.items()}
    given = lists.get("given", [])
    small = load_language_table().words.get("Cyrillic" if language == "ru" else "Latin", {})
    return LanguageWords(
        language,
        frozenset(title for title in lists["titles"] if title[0] != "-"),
        tuple(title[1:] for title in lists["titles"] if title[0] == "-"),
        frozenset(given)
        if "forms" in table[language] or language == "ru"
        else load_word_lists().given.union(given),
        {name: frozenset(words) for name, words in lists.items()},
        frozenset(word for word, owners in small.items() if language in owners),
        organizations,
        re.compile(rf"(?<![\w-])(?:{any_of(organizations)})(?![\w-])"),
        re.compile(f"[ \u00a0](?:{any_of(word.replace('_', ' ') for word in lists.get('particles', ()))} )?"),
        PlaceNames(keys, places.names, doubtful),
        inflected,
        table[language].get("forms", {}),
    )


def any_of(words: Iterable[str]) -> str:
    """Write a pattern for any of some words, the longest first, grouped by first letter for speed; no words match nothing."""
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        groups.setdefault(word[0], []).append(re.escape(word[1:]))
    if not groups:
        return "(?!)"
    branches = (f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in groups.items())
    return f"(?=[{''.join(map(re.escape, groups))}])(?:{'|'.join(branches)})"


def _inflect(places: PlaceNames, language: str) -> dict[str, str]:
    """Map other forms of place names to the name: 'России', 'Москве'; 'Frankreichs'; 'للقاهرة'."""
    forms: dict[str, str] = {}
    for name in places.keys:
        written: tuple[str, ...] = ()
        if language == "ar" and name.startswith("ال"):
            written = (_join_article(name),)
        elif language == "de" and " " not in name and not name.isupper():
            written = (f"{name}s",)
        elif language == "ru" and " " not in name and not name.isupper():
            written = _decline(name)
        for form in written:
            forms.setdefault(form, name)
    return forms


def _decline(name: str) -> tuple[str, ...]:
    """Return the oblique cases of a Russian place name in the singular: 'Москва' → 'Москвы', 'Москве' …"""
    stem, last = name[:-1], name[-1]
    if last in "ая":
        genitive = "и" if last == "я" or stem[-1] in "гкхжшщч" else "ы"
        endings = (genitive, "и" if stem[-1] == "и" else "е", *(("у", "ой") if last == "а" else ("ю", "ей")))
        return tuple(stem + ending for ending in endings)
    if last == "ь":
        return f"{stem}и", f"{stem}ью"
    return tuple(name + ending for ending in ("а", "у", "ом", "е")) if last in _CONSONANTS else ()


def _join_article(name: str) -> str:
    """Join the Arabic preposition for 'to' to a name: 'الأمم' → 'للأمم'."""
    return f"لل{name[2:]}" if name.startswith("ال") else name


def choose_name_in_language(english: str, written: str, words: LanguageWords, site: str) -> str:
    """Choose the name of a known place or organization in an archive whose language is `site` (primary subtag).

    English names in English archives, names of the site's language in others; as the text has it if there is none.
    """
    if site == "en":
        return english
    if english in _read_table()["organizations"]:
        shown = _read_table()["organizations"][english].get(site, "").partition("|")[0]
    else:
        places = load_place_names(site)
        shown = places.names.get(english, "") if places else ""
    return shown or (written if site == words.language else english)


def name_place(written: str, language: str, site: str) -> str:
    """Name a place that a dateline writes, also in capitals: 'PARÍS' → 'Paris' in an English archive."""
    words = None if language == "en" else load_language_words(language)
    if words:
        for name, key in words.places.keys.items():
            if name.casefold() == written.casefold():
                return choose_name_in_language(key, name, words, site)
    return written.title()
