"""Make the search index while pages are rendered, if its content changed."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from newsgen.builder.output import ManifestIndex
from newsgen.builder.paths import OutputPaths
from newsgen.errors import NewsgenError, OutputError, Problem
from newsgen.model import BodyReference
from newsgen.record.store import OpenExecutor

if TYPE_CHECKING:
    from newsgen.renderer.pages.search import Document

_NO_BODY = BodyReference("", "")
"""Replaces a text's reference if only its hash matters, not its path."""


class SearchContent(msgspec.Struct, frozen=True):
    """The content of the search index."""

    documents: list[Document]
    words: int
    """Most words of each text; 0 means all."""

    def digest(self, engine: str) -> bytes:
        """Hash the fields of the documents and the hashes of their texts.

        Args:
            engine: version of newsgen and of Pagefind.
        """
        digest = hashlib.blake2b(f"{engine} {self.words}".encode(), digest_size=16)
        encode = msgspec.msgpack.Encoder(order="deterministic").encode
        for document in self.documents:
            digest.update(encode([document.body.sha256, msgspec.structs.replace(document, body=_NO_BODY)]))
        return digest.digest()


class IndexResult(msgspec.Struct, frozen=True):
    """The search index after a build."""

    folder: Path | None = None
    """Folder of a new index, or of the output's index; None if there is none."""
    digest: bytes = b""
    """See `output.Index.digest`."""
    fresh: bool = False
    """True if the index is new."""
    seconds: float = 0
    """Processor time of the indexer."""
    memory: int = 0
    """Peak memory of the indexer in bytes; 0 if not known."""
    problem: Problem | None = None
    """Why a needed new index could not be made; code 'search-index' if Pagefind is missing, and the site has none."""

    def failed(self, reason: str) -> IndexResult:
        """Return this old index with the reason why no new one could be made; the build fails."""
        message = f"the search index could not be made: {reason} (the site is as it was)"
        problem = Problem("", 0, 0, message, "build again, or use --no-search", "index-failed")
        return msgspec.structs.replace(self, problem=problem)


def read_addresses_of_index(folder: Path) -> list[str]:
    """List the addresses of all texts that a search index holds; those of damaged files are left out."""
    found = []
    for path in sorted((folder / "fragment").glob("*.pf_fragment")):
        try:
            data = gzip.decompress(path.read_bytes())
            found.append(str(msgspec.json.decode(data[data.index(b"{") :])["url"]).removeprefix("/"))
        except (OSError, EOFError, ValueError, KeyError, TypeError, zlib.error):
            continue
    return found


Finish = Callable[[], IndexResult]
"""Waits for the indexer."""


@contextmanager
def run_indexer(
    root: Path,
    places: OutputPaths,
    content: SearchContent | None,
    engine: str,
    old: ManifestIndex,
    executor: OpenExecutor | None = None,
) -> Iterator[Finish]:
    """Start the indexer, which runs while the block runs; a failure raises nothing, and is in the result.

    Args:
        root: the archive's folder.
        places: the output's folders.
        content: content of the index; None means no index.
        engine: version of newsgen and of Pagefind.
        old: the index in the output.
        executor: opens workers for many documents.
    """
    from newsgen.builder.publish import remove_tree  # an unchanged build does not need it

    remove_tree(places.search)
    current = IndexResult(places.index, old.digest) if old.files else IndexResult()
    if content is None or not content.documents:
        yield IndexResult
        return
    digest = content.digest(engine)
    if old.files and old.digest == digest:
        yield lambda: current
        return
    # These import libraries that a build without search does not need.
    from concurrent.futures import BrokenExecutor

    from newsgen.builder.search.pagefind import finish_index, start_pagefind_on_documents, stop_pagefind

    try:
        process = start_pagefind_on_documents(root, places, content, executor)
    except (NewsgenError, OSError, BrokenExecutor) as error:
        if isinstance(error, OutputError) and error.problems[0].code == "search-index":
            missing = IndexResult(problem=error.problems[0])
            yield lambda: missing
            return
        reason = error.problems[0].message if isinstance(error, NewsgenError) else str(error)
        yield lambda: current.failed(reason)
        return
    try:
        yield lambda: finish_index(process, places, len(content.documents), digest, current)
    finally:
        stop_pagefind(process)
