"""Words in a row as a language writes it: 'a, b, and c', 'a、b和c'."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from newsgen.renderer.dates import locale_of


def listed(words: Sequence[str], language: str) -> str:
    """Words in a row, each once: 'a', 'a and b', 'a, b, and c'."""
    return "".join(joint(place, len(words), language) + word for place, word in enumerate(words))


def joint(place: int, count: int, language: str) -> str:
    """What stands before the word at `place`, from 0, in a row of `count`: '', ', ', ' and ' or ', and '."""
    if place == 0:
        return ""
    pair, middle, last = _joints(language)
    return middle if place < count - 1 else pair if count == 2 else last


@lru_cache(maxsize=64)
def _joints(language: str) -> tuple[str, str, str]:
    """What stands between two words alone, between words of a longer row, and before its last.

    Source: Unicode CLDR, list patterns of the locale.
    """
    patterns = locale_of(language).list_patterns["standard"]
    return tuple(patterns[key].partition("{0}")[2].partition("{1}")[0] for key in ("2", "middle", "end"))  # type: ignore[return-value]
