"""Plain text: one article in each file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from newsgen.loader.text import decode
from newsgen.model import Draft, SeedRef


def parse(file: str, data: bytes) -> Iterator[Draft]:
    """Yield the article of a .txt or .text file.

    Raises:
        ContentError: see `decode`.
    """
    text, encoding = decode(data, file)
    yield Draft(SeedRef(file, hashlib.sha256(data).hexdigest(), encoding), text, "plain")
