"""Seed formats: a new one is a module with `parse` and a line in FORMATS."""

from __future__ import annotations

from newsgen.loader.formats import markdown, plain
from newsgen.loader.text import Format

FORMATS: tuple[Format, ...] = (
    Format("text", (".txt", ".text"), plain.parse),
    Format("markdown", (".md", ".markdown"), markdown.parse),
)
