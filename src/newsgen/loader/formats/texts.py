"""Plain text, Markdown and HTML, with or without front matter: one article in each file."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from newsgen.loader.front_matter import read_draft
from newsgen.loader.text import decode_seed
from newsgen.model import Draft


def parse_plain_seed(file: str, data: bytes) -> Iterator[Draft]:
    """Yield the article of a .txt or .text file.

    Raises:
        ContentError: see `decode_seed`; or the front matter cannot be read.
    """
    text, seed = decode_seed(file, data, has_pages=True)
    draft, _ = read_draft(seed, text, "plain")
    yield draft or Draft(seed, text, "plain")


def parse_markdown_seed(file: str, data: bytes) -> Iterator[Draft]:
    """Yield the article of a .md file, whose body does not change; errors as in `parse_plain_seed`."""
    text, seed = decode_seed(file, data)
    draft, warnings = read_draft(seed, text, "markdown")
    yield draft or Draft(seed, text, "markdown", warnings=tuple(warnings))


def parse_html_seed(file: str, data: bytes) -> Iterator[Draft]:
    """Yield the article of an .html file, as in Jekyll and Eleventy; nothing without front matter. Errors as above."""
    text, seed = decode_seed(file, data)
    draft, _ = read_draft(seed, text, "markdown")
    if draft:
        yield msgspec.structs.replace(draft, markup="html")
