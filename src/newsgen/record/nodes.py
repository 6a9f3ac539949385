"""Front matter as nodes with positions: every scalar is the text it was written as."""

from __future__ import annotations

from typing import Any

import msgspec

NOTHING = ("", "~", "null")
"""Texts without quotes that stand for no value."""


class Scalar(msgspec.Struct, gc=False):
    """A text, a quoted text, or nothing."""

    start: int
    """Offset of the first character in the front matter."""
    end: int
    """Offset after the last character."""
    line: int
    """Line of the file, from 1."""
    column: int
    """Column, from 1."""
    value: str = ""
    style: str = ""
    """'' plain, else the sign of its kind: ' " | >; '!' marks a node that was refused and stands for nothing."""

    @property
    def nothing(self) -> bool:
        """True for an empty value, `~` or `null`, none of them in quotes."""
        return self.style == "!" or (self.style == "" and self.value in NOTHING)


class Sequence(msgspec.Struct, gc=False):
    """A list; positions as in Scalar."""

    start: int
    end: int
    line: int
    column: int
    items: list[Scalar | Sequence | Mapping]
    flow: bool
    """True if written in brackets."""


class Mapping(msgspec.Struct, gc=False):
    """Keys and their values in order; positions as in Scalar."""

    start: int
    end: int
    line: int
    column: int
    pairs: list[tuple[Scalar, Scalar | Sequence | Mapping]]
    flow: bool
    """True if written in braces."""


Node = Scalar | Sequence | Mapping
"""Anything that front matter may hold."""


def plain(node: Node) -> Any:
    """The node's value as str, list and dict."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.value: plain(value) for key, value in node.pairs}
