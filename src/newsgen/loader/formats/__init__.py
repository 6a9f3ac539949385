"""Seed formats: a new one is a module with a parser and a line in FORMATS."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from newsgen.loader.formats import html, markdown, plain
from newsgen.model import Draft

Parse = Callable[[str, bytes], Iterator[Draft]]
"""Yields the articles of a seed, given its path and its bytes; it raises ContentError."""


class Format(msgspec.Struct, frozen=True):
    """A format of seeds."""

    name: str
    suffixes: tuple[str, ...]
    """Extensions in lower case, e.g. '.txt'."""
    parse: Parse


FORMATS: tuple[Format, ...] = (
    Format("text", (".txt", ".text"), plain.parse_plain_seed),
    Format("markdown", (".md", ".markdown", ".mdown", ".mkd"), markdown.parse_markdown_seed),
    Format("html", (".html", ".htm"), html.parse_html_seed),
)


def find_format_by_name(path: str) -> Format | None:
    """Find the format of a seed by its name; None if newsgen does not read such files."""
    name = path.rpartition("/")[2].lower()
    return next((form for form in FORMATS if name.endswith(form.suffixes)), None)
