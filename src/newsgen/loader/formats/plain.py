"""Plain text: one article a file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from newsgen.loader.text import decode
from newsgen.model import Draft, SeedRef


def parse(file: str, data: bytes) -> Iterator[Draft]:
    """Yield the article that a .txt file is.

    Raises:
        ContentError: as `decode`.
    """
    text, encoding = decode(data, file)
    yield Draft(SeedRef(file, hashlib.sha256(data).hexdigest(), encoding), text, "plain")
