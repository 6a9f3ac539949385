"""Golden files: what is expected of a run stands in files, and is compared byte for byte, or written anew."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from pathlib import Path

FILES, LINES = 12, 40
"""Files that a failure shows, and lines of the difference in each."""

COSTS = [
    (re.compile(r"\d+\.\d+ s\b"), "N s"),
    (re.compile(r"\d[\d,.]* [KM]?B\b"), "N KB"),
    (re.compile(r"\b\d+ files(?= written|, N KB)"), "N files"),
]
"""What commands print of times, sizes and numbers of files."""


def without_costs(text: str) -> str:
    """What a command printed without what another machine or theme changes."""
    for pattern, word in COSTS:
        text = pattern.sub(word, text)
    return text


def files_below(folder: Path) -> dict[str, bytes]:
    """The bytes of each file by its path inside a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def difference(name: str, expected: bytes | None, found: bytes | None) -> str:
    """The lines in which a file differs from what was expected; None is a file that is not there."""
    if expected is None:
        return f"{name}: is new, and was not expected"
    if found is None:
        return f"{name}: is missing"
    before, after = (text.decode("utf-8", "backslashreplace").splitlines() for text in (expected, found))
    lines = list(difflib.unified_diff(before, after, f"expected/{name}", f"found/{name}", lineterm="", n=1))
    more = [f"… and {len(lines) - LINES} lines more"] if len(lines) > LINES else []
    return "\n".join([*lines[:LINES], *more] or [f"{name}: other line ends, or another end"])


def check_golden(expected: Mapping[str, bytes], found: Mapping[str, bytes]) -> None:
    """Fail with a readable difference unless both hold the same files with the same bytes."""
    __tracebackhide__ = True
    names = [name for name in sorted({*expected, *found}) if expected.get(name) != found.get(name)]
    shown = [difference(name, expected.get(name), found.get(name)) for name in names[:FILES]]
    more = [f"… and in {len(names) - FILES} files more"] if len(names) > FILES else []
    assert not names, "\n\n".join(["differs from its golden files:", *shown, *more])
