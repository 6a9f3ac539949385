"""What an export is made of, and what a format is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from newsgen.archive.model import Archive
from newsgen.model import Body, Record
from newsgen.renderer.views import Site


class Batch(msgspec.Struct, frozen=True):
    """The articles to export; their texts are read one by one."""

    archive: Archive
    """The archive that they belong to, for addresses and groups; it may hold more than is exported."""
    records: tuple[Record, ...]
    """Which of its records are exported, newest first."""
    ahead: frozenset[str]
    """Paths of those whose day has not come."""
    site: Site
    read: Callable[[Body], str]
    """Fetches the Markdown of a body."""
    scratch: Path
    """Folder for files that last no longer than the export."""


Chunks = Callable[[Batch], Iterator[bytes]]
"""Makes a file piece by piece, so that memory does not grow with the text."""


class Format(msgspec.Struct, frozen=True):
    """A format of export."""

    name: str
    """Name of the file if the user gives none."""
    chunks: Chunks
    marks: tuple[bytes, ...]
    """Bytes of which one stands in every file of this format that newsgen wrote."""
    offset: int = 0
    """Where they stand, in bytes from the file's start."""
