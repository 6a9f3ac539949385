"""Which way a text runs, and which languages need type of their own."""

from __future__ import annotations

import unicodedata
from functools import cache

_LANGUAGES = frozenset("ar arc azb bal ckb dv fa glk he iw ji ks lrc mzn nqo pnb ps sd syr ug ur yi".split())
_SCRIPTS = frozenset("adlm arab aran hebr mand mend nkoo rohg samr syrc thaa yezi".split())


@cache
def direction(language: str) -> str:
    """'rtl' or 'ltr' for a BCP 47 tag; a script subtag decides over the language ('ku-Arab', 'az-Arab', 'fa-Latn').

    Source: RFC 5646 §2.2.3; scripts whose letters have Bidi_Class R or AL.
    """
    primary, *rest = language.lower().replace("_", "-").split("-")
    for part in rest:
        if len(part) == 1:
            break
        if len(part) == 4 and part.isalpha():
            return "rtl" if part in _SCRIPTS else "ltr"
    return "rtl" if primary in _LANGUAGES else "ltr"


def text_direction(text: str, default: str) -> str:
    """Direction of the first strong letter, else `default`.

    Source: UAX #9 rules P2 and P3.
    """
    if text.isascii():
        return "ltr" if text[:1].isalpha() or any(map(str.isalpha, text[:40])) else default
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind == "L":
            return "ltr"
        if kind in ("R", "AL"):
            return "rtl"
    return default


_IDEOGRAPHIC = frozenset(("zh", "yue", "wuu", "nan", "hak", "lzh", "ja", "ko"))


@cache
def has_own_type(language: str) -> bool:
    """True if a text in this language wants the style sheet languages.css."""
    return (
        direction(language) == "rtl" or language.lower().replace("_", "-").partition("-")[0] in _IDEOGRAPHIC
    )
