"""The passages of a text where a capital means something: lines, and paragraphs that were broken into lines."""

from __future__ import annotations

import bisect
import re
import string
from collections.abc import Callable, Iterator, Sequence

import msgspec

from newsgen.loader.inference.name_lists import lists
from newsgen.loader.text import Text

_LONG = re.compile(r"[^\W\d_][\w'’-]{3,}")
_BYLINE = re.compile(
    r"(?i:by|written by|posted by|photo(?:s|graphs?)? by|photo:|from:|to:|contact:|media contact)\s"
)
_WIDEST = 100
"""Characters of the longest line of a text whose paragraphs are broken into lines."""
_HEAD = 400
"""Characters of a line that tell whether it is a heading."""


_CAPITALS, _SMALL = string.ascii_uppercase.encode(), string.ascii_lowercase.encode()
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


class Passage(msgspec.Struct, frozen=True):
    """A line, or the lines of one paragraph, joined by spaces."""

    text: str
    lines: tuple[int, ...]
    """Lines of the seed, from 1."""
    starts: tuple[int, ...]
    """Where each of them starts in the text, from 0."""

    def line_at(self, position: int) -> int:
        """The line of the seed that holds a position of the text."""
        return self.lines[bisect.bisect_right(self.starts, position) - 1]


def passages(text: Text) -> Iterator[Passage]:
    """Yield the passages to look for names in, without headings and bylines; headline and dek are lines of their own."""
    for passage in _joined(text):
        if not is_heading(passage.text) and not _BYLINE.match(passage.text):
            yield passage


def line_weights(text: Text, found: Sequence[Passage]) -> dict[int, int]:
    """How much a line adds to the prominence of what it names: headline and dek 2, the first paragraph 1."""
    heads = (text.title_line, text.dek_line)
    opening = next((passage.lines for passage in found if passage.lines[0] not in heads), ())
    return dict.fromkeys(opening, 1) | {line: 2 for line in heads if line}


def _joined(text: Text) -> Iterator[Passage]:
    """Yield all lines, those of one paragraph as one where the text was broken at a width."""
    width = max((len(line) for _, line in text.body), default=0)
    heads = (text.title_line, text.dek_line)
    held: list[int] = []
    for number, line in enumerate(text.lines, 1):
        if held and not _continues(
            text.lines[held[-1] - 1], line, width, number in heads or held[-1] in heads
        ):
            yield _passage(text, held)
            held = []
        if line.strip():
            held.append(number)
    if held:
        yield _passage(text, held)


def _continues(line: str, following: str, width: int, alone: bool) -> bool:
    """True if a line was broken only because the next word did not fit."""
    if alone or width > _WIDEST or not following.strip():
        return False
    return len(line) + 1 + len(following.split(None, 1)[0]) > width


def _passage(text: Text, numbers: Sequence[int]) -> Passage:
    """Join lines."""
    starts, position = [], 0
    for number in numbers:
        starts.append(position)
        position += len(text.lines[number - 1]) + 1
    return Passage(" ".join(text.lines[n - 1] for n in numbers), tuple(numbers), tuple(starts))


def is_heading(line: str) -> bool:
    """Tell a line in capitals or in title case: what has a capital there need not be a name."""
    head = line[: _HEAD // 2]
    if _count(head, _CAPITALS, str.isupper) > _count(head, _SMALL, str.islower):
        return True
    if line.rstrip().endswith((".", "?", "!", ",", ";", ":", '."', ".”")):
        return False
    words = _LONG.findall(line[:_HEAD])
    if not lists().verbs.isdisjoint(words):
        return False
    capitals = sum(w[0].isupper() for w in words)
    return len(line.split(None, 3)) < 3 or (capitals > 0 and capitals * 20 >= len(words) * 17)


def _count(text: str, ascii_letters: bytes, is_one: Callable[[str], bool]) -> int:
    """Count the letters of a kind, of ASCII and beyond; all at once, for to ask each letter takes ten times as long."""
    plain = text.encode("ascii", "ignore")
    count = len(plain) - len(plain.translate(None, ascii_letters))
    return (
        count if len(plain) == len(text) else count + sum(map(is_one, "".join(_BEYOND_ASCII.findall(text))))
    )
