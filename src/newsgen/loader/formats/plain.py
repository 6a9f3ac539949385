"""Plain text: one article in each file."""

from __future__ import annotations

from collections.abc import Iterator

from newsgen.loader.text import decode_seed
from newsgen.model import Draft


def parse_plain_seed(file: str, data: bytes) -> Iterator[Draft]:
    """Yield the article of a .txt or .text file.

    Raises:
        ContentError: see `decode_seed`.
    """
    text, seed = decode_seed(file, data)
    yield Draft(seed, text, "plain")
