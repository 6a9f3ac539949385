"""Seed formats: a new one is a module with a parser and a line in FORMATS, or with a reader of items and a line in CONTAINERS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import msgspec

from newsgen.errors import Problem
from newsgen.loader import front_matter
from newsgen.loader.formats import (
    agencies,
    feeds,
    ghost,
    mail,
    office,
    rst,
    tables,
    web,
    wordpress,
    zips,
)
from newsgen.loader.formats import press_databases as press
from newsgen.loader.press_documents import SUFFIXES as PRESS_SUFFIXES
from newsgen.model import ParsedArticle

Parse = Callable[[str, bytes], Iterator[ParsedArticle]]
"""Yields the articles of a seed, given its path and its bytes; it raises ContentError."""
ReadItems = Callable[..., Iterator[ParsedArticle | Problem]]
"""Yields the items of a file, given its path and its location, and problems of items.

It raises ContentError when it must stop, after the items before that place. It never holds the whole file. Readers of tables
also take `columns`: the names of columns by the field that is read from them; `text` and `id` are fields too. An item's `seed`
has the identifier as `item`, '' if it has none, and the hash of its content.
"""


class Format(msgspec.Struct, frozen=True):
    """A format of seeds with one article."""

    name: str
    suffixes: tuple[str, ...]
    """Extensions in lower case, e.g. '.txt'."""
    parse: Parse


class ContainerFormat(msgspec.Struct, frozen=True):
    """A format of files with several articles."""

    name: str
    """The first part of an item's name; it must never change."""
    matches: Callable[[Path, bytes], bool]
    """True for files of this format, given the location and the first 4096 bytes."""
    read_items: ReadItems
    folders: tuple[str, ...] = ()
    """Folders next to the file that belong to it; '{stem}' is the file's name without its suffix."""
    over: tuple[str, ...] = ()
    """Extensions of formats with one article; such a file is read as this format if it matches."""
    is_table: bool = False
    """True if `read_items` takes `columns`."""
    names_items: bool = False
    """True if the reader gives an item its whole name, with the format's name."""


def _has_suffix(*suffixes: str) -> Callable[[Path, bytes], bool]:
    return lambda path, _head: path.suffix.lower() in suffixes


FORMATS: tuple[Format, ...] = (
    Format("text", (".txt", ".text"), front_matter.parse_plain_seed),
    Format("markdown", (".md", ".markdown", ".mdown", ".mkd", ".mdx"), front_matter.parse_markdown_seed),
    Format("html", (".html", ".htm", ".njk", ".liquid"), front_matter.parse_html_seed),
    Format("docx", (".docx", ".docm"), office.parse_word_seed),
    Format("odt", (".odt", ".ott"), office.parse_odt_seed),
    Format("rtf", (".rtf",), office.parse_rtf_seed),
    Format("pdf", (".pdf",), office.parse_pdf_seed),
    Format("rst", (".rst", ".rest"), rst.parse_rst_seed),
)

_PAGE_PARTS = tuple(
    f"{{stem}}{end}" for end in ("_files", "-files", "_Dateien", "-Dateien", "_fichiers", "_archivos")
)
"""Folders in which browsers save the pictures and scripts of a page."""

CONTAINERS: tuple[ContainerFormat, ...] = (
    ContainerFormat("wordpress", wordpress.is_wxr, wordpress.read_wxr),
    ContainerFormat("substack", zips.is_substack, zips.read_substack, ("posts",)),
    ContainerFormat("buttondown", zips.is_buttondown, zips.read_buttondown, ("emails",)),
    ContainerFormat("medium", zips.is_medium, zips.read_medium),
    ContainerFormat("web", web.is_wacz, web.read_wacz),
    ContainerFormat("zip", zips.is_zip, zips.read_zip, names_items=True),
    ContainerFormat("ghost", ghost.is_ghost, ghost.read_ghost),
    ContainerFormat("jsonfeed", feeds.is_json_feed, feeds.read_json_feed),
    ContainerFormat("ninjs", agencies.is_ninjs, agencies.read_ninjs),
    ContainerFormat("newsml", agencies.is_newsml, agencies.read_newsml),
    ContainerFormat("feed", feeds.is_feed, feeds.read_feed),
    ContainerFormat("nexis", press.is_nexis, press.read_nexis, over=PRESS_SUFFIXES),
    ContainerFormat("factiva", press.is_factiva, press.read_factiva, over=PRESS_SUFFIXES),
    ContainerFormat("proquest", press.is_proquest, press.read_proquest, over=PRESS_SUFFIXES),
    ContainerFormat(
        "medium", zips.is_medium_export_file, zips.read_medium_export_file, over=zips.MEDIUM_SUFFIXES
    ),
    ContainerFormat("web", web.is_mhtml, web.read_mhtml),
    ContainerFormat("web", web.is_warc, web.read_warc),
    ContainerFormat("web", web.is_web_page, web.read_web_page, _PAGE_PARTS, web.SUFFIXES),
    ContainerFormat("mail", _has_suffix(".eml"), mail.read_message),
    ContainerFormat("mail", mail.is_mailbox, mail.read_mailbox),
    ContainerFormat("csv", _has_suffix(".csv", ".tsv"), tables.read_csv, is_table=True),
    ContainerFormat("jsonl", _has_suffix(".jsonl", ".ndjson"), tables.read_json_lines, is_table=True),
    ContainerFormat("sqlite", tables.is_sqlite, tables.read_sqlite, is_table=True),
)
"""The first that matches reads a file: formats with marks in their content come before general ones."""


def find_format_by_name(path: str) -> Format | None:
    """Find the format of a seed by its name; None if newsgen does not read such files."""
    name = path.rpartition("/")[2].lower()
    return next((form for form in FORMATS if name.endswith(form.suffixes)), None)


def find_container_format(path: Path, head: bytes) -> ContainerFormat | None:
    """Find the format of a file with several articles by its location and first bytes.

    Of files whose name has a format with one article only containers that are `over` that format are asked.
    """
    candidates = _choose_candidates(path.suffix.lower())
    return next((container for container in candidates if container.matches(path, head)), None)


@cache
def _choose_candidates(suffix: str) -> tuple[ContainerFormat, ...]:
    if find_format_by_name(f"x{suffix}") is None:
        return CONTAINERS
    return tuple(container for container in CONTAINERS if suffix in container.over)
