"""Seed formats: a new one is a module with a parser and a line in FORMATS, or with a reader of items and a line in CONTAINERS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from newsgen.errors import Problem
from newsgen.loader.formats import (
    agencies,
    feeds,
    ghost,
    html,
    mail,
    markdown,
    plain,
    tables,
    wordpress,
    zips,
)
from newsgen.model import Draft

Parse = Callable[[str, bytes], Iterator[Draft]]
"""Yields the articles of a seed, given its path and its bytes; it raises ContentError."""
ReadItems = Callable[[str, Path], Iterator[Draft | Problem]]
"""Yields the items of a file, given its path and its location, and problems of items; it raises ContentError when it must stop.

It never holds the whole file. An item's `seed` has the identifier as `item`, '' if it has none, and the hash of its content.
"""


class Format(msgspec.Struct, frozen=True):
    """A format of seeds with one article."""

    name: str
    suffixes: tuple[str, ...]
    """Extensions in lower case, e.g. '.txt'."""
    parse: Parse


class Container(msgspec.Struct, frozen=True):
    """A format of files with several articles."""

    name: str
    """The first part of an item's name; it must never change."""
    matches: Callable[[Path, bytes], bool]
    """True for files of this format, given the location and the first 4096 bytes."""
    read_items: ReadItems
    folders: tuple[str, ...] = ()
    """Folders beside the file that belong to it."""


FORMATS: tuple[Format, ...] = (
    Format("text", (".txt", ".text"), plain.parse_plain_seed),
    Format("markdown", (".md", ".markdown", ".mdown", ".mkd"), markdown.parse_markdown_seed),
    Format("html", (".html", ".htm"), html.parse_html_seed),
)

CONTAINERS: tuple[Container, ...] = (
    Container("wordpress", wordpress.is_wxr, wordpress.read_wxr),
    Container("substack", zips.is_substack, zips.read_substack, ("posts",)),
    Container("buttondown", zips.is_buttondown, zips.read_buttondown, ("emails",)),
    Container("medium", zips.is_medium, zips.read_medium),
    Container("zip", zips.is_zip_of_texts, zips.read_zip),
    Container("ghost", ghost.is_ghost, ghost.read_ghost),
    Container("jsonfeed", feeds.is_json_feed, feeds.read_json_feed),
    Container("ninjs", agencies.is_ninjs, agencies.read_ninjs),
    Container("newsml", agencies.is_newsml, agencies.read_newsml),
    Container("feed", feeds.is_feed, feeds.read_feed),
    Container("mail", mail.is_message, mail.read_message),
    Container("mail", mail.is_mailbox, mail.read_mailbox),
    Container("csv", tables.is_csv, tables.read_csv),
    Container("jsonl", tables.is_json_lines, tables.read_json_lines),
    Container("sqlite", tables.is_sqlite, tables.read_sqlite),
)
"""The first that matches reads a file: formats with marks in their content come before general ones."""


def find_format_by_name(path: str) -> Format | None:
    """Find the format of a seed by its name; None if newsgen does not read such files."""
    name = path.rpartition("/")[2].lower()
    return next((form for form in FORMATS if name.endswith(form.suffixes)), None)


def find_container(path: Path, head: bytes) -> Container | None:
    """Find the format of a file with several articles by its location and first bytes."""
    return next((container for container in CONTAINERS if container.matches(path, head)), None)
