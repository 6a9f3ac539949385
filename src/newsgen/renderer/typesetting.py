"""Which languages want type of their own: fonts, line breaking and marks of a script that is not like the Latin one."""

from __future__ import annotations

from functools import cache

from newsgen.renderer.direction import direction

_IDEOGRAPHIC = frozenset(("zh", "yue", "wuu", "nan", "hak", "lzh", "ja", "ko"))


@cache
def own_type(language: str) -> bool:
    """True if a text in this language wants the style sheet languages.css."""
    return (
        direction(language) == "rtl" or language.lower().replace("_", "-").partition("-")[0] in _IDEOGRAPHIC
    )
