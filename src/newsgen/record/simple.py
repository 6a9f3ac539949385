"""Front matter in the plain forms that newsgen and most people write, read without YAML in a tenth of its time.

Keys, one a line or in braces; texts without escapes, on one line; lists in brackets or with a line an item. Whatever
else stands in it, a mistake too, is left to YAML: `simple_front` gives the very nodes that YAML would, or nothing.
"""

from __future__ import annotations

import re

from newsgen.record.forms import (
    EMPTY,
    ENTRY,
    FLOW_PLAIN,
    GAP,
    IN_QUOTES,
    ITEM,
    LISTED,
    PLAIN,
    QUOTED,
    WITHOUT_QUOTES,
)
from newsgen.record.nodes import Mapping, Node, Scalar, Sequence

_DEEPEST = 6


class _OtherError(Exception):
    """Something that only YAML reads."""


def simple_front(text: str, line: int, at: int = 0) -> Mapping | None:
    """Read front matter of the plain forms.

    Args:
        text: what stands between the lines `---`; each line ends in '\\n'.
        line: on which line of the file it starts.
        at: where to begin, if the lines before were read: the start of the line `line`.

    Returns:
        What `newsgen.record.tree.parse` would, without a problem; None if that must be asked.
    """
    if not text or not text[at:].replace("\n", "").isprintable():
        return None
    scanner = _Scanner(text, line, at)
    try:
        root = scanner.mapping(0, 0)
    except _OtherError:
        return None
    return root if scanner.at == len(text) else None


class _Scanner:
    """Reads from one place on."""

    def __init__(self, text: str, line: int, at: int) -> None:
        self.text, self.at, self.line, self.begin = text, at, line, at
        """`begin` is the offset at which the line starts."""

    def mapping(self, indent: int, depth: int) -> Mapping:
        """Read the keys that are indented alike."""
        if depth > _DEEPEST:
            raise _OtherError
        start, line = self.at + indent, self.line
        pairs: list[tuple[Scalar, Node]] = []
        seen = set()
        while (found := ENTRY.match(self.text, self.at)) and len(found[1]) == indent:
            name = found[2]
            key = Scalar(self.at + indent, found.end(2), self.line, indent + 1, name)
            self.at = found.end()
            seen.add(name)
            pairs.append((key, self.one_line(found) or self.value(key, indent, depth)))
        if len(seen) < len(pairs) or not pairs:
            raise _OtherError
        return Mapping(start, pairs[-1][1].end, line, indent + 1, pairs, False)

    def one_line(self, entry: re.Match[str]) -> Node | None:
        """Make the value of which `ENTRY` found the whole line, and go to the next; None if it found the key alone."""
        group = entry.lastindex or 0
        if group < IN_QUOTES:
            return None
        (start, end), line, begin = entry.span(group), self.line, self.begin
        self.line, self.begin = line + 1, self.at
        if group == WITHOUT_QUOTES:
            return Scalar(start, end, line, start - begin + 1, entry[group])
        if group == IN_QUOTES:
            return Scalar(start - 1, end + 1, line, start - begin, entry[group], '"')
        items: list[Node] = []
        for part in LISTED.finditer(self.text, start, end):
            value, style = (part[0], "") if part[0][0] != '"' else (part[0][1:-1], '"')
            items.append(Scalar(part.start(), part.end(), line, part.start() - begin + 1, value, style))
        return Sequence(start - 1, end + 1, line, start - begin, items, True)

    def value(self, key: Scalar, indent: int, depth: int) -> Node:
        """Read what belongs to a key, to the end of its lines."""
        empty = EMPTY.match(self.text, self.at)
        if empty is None:
            value = self.inline(depth)
            self.next_line()
            return value
        colon, self.at = key.end + 1, empty.end() - 1
        self.next_line()
        item = ITEM.match(self.text, self.at)
        if item and len(item[1]) >= indent:
            return self.items(len(item[1]), depth + 1)
        deeper = ENTRY.match(self.text, self.at)
        if deeper and len(deeper[1]) > indent:
            return self.mapping(len(deeper[1]), depth + 1)
        if empty[0] != "\n":
            raise _OtherError
        return Scalar(colon, colon, key.line, colon - key.start + key.column)

    def items(self, indent: int, depth: int) -> Sequence:
        """Read a list with a line an item."""
        start, line = self.at + indent, self.line
        found: list[Node] = []
        while (item := ITEM.match(self.text, self.at)) and len(item[1]) == indent:
            self.at = item.end()
            found.append(self.inline(depth))
            self.next_line()
        return Sequence(start, found[-1].end, line, indent + 1, found, False)

    def next_line(self) -> None:
        """Go to the next line, if nothing is left of this one."""
        if self.text[self.at : self.at + 1] != "\n":
            raise _OtherError
        self.at += 1
        self.line += 1
        self.begin = self.at

    def inline(self, depth: int) -> Node:
        """Read a value of one line."""
        plain = PLAIN.match(self.text, self.at)
        return self.scalar(plain, plain[0], "") if plain else self.flow(depth)

    def scalar(self, found: re.Match[str], value: str, style: str) -> Scalar:
        """Make a text of what was found, and pass over it."""
        self.at = found.end()
        return Scalar(found.start(), found.end(), self.line, found.start() - self.begin + 1, value, style)

    def flow(self, depth: int) -> Node:
        """Read a text in quotes, a list in brackets or a mapping in braces; within these, a text without quotes."""
        sign = self.text[self.at]
        if sign == "[":
            return self.brackets(depth + 1)
        if sign == "{":
            return self.braces(depth + 1)
        if sign in "\"'":
            quoted = QUOTED.match(self.text, self.at)
            if quoted is None:
                raise _OtherError
            value = quoted[1] if sign == '"' else quoted[2].replace("''", "'")
            return self.scalar(quoted, value, sign)
        raise _OtherError

    def part(self, depth: int) -> Node:
        """Read a value inside brackets or braces."""
        plain = FLOW_PLAIN.match(self.text, self.at)
        return self.scalar(plain, plain[0], "") if plain else self.flow(depth)

    def brackets(self, depth: int) -> Sequence:
        """Read a list in brackets."""
        start, items = self.at, list[Node]()
        while self.more("[" if not items else ",", "]", depth):
            items.append(self.part(depth))
        return Sequence(start, self.at, self.line, start - self.begin + 1, items, True)

    def braces(self, depth: int) -> Mapping:
        """Read a mapping in braces."""
        start, pairs, seen = self.at, list[tuple[Scalar, Node]](), set()
        while self.more("{" if not pairs else ",", "}", depth):
            key = self.part(depth)
            if not isinstance(key, Scalar) or self.text[self.at : self.at + 2] != ": ":
                raise _OtherError
            self.at = self.gap(self.at + 1)
            seen.add(key.value)
            pairs.append((key, self.part(depth)))
        if len(seen) < len(pairs):
            raise _OtherError
        return Mapping(start, self.at, self.line, start - self.begin + 1, pairs, True)

    def more(self, before: str, end: str, depth: int) -> bool:
        """Pass over the sign before the next part; False if the end stands there, or after a first sign."""
        self.at = self.gap(self.at)
        sign = self.text[self.at]
        self.at += 1
        if sign == end:
            return False
        if depth > _DEEPEST or sign != before:
            raise _OtherError
        self.at = self.gap(self.at)
        if before in "[{" and self.text[self.at] == end:
            self.at += 1
            return False
        return True

    def gap(self, at: int) -> int:
        """The offset after any spaces."""
        found = GAP.match(self.text, at)
        return found.end() if found else at
