"""What is to be searched, and what became of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import msgspec

from newsgen.errors import Problem
from newsgen.renderer.pages.search import Document

FORMAT = 1
"""Raised whenever `documents` writes something else of the same article."""


class Searched(msgspec.Struct, frozen=True):
    """What is to be indexed."""

    documents: list[Document]
    words: int
    """Words of each text; 0 for all."""

    @property
    def digest(self) -> bytes:
        """Hash texts and fields; the texts by the hashes that the documents hold."""
        parts = msgspec.msgpack.encode((FORMAT, self.words, self.documents), order="deterministic")
        return hashlib.blake2b(parts, digest_size=16).digest()


class Outcome(msgspec.Struct, frozen=True):
    """What became of the index."""

    folder: Path | None = None
    """Where it stands: a new one to be published, or that of the output; None if there is none."""
    digest: bytes = b""
    fresh: bool = False
    seconds: float = 0
    """Processor time that the indexer took."""
    memory: int = 0
    """Bytes that it held at most; 0 where the system does not tell."""
    problem: Problem | None = None
    """Why there is no new index, though there should be one."""


Finish = Callable[[], Outcome]
"""Waits for the indexer."""
