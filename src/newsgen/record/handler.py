"""The door to python-frontmatter: its handler for YAML, made strict."""

from __future__ import annotations

import re
from typing import Any

import frontmatter
from frontmatter.default_handlers import BaseHandler

from newsgen.errors import Problem
from newsgen.record.fields import Entry
from newsgen.record.keys import KEYS, normal
from newsgen.record.nodes import Mapping, Scalar
from newsgen.record.source import Source
from newsgen.record.tree import parse

_COMMENT = re.compile(r"[ \t]+#(?=(\S+))")


class StrictHandler(BaseHandler):
    """Reads front matter as positioned nodes and keeps what is wrong, instead of raising or guessing.

    Its `load` gives a mapping from each key's text to the key's node and the value's node.
    """

    FM_BOUNDARY = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)

    def __init__(self, file: str, line: int) -> None:
        """Set up for one file.

        Args:
            file: for messages.
            line: the line of the file on which the front matter starts.
        """
        super().__init__()
        self.file, self.line = file, line
        self.problems: list[Problem] = []
        self.found = False
        """True if the front matter could be read, perhaps with problems in single values."""

    def split(self, text: str) -> tuple[str, str]:
        """Take the lines `---` from around front matter."""
        return text.removeprefix("---\n").removesuffix("---"), ""

    def load(self, fm: str) -> dict[str, Any]:
        """Read front matter; problems go to `problems`."""
        root, self.problems = read_front(fm, self.file, self.line)
        self.found = root is not None
        return {key.value: (key, value) for key, value in root.pairs} if root else {}


def read_front(text: str, file: str, line: int) -> tuple[Mapping | None, list[Problem]]:
    """Do what `parse` does, and refuse headlines that would lose words."""
    root, problems = parse(text, file, line)
    return root, problems + (_lost_words(root, text, file) if root else [])


def _lost_words(root: Mapping, text: str, file: str) -> list[Problem]:
    """Find headlines of which YAML takes a part for a comment: `title: Ferry #1 is back` would be 'Ferry'."""
    problems = []
    for key, value in root.pairs:
        meant = KEYS.get(normal(key.value))
        lost = _COMMENT.match(text, value.end) if meant and meant.field in ("title", "dek") else None
        if lost and isinstance(value, Scalar) and value.style == "":
            column = (
                value.column + lost.end() - 1 - value.start
                if "\n" not in text[value.start : value.end]
                else 0
            )
            message = f'"#{lost[1]}" and what follows would be lost as a comment'
            problems.append(
                Problem(file, value.line, column, message, "put the value in quotes", "lost-text")
            )
    return problems


def front_entries(source: Source, file: str) -> tuple[list[Entry] | None, list[Problem]]:
    """Read a record's front matter with python-frontmatter.

    Only the head of the file passes through the library: it would strip the body's first indentation and last lines.

    Returns:
        The entries in order, None if the YAML cannot be read; and what is wrong.
    """
    handler = StrictHandler(file, source.front_line)
    head = f"---\n{source.text[source.front : source.close]}---\n"
    entries, _ = frontmatter.parse(head, handler=handler)
    return (list(entries.values()) if handler.found else None), handler.problems  # type: ignore[arg-type]
