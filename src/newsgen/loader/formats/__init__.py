"""Seed formats: a new one is a module with `parse` and a line in FORMATS."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from newsgen.loader.formats import markdown, plain
from newsgen.model import Draft

Parse = Callable[[str, bytes], Iterator[Draft]]
"""(path of the seed, its bytes) → its articles; raises ContentError."""


class Format(msgspec.Struct, frozen=True):
    """A format that seeds may have."""

    name: str
    suffixes: tuple[str, ...]
    """Ends of file names, in lower case, e.g. '.txt'."""
    parse: Parse


def format_of(path: str) -> Format | None:
    """Return the format of a seed by its name; None if newsgen reads no such file."""
    name = path.rpartition("/")[2].lower()
    return next((form for form in FORMATS if name.endswith(form.suffixes)), None)


FORMATS: tuple[Format, ...] = (
    Format("text", (".txt", ".text"), plain.parse),
    Format("markdown", (".md", ".markdown"), markdown.parse),
)
