"""Initials of names in their own alphabet, for lists that stand on one page: Arabic names under 'ا', Greek under 'Α'.

Chinese and Japanese names stand under the Latin letter with which their address begins, as in an index by sound.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby

from newsgen.renderer.views import Link

_ALPHABETS = "[\u0370-\u058f\u0590-\u05ff\u0620-\u064a\u066e-\u06d3\u0904-\u0939\u10a0-\u10ff\u1100-\u1112]"
"""Greek, Cyrillic, Armenian, Hebrew, Arabic, Devanagari, Georgian, Hangul."""
_ARTICLE = "ال(?=..)"
"""The Arabic article, which an index passes over."""


def initial_of(name: str) -> str:
    """The letter under which a name stands in its own alphabet; '' if that is the Latin one, or none.

    Marks are taken off: 'أحمد' stands under 'ا', 'Άννα' under 'Α'.
    """
    bare = re.sub(_ARTICLE, "", name.strip(), count=1) if name.strip().startswith("ال") else name.strip()
    first = unicodedata.normalize("NFD", bare[:1])[:1].upper()
    return first if first and re.match(_ALPHABETS, first) else ""


def in_alphabets(links: Sequence[Link]) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Part those names that have an alphabet of their own by their initials, in the order of its letters."""
    own = sorted((initial_of(link.text), link.text, link) for link in links if initial_of(link.text))
    return tuple(
        (initial, tuple(link for _, _, link in group))
        for initial, group in groupby(own, lambda item: item[0])
    )
