"""What a dry run would change, as a unified diff that `patch` and `git apply` read."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator

import click

from newsgen.cli.output import colour_on

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def diff_lines(path: str, before: bytes, after: bytes) -> Iterator[str]:
    """Compare two states of a file, with three lines around each change; coloured on a terminal.

    Yields:
        Lines with their ends.
    """
    coloured = colour_on(sys.stdout)
    old, new = (text.decode().splitlines(keepends=True) for text in (before, after))
    for number, line in enumerate(difflib.unified_diff(old, new, f"a/{path}", f"b/{path}")):
        text = line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        bare = text.rstrip("\r\n")
        if not coloured:
            yield text
        elif number < 2:
            yield click.style(bare, bold=True) + "\n"
        else:
            yield click.style(bare, fg=_COLOURS.get(line[0])) + "\n"
