"""What a check sees and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec

from newsgen.archive.model import Archive
from newsgen.errors import Problem


class Generation(msgspec.Struct, frozen=True):
    """A whole built site on disk."""

    folder: Path
    files: Mapping[str, str]
    """sha256 of each file by path, as build.json lists them."""


Check = Callable[[Archive, Generation, Path], Iterable[Problem]]
"""Looks at the archive, its generation and the archive's root; each finding has a code and a remedy."""
