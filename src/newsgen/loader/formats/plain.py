"""Plain text, with or without front matter: one article in each file."""

from __future__ import annotations

from collections.abc import Iterator

from newsgen.loader.front_matter import read_draft
from newsgen.loader.text import decode_seed
from newsgen.model import Draft


def parse_plain_seed(file: str, data: bytes) -> Iterator[Draft]:
    """Yield the article of a .txt or .text file.

    Raises:
        ContentError: see `decode_seed`; or the front matter cannot be read.
    """
    text, seed = decode_seed(file, data)
    draft, _ = read_draft(seed, text, "plain")
    yield draft or Draft(seed, text, "plain")
