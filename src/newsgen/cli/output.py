"""How the commands speak: plain lines, colour on a terminal, JSON and GitHub's annotations on demand."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import Literal

import click
import msgspec

from newsgen.errors import Problem

Format = Literal["text", "json", "github"]

_COLOURS = {"error": "red", "warning": "yellow"}


def format_now() -> str:
    """The --format of the running command; 'text' if it has none."""
    context = click.get_current_context(silent=True)
    return str(context.meta.get("format", "text")) if context else "text"


def tell_problems(problems: Iterable[Problem], level: Literal["error", "warning"]) -> None:
    """Print problems to stderr, one a line; for --format github as annotations to stdout."""
    for problem in problems:
        if format_now() == "github":
            click.echo(_annotation(problem, level))
        else:
            mark = click.style(level, fg=_COLOURS[level], bold=True)
            click.echo(f"{mark}: {problem}", err=True, color=None if colour_on(sys.stderr) else False)
            if sys.stderr.isatty():
                _show_excerpt(problem, level)


def _show_excerpt(problem: Problem, level: str) -> None:
    """Print the line that is meant and a caret, for eyes alone: on a terminal, where the archive is known."""
    import shutil

    from newsgen.preview.problems import excerpt

    context = click.get_current_context(silent=True)
    root = context.meta.get("root") if context else None
    room = max(20, shutil.get_terminal_size().columns - 12)
    for line in excerpt(problem, root, around=0, width=room).splitlines() if root else ():
        code, bar, rest = line.partition("|")
        text = click.style(rest, fg=_COLOURS[level], bold=True) if rest.strip() == "^" else rest
        click.echo(
            click.style(code + bar, dim=True) + text, err=True, color=None if colour_on(sys.stderr) else False
        )


def say(line: str, *, quiet: bool = False) -> None:
    """Print a line of the report, unless the user wants none or wants JSON."""
    if not quiet and format_now() != "json":
        click.echo(line)


def tell_json(value: object) -> None:
    """Print a value as one JSON object on one line."""
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    sys.stdout.buffer.flush()


def counted(number: int, one: str, many: str = "") -> str:
    """'1 article', '1,234 articles'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(parts: Sequence[str]) -> str:
    """Join with commas."""
    return ", ".join(part for part in parts if part)


def in_bytes(size: int) -> str:
    """'812 KB', '1.2 MB'; powers of ten, as GitHub counts its limits."""
    if size < 1_000_000:
        return f"{max(size, 0) / 1000:.0f} KB" if size >= 1000 else f"{size} B"
    return f"{size / 1_000_000:.1f} MB"


def _annotation(problem: Problem, level: str) -> str:
    """Source: GitHub's workflow commands (::error file=…,line=…,col=…::message); actions/toolkit, command.ts."""
    escape = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
    text = str(msgspec.structs.replace(problem, file="", line=0, column=0)).translate(escape)
    file = problem.file.translate(escape | {ord(":"): "%3A", ord(","): "%2C"})
    place = {"file": file, "line": problem.line or "", "col": problem.column or ""}
    fields = ",".join(f"{key}={value}" for key, value in place.items() if value)
    return f"::{level} {fields}::{text}"


def colour_on(stream: object) -> bool:
    """True if a stream is a terminal and its user has not asked for no colour (NO_COLOR)."""
    isatty = getattr(stream, "isatty", lambda: False)
    return bool(isatty()) and not os.environ.get("NO_COLOR")
