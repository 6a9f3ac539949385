"""What is to be searched, and what became of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import msgspec

from newsgen.errors import Problem
from newsgen.model import Body
from newsgen.renderer.pages.search import Document

_NO_BODY = Body("", "")
"""Stands for a text where only its hash counts, and not where it lies."""


class Searched(msgspec.Struct, frozen=True):
    """What is to be indexed."""

    documents: list[Document]
    words: int
    """Words of each text; 0 for all."""

    def digest(self, engine: str) -> bytes:
        """Hash texts and fields; the texts by the hashes that the documents hold.

        Args:
            engine: stands for the versions of newsgen and of Pagefind.
        """
        digest = hashlib.blake2b(f"{engine} {self.words}".encode(), digest_size=16)
        encode = msgspec.msgpack.Encoder(order="deterministic").encode
        for document in self.documents:
            digest.update(encode([document.body.sha256, msgspec.structs.replace(document, body=_NO_BODY)]))
        return digest.digest()


class Outcome(msgspec.Struct, frozen=True):
    """What became of the index."""

    folder: Path | None = None
    """Where it stands: a new one to be published, or that of the output; None if there is none."""
    digest: bytes = b""
    fresh: bool = False
    """It is to be published."""
    seconds: float = 0
    """Processor time that the indexer took."""
    memory: int = 0
    """Bytes that it held at most; 0 where the system does not tell."""
    problem: Problem | None = None
    """Why there is no new index, though there should be one."""


Finish = Callable[[], Outcome]
"""Waits for the indexer."""


def failed(kept: Outcome, why: str) -> Outcome:
    """Say that there is no new index, and what readers have instead."""
    left = "readers search the old one" if kept.folder else "readers cannot search"
    remedy = 'build again, pip install "pagefind[bin]" if it is missing, or say --no-search'
    message = f"the search index could not be made: {why} (the site is published, {left})"
    return msgspec.structs.replace(kept, problem=Problem("", 0, 0, message, remedy, "search-index"))
