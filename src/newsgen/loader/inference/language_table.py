"""What languages are told by: scripts by code point, and the packaged table of small words and letters."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect
from collections.abc import Iterator
from functools import cache
from importlib import resources

import msgspec

from newsgen.loader.inference.blanks import LETTERS

_RANGES = (
    ("Latin", 0x41, 0x24F),
    ("Greek", 0x370, 0x3FF),
    ("Cyrillic", 0x400, 0x52F),
    ("Armenian", 0x531, 0x58F),
    ("Hebrew", 0x591, 0x5FF),
    ("Arabic", 0x600, 0x6FF),
    ("Arabic", 0x750, 0x77F),
    ("Devanagari", 0x900, 0x97F),
    ("Bengali", 0x980, 0x9FF),
    ("Gurmukhi", 0xA00, 0xA7F),
    ("Gujarati", 0xA80, 0xAFF),
    ("Tamil", 0xB80, 0xBFF),
    ("Telugu", 0xC00, 0xC7F),
    ("Kannada", 0xC80, 0xCFF),
    ("Malayalam", 0xD00, 0xD7F),
    ("Sinhala", 0xD80, 0xDFF),
    ("Thai", 0xE00, 0xE7F),
    ("Lao", 0xE80, 0xEFF),
    ("Burmese", 0x1000, 0x109F),
    ("Georgian", 0x10A0, 0x10FF),
    ("Hangul", 0x1100, 0x11FF),
    ("Khmer", 0x1780, 0x17FF),
    ("Latin", 0x1E00, 0x1EFF),
    ("Greek", 0x1F00, 0x1FFF),
    ("Kana", 0x3041, 0x30FF),
    ("Han", 0x3400, 0x9FFF),
    ("Hangul", 0xAC00, 0xD7AF),
    ("Han", 0xF900, 0xFAFF),
    ("Kana", 0xFF66, 0xFF9F),
    ("Han", 0x20000, 0x3FFFF),
)
"""Script, first and last code point, in order; source: the Unicode Character Database, Blocks.txt."""
_STARTS = tuple(first for _, first, _ in _RANGES)
_HAN, _KANA = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff", "\u3041-\u30ff\uff66-\uff9f"

_PLAIN = re.compile(r"[^\W\d_]+")
_MARKED = re.compile(r"[\u0591-\u05c7\u064b-\u065f\u0900-\u1dff\u2e80-\U0003ffff]")
"""Letters of scripts with marks that are no letters, or without blanks."""
_WORD = re.compile(
    rf"[{_HAN}]+|[{_KANA}]+|"
    rf"[^\s\d_{_HAN}{_KANA}!-/:-@\[-^`{{-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u0964\u0965"
    r"،؛؟۔\u200b-\u206f\u3000-\u303f\uff01-\uff0f\uff1a-\uff20]+"
)


class Table(msgspec.Struct, frozen=True):
    """The packaged table, turned so that a word or letter finds its languages."""

    scripts: dict[str, tuple[str, ...]]
    """Languages (primary subtags) by script."""
    words: dict[str, dict[str, tuple[str, ...]]]
    """By script, small word → the languages it belongs to, in the order of the script."""
    letters: dict[str, dict[str, tuple[str, ...]]]
    """The same for distinctive letters."""
    letter: re.Pattern[str]
    """Matches any distinctive letter of any script."""
    simplified: frozenset[str]
    """Han characters of the simplified way of writing Chinese alone."""
    traditional: frozenset[str]
    """Their traditional forms."""


def split_words(text: str) -> list[str]:
    """Return what stands between blanks, digits, punctuation and apostrophes, in any script; runs of Han, of kana."""
    if text.isascii():
        return text.translate(LETTERS).split()
    return (_WORD if _MARKED.search(text) else _PLAIN).findall(text)


def script_of(letter: str) -> str:
    """Name the script of a character, e.g. 'Latin', 'Han', 'Kana'; '' for one that the table does not know."""
    point = ord(letter)
    place = bisect(_STARTS, point) - 1
    return _RANGES[place][0] if place >= 0 and point <= _RANGES[place][2] else ""


@cache
def language_table() -> Table:
    """Read the packaged table."""
    text = resources.files(__package__).joinpath("data/languages.toml").read_text("utf-8")
    raw = tomllib.loads(text)
    scripts = {script: tuple(languages) for script, languages in raw["scripts"].items()}
    words = {code: row.split() for code, row in raw["words"].items()}
    letters = {script: _turn(languages, raw["letters"]) for script, languages in scripts.items()}
    return Table(
        scripts,
        {script: _turn(languages, words) for script, languages in scripts.items()},
        letters,
        re.compile(f"[{''.join(sorted({letter for index in letters.values() for letter in index}))}]"),
        frozenset(raw["hanzi"]["Hans"]),
        frozenset(raw["hanzi"]["Hant"]),
    )


def _turn(languages: tuple[str, ...], signs: dict[str, str | list[str]]) -> dict[str, tuple[str, ...]]:
    """Turn language → signs into sign → languages."""

    def pairs() -> Iterator[tuple[str, str]]:
        for code in languages:
            for sign in dict.fromkeys(signs.get(code, ())):
                yield sign, code

    index: dict[str, tuple[str, ...]] = {}
    for sign, code in pairs():
        index[sign] = (*index.get(sign, ()), code)
    return index
