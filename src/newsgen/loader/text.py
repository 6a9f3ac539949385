"""What an inference rule sees: a seed's lines with what is known of them, and what is known beside them."""

from __future__ import annotations

import datetime
import string
from collections.abc import Iterator

import msgspec


class Text(msgspec.Struct, frozen=True):
    """A seed's text with what is known of its structure; line n of the seed is `lines[n - 1]`."""

    file: str
    """Path of the seed, '/'-separated, e.g. seeds/2023-11-22-x.txt."""
    lines: tuple[str, ...]
    """The text's lines as decoded, without their line ends; blank lines are kept, so that numbers hold."""
    title_line: int = 0
    """Line of the headline, counted from 1; 0 if there is none."""
    dek_line: int = 0
    """Line of the dek (standfirst), counted from 1; 0 if there is none."""
    language: str = "en"
    """Primary subtag of the language, e.g. 'en' (RFC 5646 §2.2.1)."""

    @property
    def body(self) -> Iterator[tuple[int, str]]:
        """Yield (line number, line) without title, dek and blank lines."""
        for number, line in enumerate(self.lines, 1):
            if number not in (self.title_line, self.dek_line) and line.strip():
                yield number, line


class Known(msgspec.Struct, frozen=True):
    """What is known beside the text."""

    as_of: datetime.date
    """Latest day an article can have been written on; an input, never the clock."""
    period: tuple[datetime.date, datetime.date] | None = None
    """First and last day of the archive's span, from the settings or `--period`; None if not given."""
    confirmed: tuple[datetime.date, ...] = ()
    """Stated or confirmed dates of other records, sorted."""


def blanks_but(kept: str) -> str:
    """Make a table for `str.translate` of an ASCII text that leaves some signs and makes all others blanks."""
    return "".join(sign if sign in kept else " " for sign in map(chr, range(128)))


LETTERS = blanks_but(string.ascii_letters)
LETTERS_DIGITS = blanks_but(string.ascii_letters + string.digits)
WORD_SIGNS = blanks_but(string.ascii_letters + string.digits + "_")
"""What `\\w` finds stays."""
