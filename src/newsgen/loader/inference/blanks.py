"""Words of ASCII text: blanks in the place of all other signs, then what stands between; a third of a pattern's time."""

from __future__ import annotations

import string


def blanks_but(kept: str) -> str:
    """Make a table for `str.translate` of an ASCII text that leaves some signs and makes all others blanks."""
    return "".join(sign if sign in kept else " " for sign in map(chr, range(128)))


LETTERS = blanks_but(string.ascii_letters)
LETTERS_DIGITS = blanks_but(string.ascii_letters + string.digits)
WORD_SIGNS = blanks_but(string.ascii_letters + string.digits + "_")
"""What `\\w` finds stays."""
