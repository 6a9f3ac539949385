"""Where a record names something, for messages."""

from __future__ import annotations

from pathlib import Path

Place = tuple[str, int, int]
"""File, line and column, from 1; 0 where not known."""


def place_of(root: Path, path: str, words: str) -> Place:
    """Find the first place at which the file at `path` below `root` holds some words."""
    lines = (root / path).read_text(encoding="utf-8", errors="replace").split("\n")
    for number, line in enumerate(lines, 1):
        column = line.find(words)
        if column >= 0:
            return path, number, column + 1
    return path, 0, 0
