"""Spellings of names: read names.toml, and decide whether two spellings may mean the same person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

import msgspec

from newsgen.addresses import slugify_name
from newsgen.errors import ContentError, Problem, parse_toml
from newsgen.gazetteer import ascii_fold
from newsgen.loader.text import read_data_file

Spellings = Mapping[str, str]
"""Spelling → the name it belongs to."""

KINDS = ("people", "organizations", "places", "authors")
REJECTABLE = ("topics", "people", "places", "organizations")
"""Kinds of names that [reject] may name."""


class Aliases(msgspec.Struct, frozen=True):
    """The content of names.toml: for each kind, spelling → name; a name is also a spelling."""

    people: dict[str, str] = {}
    organizations: dict[str, str] = {}
    places: dict[str, str] = {}
    authors: dict[str, str] = {}
    rejected: dict[str, tuple[str, ...]] = {}
    """By name the kinds that it is not, from [reject]."""

    @property
    def spellings(self) -> dict[str, dict[str, str]]:
        """Spelling → name by kind."""
        return {kind: getattr(self, kind) for kind in KINDS}

    def is_rejected(self, kind: str, name: str) -> bool:
        """Return whether a name, in whatever spelling of one page, is not to be of this kind."""
        if not self.rejected:
            return False
        slug = slugify_name(name)
        return any(kind in kinds and slugify_name(one) == slug for one, kinds in self.rejected.items())


def read_aliases(text: str, file: str) -> Aliases:
    """Read names.toml.

    Tables [people], [organizations], [places] and [authors]; each key is a name, its value one spelling or a list of them:
    `"Xi Jinping" = ["Xi", "General Secretary Xi"]`. In [reject] the value is a kind that the name is not, or a list of them:
    `"Mozilla Firefox" = ["people"]`.

    Raises:
        ContentError: the text is not TOML 1.0, has another table or value, or gives a spelling to two names.
    """
    data = parse_toml(text, file, 'write TOML, e.g. "Xi Jinping" = ["Xi"]')
    problems: list[Problem] = []
    tables: dict[str, dict[str, str]] = {}
    rejected: dict[str, tuple[str, ...]] = {}
    for kind, table in data.items():
        if kind == "reject" and isinstance(table, dict):
            rejected = _read_rejected(table, text, file, problems)
        elif kind not in KINDS or not isinstance(table, dict):
            remedy = "write [people], [organizations], [places], [authors] or [reject]"
            place = _find_place(text, kind)
            problems.append(Problem(file, *place, f'"{kind}" is not a table of names', remedy))
        else:
            tables[kind] = _invert_table(table, text, file, problems)
    if problems:
        raise ContentError(problems)
    return Aliases(**tables, rejected=rejected)


def _read_rejected(
    table: dict[str, Any], text: str, file: str, problems: list[Problem]
) -> dict[str, tuple[str, ...]]:
    """Read [reject]; add mistakes to `problems`."""
    rejected: dict[str, tuple[str, ...]] = {}
    for name, value in table.items():
        kinds = tuple(value) if isinstance(value, list) else (value,)
        if kinds and all(kind in REJECTABLE for kind in kinds):
            rejected[name] = kinds
        else:
            found = f'[reject] does not say what "{name}" is not'
            remedy = f"write one or several of {', '.join(REJECTABLE)}"
            problems.append(Problem(file, *_find_place(text, name, after="reject"), found, remedy))
    return rejected


def _invert_table(table: dict[str, Any], text: str, file: str, problems: list[Problem]) -> dict[str, str]:
    """Turn name → spellings into spelling → name; add mistakes to `problems`."""
    spellings: dict[str, str] = {name: name for name in table}
    for name, value in table.items():
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(s, str) and s.strip() for s in listed):
            found, remedy = f'spellings of "{name}" are not a list of texts', 'write ["Xi", "President Xi"]'
            problems.append(Problem(file, *_find_place(text, name), found, remedy))
            continue
        for spelling in listed:
            other = spellings.setdefault(spelling, name)
            if other != name:
                found = f'"{spelling}" is a spelling of both "{other}" and "{name}"'
                place = _find_place(text, spelling, after=name)
                problems.append(Problem(file, *place, found, "keep it at one of them"))
    return spellings


def _find_place(text: str, word: str, after: str = "") -> tuple[int, int]:
    """Find line and column of a key or value, the first after another word; (0, 0) if it is written with escapes."""
    at = text.find(word, max(text.find(after), 0) + len(after))
    if at < 0:
        return 0, 0
    at -= at > 0 and text[at - 1] in "\"'"
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "esq"})
_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
_DOUBLED = re.compile(r"(.)\1")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


@lru_cache(1 << 14)
def split_name_into_words(name: str) -> tuple[str, ...]:
    """Split a person's name at spaces and hyphens into words, without accents, in lower case, without 'Jr.' and the like."""
    words = _WORD.findall(ascii_fold(name).casefold())
    return tuple(w for w in words if w not in _SUFFIXES)


@cache
def read_nicknames() -> tuple[dict[str, frozenset[str]], dict[str, str]]:
    """Read data/nicknames.txt: by short form the names it is used for; by each of both one name of all that are connected."""
    lines = [
        line.split() for line in read_data_file("nicknames.txt").splitlines() if not line.startswith("#")
    ]
    formal: dict[str, set[str]] = {}
    root: dict[str, str] = {}
    for full, *short in lines:
        for word in short:
            formal.setdefault(word, set()).add(full)
        roots = {root.get(word, word) for word in (full, *short)}
        first = min(roots)
        root |= dict.fromkeys((full, *short), first)
        root |= {word: first for word, known in root.items() if known in roots}
    return {word: frozenset(names) for word, names in formal.items()}, root


def find_given_root(given: str) -> str:
    """Return one name for a given name and all that share short forms with it: for 'ted', 'edward' and 'theodore' one."""
    roots, simple = read_nicknames()[1], _DOUBLED.sub(r"\1", given)
    return roots.get(given) or roots.get(simple, simple)


def is_short_form(given: str) -> bool:
    """True for a short form of a given name: 'Norm'."""
    return given.casefold() in read_nicknames()[0]


def is_same_person(a: str, b: str) -> bool:
    """True if two spellings may mean the same person; a suggestion that a human must confirm.

    The order may differ ('Fumio Kishida', 'Kishida Fumio'), accents and hyphens ('Jose Pérez', 'José Perez'), given names
    may be short ('Joe Biden', 'Joseph Biden'), and the last middle names may be missing or initials ('J. F. Kennedy',
    'John Kennedy'); 'George H. W. Bush' is not 'George W. Bush'. A surname is not enough.
    """
    first, second = split_name_into_words(a), split_name_into_words(b)
    if first == second or (len(first) > 1 and sorted(first) == sorted(second)):
        return bool(first)
    if min(len(first), len(second)) < 2 or first[-1] != second[-1]:
        return False
    pairs = list(zip(first[:-1], second[:-1], strict=False))
    return _is_short_for(*pairs[0]) and all(_fits(one, other) for one, other in pairs[1:])


def is_surely_same_person(a: str, b: str) -> bool:
    """True if two spellings differ only by what is no difference: short and middle names, 'Jr.', accents, hyphens, capitals.

    An initial instead of the first name and another order of the words are not enough, and 'Jr.' is not 'Sr.'.
    """
    first, second = split_name_into_words(a), split_name_into_words(b)
    if not is_same_person(a, b) or len({find_generation(a), find_generation(b)} - {""}) > 1:
        return False
    return first == second or (
        first[-1] == second[-1]
        and min(len(first[0]), len(second[0])) > 1
        and ("-" in a.split()[-1]) == ("-" in b.split()[-1])
    )


def find_generation(name: str) -> str:
    """Return 'jr', 'sr', 'ii' and the like if a name ends with it; else ''."""
    last = name.rpartition(" ")[2].strip(".,").casefold()
    return last if last in _GENERATIONS else ""


def _is_short_for(a: str, b: str) -> bool:
    """True if two first names fit but for a doubled letter, one is short for the other, or both for a third: 'Jim', 'Jimmy'."""
    if _fits(a, b) or _DOUBLED.sub(r"\1", a) == _DOUBLED.sub(r"\1", b):
        return True
    formal = read_nicknames()[0]
    if a in formal.get(b, ()) or b in formal.get(a, ()):
        return True
    return a[:2] == b[:2] and bool(formal.get(a, frozenset()) & formal.get(b, frozenset()))


def _fits(a: str, b: str) -> bool:
    """True if two given names are equal or one is the other's initial."""
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])
