"""Tables of inputs and what is expected of them, in text files."""

from __future__ import annotations

import re
from pathlib import Path

from newsgen.errors import ContentError


def read_cases(path: Path) -> list[tuple[str, list[str]]]:
    """Read a table: an input of some lines, below it a line after '--> ' for each thing expected, then a blank line.

    A line that begins with '# ' before a blank one is a comment.
    """
    text = re.sub(r"(?m)^# .*\n\n", "", path.read_text(encoding="utf-8"))
    found = re.findall(r"(?s)(.*?)\n((?:--> [^\n]*(?:\n|\Z))+)\n?", text)
    return [(given, [line.removeprefix("--> ") for line in said.splitlines()]) for given, said in found]


def check_messages(error: ContentError, expected: list[str]) -> None:
    """Compare all problems of an error with a table's; where a line ends in …, words of Python's own follow."""
    found = [str(problem) for problem in error.problems]
    assert len(found) == len(expected), found
    for message, line in zip(found, expected, strict=True):
        assert message == line or (line.endswith("…") and message.startswith(line[:-1])), found
