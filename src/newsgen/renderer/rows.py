"""Words in a row as a language writes it: 'a, b and c', 'a、b和c'."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from newsgen.renderer.dates import locale_of


def listed(words: Sequence[str], language: str) -> str:
    """Words in a row, each once: 'a', 'a and b', 'a, b and c'."""
    count = len(words)
    if count < 2:
        return "".join(words)
    return "".join([joint(place, count, language) + word for place, word in enumerate(words)])


def joint(place: int, count: int, language: str) -> str:
    """What stands before the word at `place`, from 0, in a row of `count`: e.g. '', ', ' or ' and '."""
    if place == 0:
        return ""
    pair, middle, last = _joints(language)
    return middle if place < count - 1 else pair if count == 2 else last


@lru_cache(maxsize=64)
def _joints(language: str) -> tuple[str, str, str]:
    """What stands between two words alone, between words of a longer row, and before its last.

    English newspapers set no comma before the last 'and', as against CLDR's American English.

    Source: Unicode CLDR, list patterns of the locale; The Associated Press Stylebook, "commas".
    """
    locale = locale_of(language)
    pair, middle, last = (_between(locale.list_patterns["standard"][key]) for key in ("2", "middle", "end"))
    return pair, middle, pair if locale.language == "en" else last


def _between(pattern: str) -> str:
    """What stands between the two places of a pattern such as '{0} and {1}'."""
    return pattern.partition("{0}")[2].partition("{1}")[0]
