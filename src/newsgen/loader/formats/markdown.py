"""Markdown, with or without front matter: one article in each file; its body does not change."""

from __future__ import annotations

from collections.abc import Iterator

from newsgen.loader.front_matter import read_draft
from newsgen.loader.text import decode_seed
from newsgen.model import Draft


def parse_markdown_seed(file: str, data: bytes) -> Iterator[Draft]:
    """Yield the article of a .md file; fields of its front matter are not inferred.

    Raises:
        ContentError: see `decode_seed`; or the front matter cannot be read.
    """
    text, seed = decode_seed(file, data)
    draft, warnings = read_draft(seed, text, "markdown")
    yield draft or Draft(seed, text, "markdown", warnings=tuple(warnings))
