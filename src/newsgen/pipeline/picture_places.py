"""Where a picture that a text names may lie, and where the text names it."""

from __future__ import annotations

import posixpath
from pathlib import Path

from newsgen.model import Record, StandalonePage

Place = tuple[str, int, int]
"""File, line and column, from 1; 0 where not known."""


def candidates(text: Record | StandalonePage, src: str, static: str) -> list[str]:
    """Paths at which a picture is looked for, relative to the archive's root, likeliest first.

    Beside the text; in a folder of the text's name; in static/; beside the seed of which the text was made. A name with a
    leading '/' means static/ alone. Paths that lead out of the archive, or to hidden folders, are left out.
    """
    name = src.partition("?")[0].partition("#")[0]
    folder, _, file = text.path.rpartition("/")
    if name.startswith("/"):
        tried = [f"{static}{name}"]
    else:
        tried = [f"{folder}/{name}", f"{folder}/{file.rpartition('.')[0]}/{name}", f"{static}/{name}"]
        seed = text.seed if isinstance(text, Record) else None
        if seed and "#" not in seed.file:
            tried.append(f"{posixpath.dirname(seed.file)}/{name}")
    paths = (posixpath.normpath(path) for path in tried)
    return [path for path in dict.fromkeys(paths) if not path.startswith((".", "/")) and "/." not in path]


def place_of(root: Path, path: str, src: str) -> Place:
    """Find where a text's file names a picture first."""
    lines = (root / path).read_text(encoding="utf-8", errors="replace").split("\n")
    for number, line in enumerate(lines, 1):
        column = line.find(src)
        if column >= 0:
            return path, number, column + 1
    return path, 0, 0
