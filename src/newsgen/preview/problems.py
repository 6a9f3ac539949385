"""Problems as they are shown over a page: with the lines around them and a caret."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import msgspec

from newsgen.errors import Problem

AROUND = 2
"""Lines shown before and after the one that is wrong."""
WIDTH = 160
"""Characters of a line that are shown at most."""
_MOST = 2_000_000
"""Bytes of a file up to which an excerpt is made."""


class Complaint(msgspec.Struct, frozen=True):
    """One problem; every field is plain text."""

    place: str
    """E.g. 'articles/2023/x.md:4:7'; '' if no file is to blame."""
    message: str
    expected: str
    excerpt: str
    """Numbered lines, the one that is wrong marked with '>', a caret under the column; '' if there are none."""


def complaint(problem: Problem, root: Path) -> Complaint:
    """Show a problem with its excerpt; only files below `root` are read."""
    bare = msgspec.structs.replace(problem, message="", expected="")
    place = str(bare).rstrip(": ")
    return Complaint(place, problem.message, problem.expected, excerpt(problem, root))


def excerpt(problem: Problem, root: Path, *, around: int = AROUND, width: int = WIDTH) -> str:
    """The lines around a problem, as `Complaint.excerpt` holds them.

    Args:
        problem: with a place.
        root: the archive's folder.
        around: lines before and after the one that is wrong.
        width: characters of a line that are shown at most.
    """
    if not problem.file or not problem.line:
        return ""
    path = (root / problem.file).resolve()
    try:
        if not path.is_relative_to(root.resolve()) or path.stat().st_size > _MOST:
            return ""
        text = path.read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return ""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first, last = max(1, problem.line - around), min(len(lines), problem.line + around)
    digits = len(str(last))
    begin = max(0, problem.column - width * 3 // 4)
    shown = []
    for number in range(first, last + 1):
        line = _plain(lines[number - 1])[begin : begin + width]
        mark = ">" if number == problem.line else " "
        shown.append(f"{mark} {number:>{digits}} | {line}".rstrip())
        if number == problem.line and problem.column:
            before = _plain(lines[number - 1])[begin : problem.column - 1]
            shown.append(f"  {'':{digits}} | {_blank(before)}^")
    return "\n".join(shown)


def _plain(line: str) -> str:
    """A line without signs that cannot be seen, each tab a space, so that columns stay what they are."""
    return "".join(" " if unicodedata.category(sign) in ("Cc", "Cf", "Zs") else sign for sign in line)


def _blank(text: str) -> str:
    """White space as wide as a text is shown."""
    return "".join("\u3000" if unicodedata.east_asian_width(sign) in "WF" else " " for sign in text)
