"""Which characters of front matter belong to a key: from its line to the last of its value's."""

from __future__ import annotations

import re
from typing import NamedTuple

from newsgen.record.nodes import Mapping, Node, Scalar, Sequence

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_COLON = re.compile(r"\s*:")


class Span(NamedTuple):
    """Offsets of the first character and of the one after the last."""

    start: int
    end: int


def line_start(text: str, offset: int) -> int:
    """Where the line of the character at `offset` starts."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def key_end(text: str, key: Scalar) -> int:
    """The offset after the colon that follows a key."""
    found = _COLON.match(text, key.end)
    return found.end() if found else key.end


def entry_span(text: str, parent: Mapping, at: int, limit: int | None = None) -> Span:
    """The lines of one key and its value, without blank lines and comments that follow and stand out as far as the key.

    Args:
        text: the front matter.
        parent: a mapping that is not in braces.
        at: which of its pairs.
        limit: where the last pair must end; None for the end of the text.
    """
    key, value = parent.pairs[at]
    start = line_start(text, key.start)
    if at + 1 < len(parent.pairs):
        limit = line_start(text, parent.pairs[at + 1][0].start)
    limit = len(text) if limit is None else limit
    end = first = _line_end(text, _content_end(key, value))
    while first < limit:
        after = _line_end(text, first)
        line = text[first:after]
        first = after
        if _belongs(line, key):
            end = after
    return Span(start, min(end, limit))


def pair_cut(parent: Mapping, at: int) -> Span:
    """What to cut so that a mapping in braces loses one of its two or more pairs, with one comma."""
    if at:
        return Span(parent.pairs[at - 1][1].end, parent.pairs[at][1].end)
    return Span(parent.pairs[0][0].start, parent.pairs[1][0].start)


def _belongs(line: str, key: Scalar) -> bool:
    """True for a line under a value that is its own: deeper than the key, and not blank."""
    text = line.lstrip(" ")
    return bool(text.strip()) and len(line) - len(text) >= key.column


def _content_end(key: Scalar, value: Node) -> int:
    """The last character of a value that surely is its own; a block scalar's own lines are told by their depth."""
    last = value
    while not isinstance(last, Scalar) and not last.flow:
        children = last.items if isinstance(last, Sequence) else [part for _, part in last.pairs]
        if not children:
            break
        last = children[-1]
    if isinstance(last, Scalar) and last.style in ("|", ">"):
        return last.start
    return max(last.end - 1, key.start) if last.end > last.start else max(last.start - 1, key.start)


def _line_end(text: str, offset: int) -> int:
    found = _LINE.match(text, offset)
    return found.end() if found else len(text)
