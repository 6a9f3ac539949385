"""Find what print leaves in a text: words broken at line ends, page numbers and running heads."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Final

import msgspec

from newsgen.loader.names.capitalized import load_word_lists

_BREAK = re.compile("[-\u2010¬\u00ad][ \t]*\n")
_BROKEN = re.compile(r"([^\W\d_]+)([-\u2010¬\u00ad])\s*$")
"""A word and its hyphen at the end of a line; OCR programs write '¬'."""
_START = re.compile(r"\s*([^\W\d_]+|\d)")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)?")
_SOFT: Final = "¬\u00ad"
"""Hyphens that only a line's end makes visible."""
_LINKING: Final = frozenset("and or to und oder bis sowie y o et ou e och eller og en of i lub und".split())
"""Words after a hyphen that another word completes: 'two- and three-year'."""
_NUMBER = re.compile(
    r"(?P<page>(?:page|pg\.?|p\.|seite|s\.|página|pág\.|pagina|sida|side|strona|стр\.)\s*)?[-–—\[(|•*~]?\s*\d{1,4}"
    r"(?P<of>\s*(?:of|von|de|di|av|z|из|/)\s*\d{1,4})?\s*[-–—\])|•*~]?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d{1,4}\s+\D{4,60}|\D{4,60}\s+\d{1,4}")
"""A running head with the number of the page."""
_DIGITS = re.compile(r"\d+")
_OUTER = re.compile(r"^[\W\d_]+|[\W\d_]+$")
ENDED = re.compile(r"""[.!?:…]["'”’)\]]*$""")
_MARKS: Final = frozenset("0123456789-–—[(])|•*~")
"""First or last letters of lines with page numbers."""
_LONGEST, _SHORTEST, _NEAR = 80, 20, 2
"""Most letters of a running head, fewest of a line of text next to it, and number of lines at a page's edge."""
_FEWEST_HEADS, _FEWEST_JOINED = 3, 2


class BrokenWord(msgspec.Struct, frozen=True):
    """A word that a line's end parts."""

    line: int
    """Number of the line on which it begins, from 1."""
    parts: tuple[str, str]
    is_joined: bool
    """True if the hyphen goes; otherwise it stays, and only the line's end goes."""

    @property
    def word(self) -> str:
        """The word without the hyphen, in lower case."""
        return "".join(self.parts).lower()


class PrintArtifacts(msgspec.Struct, frozen=True):
    """What print left in the lines of a text."""

    broken: Mapping[int, BrokenWord] = {}
    """Broken words by the number of their line."""
    apart: frozenset[int] = frozenset()
    """Numbers of the lines that are page numbers and running heads."""
    page_ends: frozenset[int] = frozenset()
    """Numbers of the lines at whose end a form feed was."""
    has_columns: bool = False
    """True if several words were joined: then lines of any width may be wrapped prose."""

    def is_column(self, first: int, last: int) -> bool:
        """True if some lines have a broken word, or are next to a page number, in a text with columns."""
        near = first - 1 in self.apart or last + 1 in self.apart
        return self.has_columns and (near or any(n in self.broken for n in range(first, last)))

    def end_line(self, line: int, text: str) -> str:
        """Return a line as another one follows it: with a blank, or with the first part of a broken word."""
        broken = self.broken.get(line)
        if broken is None:
            return text + " "
        return text[:-1] if broken.is_joined else text


NO_PRINT: Final = PrintArtifacts()


def find_print_artifacts(text: str, known: Collection[str] = ()) -> tuple[list[str], PrintArtifacts]:
    """Split a text, in which a form feed may end a line, into lines, and find what print left in them.

    `known` are words that other texts have.
    """
    lines = text.split("\n")
    page_ends = frozenset[int]()
    if "\f" in text:
        page_ends = frozenset(n for n, line in enumerate(lines, 1) if line.endswith("\f"))
        lines = [line.rstrip("\f") for line in lines]
    broken = _find_broken_words(lines, text, known)
    has_columns = sum(word.is_joined for word in broken.values()) >= _FEWEST_JOINED
    return lines, PrintArtifacts(broken, _find_page_lines(lines, page_ends), page_ends, has_columns)


def _find_broken_words(lines: Sequence[str], text: str, known: Collection[str]) -> dict[int, BrokenWord]:
    """Find the words that are broken at line ends.

    The hyphen goes if the whole word is in this text, in `known` or in the list of English words, or if it is a soft
    hyphen; it stays if the text has the word with a hyphen.
    """
    if not _BREAK.search(text):
        return {}
    words, listed = {word.lower() for word in _WORD.findall(text)}, load_word_lists().words
    broken = {}
    for n, (line, below) in enumerate(pairwise(lines), 1):
        found = _BROKEN.search(line, len(line) - 60)
        start = _START.match(below) if found else None
        if not found or not start or (start[1] in _LINKING and found[2] not in _SOFT):
            continue
        parts = found[1], start[1]
        word = "".join(parts).lower()
        forms = {word, word.removesuffix("s")}
        is_known = any(form in place for form in forms for place in (words, known, listed))
        is_whole = is_known and start[1][0].islower() and "-".join(parts).lower() not in words
        broken[n] = BrokenWord(n, parts, found[2] in _SOFT or is_whole)
    return broken


def _find_page_lines(lines: Sequence[str], page_ends: Collection[int]) -> frozenset[int]:
    """Find page numbers that rise, and lines at the edges of three pages or more that differ only in numbers.

    Where form feeds do not show the pages, one of them has to interrupt a sentence: section numbers and lists do not.
    """
    numbers: dict[str, list[int]] = defaultdict(list)
    heads: dict[str, list[int]] = defaultdict(list)
    for n, line in enumerate(lines, 1):
        words = line.strip() if len(line) <= _LONGEST else ""
        if words and (words[0] in _MARKS or words[-1] in _MARKS):
            if _NUMBER.fullmatch(words):
                numbers[_DIGITS.sub("#", words).lower()].append(n)
            elif _NUMBERED.fullmatch(words):
                heads[_OUTER.sub("", words)].append(n)
    if not (numbers or heads or page_ends):
        return frozenset()
    edges = {near for end in page_ends for near in _find_edges(lines, end)}
    apart = {n for found in numbers.values() if _are_page_numbers(lines, found, edges) for n in found}
    numbered = frozenset(apart)
    edges |= {near for n in apart for near in _find_edges(lines, n, 1)} - apart
    for n in sorted(edges - apart):
        if len(words := lines[n - 1].strip()) <= _LONGEST and not _NUMBERED.fullmatch(words):
            heads[_OUTER.sub("", words)].append(n)
    for found in map(sorted, heads.values()):
        if len(found) >= _FEWEST_HEADS and (edges.issuperset(found) or _interrupt_text(lines, found)):
            apart.update(found)
    first = next((n for n, line in enumerate(lines, 1) if line.strip()), 0)
    may_be_title = first in apart and not lines[first - 1].isupper() and first not in numbered
    return frozenset(apart - {first} if may_be_title else apart)


def _are_page_numbers(lines: Sequence[str], found: Sequence[int], edges: Collection[int]) -> bool:
    """True if lines of one form, such as '- 12 -', are the numbers of pages."""
    words = lines[found[0] - 1].strip()
    match = _NUMBER.fullmatch(words)
    if match and match["page"] and match["of"]:
        return True
    if len(found) > 1 and all(n in edges for n in found):
        return True
    is_marked = len(found) > 1 or not words.isdigit() or found[0] in edges
    return is_marked and _interrupt_text(lines, found)


def _interrupt_text(lines: Sequence[str], found: Sequence[int]) -> bool:
    """True if the numbers in some lines rise, and one of the lines is inside a sentence."""
    values = [int(_DIGITS.findall(lines[n - 1])[0]) for n in found if _DIGITS.search(lines[n - 1])]
    if len(values) < len(found) or any(one >= next_one for one, next_one in pairwise(values)):
        return False
    for n in found:
        near = ([lines[at - 1].strip() for at in _find_near(lines, n, step)] for step in (-1, 1))
        above, below = (next((text for text in texts if len(text) >= _SHORTEST), "") for texts in near)
        if above and not ENDED.search(above) and below[:1].islower():
            return True
    return False


def _find_edges(lines: Sequence[str], end: int, most: int = _NEAR) -> list[int]:
    """Return the numbers of the lines around the end of a page, which are not blank."""
    return [*_find_near(lines, end + 1, -1)[: most + 1], *_find_near(lines, end, 1)[:most]]


def _find_near(lines: Sequence[str], number: int, step: int) -> list[int]:
    """Return the numbers of the next lines above (-1) or below (1) a line that are not blank."""
    found: list[int] = []
    at = number + step
    while 1 <= at <= len(lines) and len(found) <= _NEAR:
        if lines[at - 1].strip():
            found.append(at)
        at += step
    return found
