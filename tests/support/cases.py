"""Tables of inputs and what is expected of them, in text files."""

from __future__ import annotations

import re
from pathlib import Path


def read_cases(path: Path) -> list[tuple[str, list[str]]]:
    """Read a table: an input of some lines, below it a line after '--> ' for each thing expected, then a blank line.

    A line that begins with '# ' before a blank one is a comment.
    """
    text = re.sub(r"(?m)^# .*\n\n", "", path.read_text(encoding="utf-8"))
    found = re.findall(r"(?s)(.*?)\n((?:--> [^\n]*(?:\n|\Z))+)\n?", text)
    return [(given, [line.removeprefix("--> ") for line in said.splitlines()]) for given, said in found]
