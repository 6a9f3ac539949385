"""Style sheets as they are sent: without comments and the white space that only editors need."""

from __future__ import annotations

import re
from functools import lru_cache

_TOKEN = re.compile(
    r"""(?=["'u/\s;}{,>:])(?:  # with which each begins: so most places need one look and not six
      (?P<kept>"(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' | url\([^)"']*\))
    | (?P<comment>/\*.*?\*/)
    | \s*;?\s*(?P<close>\})\s*
    | \s*(?P<mark>[{;,>])\s*
    | (?P<colon>:)\s+
    | (?P<space>\s+)
    )""",
    re.VERBOSE | re.DOTALL,
)
_SPACED = frozenset({"comment", "space"})


@lru_cache(maxsize=64)
def shrink(css: str) -> str:
    """Drop comments, and white space around braces, semicolons, commas and '>', and after colons; join other runs to one.

    Strings and unquoted URLs stay as they are; so does the space before ':' and around '+', '-' and '*', which can carry
    meaning in selectors and in calc().

    Source: CSS Syntax Level 3 §4 (comments part tokens as nothing does, white space parts them).
    """
    bare = _TOKEN.sub(_replaced, css)
    return _TOKEN.sub(_replaced, bare).strip() + "\n"


def _replaced(match: re.Match[str]) -> str:
    return " " if match.lastgroup in _SPACED else match[match.lastindex or 0]
