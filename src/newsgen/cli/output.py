"""What commands print: plain lines, colour on a terminal, JSON and GitHub annotations on demand."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Literal

import click
import msgspec

from newsgen.errors import Problem, count_noun, escape_control_characters
from newsgen.files import take_damaged_files

if TYPE_CHECKING:
    from newsgen.desk.edit import Edit

Level = Literal["error", "warning"]
ShowProgress = Callable[..., None]
"""Shows how much is done: (done, total), 0 while the total is not known; then the name of the step if it is another one."""
_UNTIL_SHOWN, _BETWEEN = 1.0, 0.25
"""Seconds until a progress bar is shown, and between two drawings of it."""

_COLOURS = {"error": "red", "warning": "yellow"}

_MOST_ALONE = 3
"""Most problems of one kind that have a line each, and places that the line of more problems names."""
_MOST_WARNINGS = 8
"""Most lines of warnings that a build prints."""
_NAMES = re.compile(r"""(?:"[^"]*"|'[^']*'|\S*[\d/.@#_\\]\S*\w|\d+)(?:\s+(?=…))?""")
"""What two messages of one kind may have different: quoted words, paths, names of files, addresses, numbers."""


def find_output_format() -> str:
    """Return the --format of the running command; 'text' if it has none."""
    return str(_find_option("format") or "text")


def is_quiet() -> bool:
    """True if the running command has --quiet."""
    return bool(_find_option("quiet"))


def is_verbose() -> bool:
    """True if the running command has --verbose."""
    return bool(_find_option("verbose"))


def _find_option(name: str) -> Any:
    """Return what `newsgen.cli.options` keeps of the running command; None if it does not have the option."""
    context = click.get_current_context(silent=True)
    return context.meta.get(name) if context else None


def print_problems(problems: Iterable[Problem], level: Level) -> None:
    """Print problems to stderr, one a line; with --format github, annotations to stdout."""
    for problem in problems:
        if find_output_format() == "github":
            click.echo(_annotation(problem, level))
            continue
        mark = click.style(level, fg=_COLOURS[level], bold=True)
        click.echo(f"{mark}: {problem}", err=True, color=_may_colour(sys.stderr))
        if sys.stderr.isatty():
            _show_excerpt(problem, level)


def print_problems_by_kind(problems: Sequence[Problem], level: Level) -> None:
    """Print problems like `print_problems`, but many of one kind as one line with their number and first places.

    With --quiet there are no warnings.
    """
    if level == "warning" and is_quiet():
        return
    if find_output_format() != "text":
        print_problems(problems, level)
        return

    def find_kind(problem: Problem) -> tuple[str, str]:
        return problem.code, _NAMES.sub("…", problem.message) if problem.file else problem.message

    shown = merge_problems_by_kind(problems, _MOST_ALONE, find_kind)
    if level == "warning" and len(shown) > _MOST_WARNINGS:
        shown = merge_problems_by_kind(
            problems, 1, lambda one: (one.code, "") if one.code else find_kind(one)
        )
        shown = shown[:_MOST_WARNINGS]
    print_problems(shown, level)
    if level == "warning" and len(shown) < len(problems):
        click.echo(f"{count_noun(len(problems), 'warning')}; newsgen check lists them", err=True)


def make_damaged_state_warning() -> list[Problem]:
    """Make one warning of the files in .newsgen/ that were found damaged; none if there are none."""
    if not (paths := take_damaged_files()):
        return []
    names = ", ".join(path.replace(os.sep, "/").rpartition(".newsgen/")[2] for path in paths[:_MOST_ALONE])
    more = " …" * (len(paths) > _MOST_ALONE)
    what = count_noun(len(paths), "damaged file is", "damaged files are")
    message = f"{what} ignored, and made again if needed: {names}{more}"
    return [Problem(".newsgen", 0, 0, message, "", "damaged-state")]


def merge_problems_by_kind(
    problems: Iterable[Problem], most: int, find_kind: Callable[[Problem], tuple[str, str]]
) -> list[Problem]:
    """Replace more than `most` problems of one kind by the first of them, with their number and more places."""
    kinds: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault(find_kind(problem), []).append(problem)
    shown = []
    for problem in problems:
        kind = kinds[find_kind(problem)]
        if len(kind) <= most:
            shown.append(problem)
        elif problem is kind[0]:
            places = dict.fromkeys(one.place for one in kind[1:] if one.place not in ("", problem.place))
            others = ", ".join(list(places)[: _MOST_ALONE - 1])
            note = f"({len(kind):,} of this kind{f', also {others}' if others else ''})"
            tail = f"{problem.expected} {note}" if problem.expected else note
            shown.append(msgspec.structs.replace(problem, expected=tail))
    return shown


def _show_excerpt(problem: Problem, level: str) -> None:
    """Print the line of the problem and a caret under its column."""
    from newsgen.preview.served_site import read_lines_around

    root = _find_option("root")
    room = max(20, shutil.get_terminal_size().columns - 12)
    for line in read_lines_around(problem, root, around=0, width=room).splitlines() if root else ():
        code, bar, rest = line.partition("|")
        text = click.style(rest, fg=_COLOURS[level], bold=True) if rest.strip() == "^" else rest
        click.echo(click.style(code + bar, dim=True) + text, err=True, color=_may_colour(sys.stderr))


def print_report(*lines: str, styled: bool = False) -> None:
    """Print lines of the report, unless the user asked for --quiet or for JSON.

    Control characters are escaped, unless the caller has `styled` them and all texts in them are those of records.
    """
    for line in lines if not is_quiet() and find_output_format() != "json" else ():
        click.echo(line if styled else escape_control_characters(line))


def print_next_step(step: str = "newsgen build", *, dry_run: bool = False) -> None:
    """Print what the user may do next: after a dry run the same in earnest."""
    print_report(f"next: {'the same without --dry-run' if dry_run else step}")


def print_json(value: object) -> None:
    """Print a value as one JSON object on one line, if the user asked for JSON."""
    if find_output_format() == "json":
        sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
        sys.stdout.buffer.flush()


def format_size(size: int) -> str:
    """Write a number of bytes as '812 KB' or '1.2 MB'; powers of ten, as GitHub counts its limits."""
    if size < 1_000_000:
        return f"{max(size, 0) / 1000:.0f} KB" if size >= 1000 else f"{size} B"
    return f"{size / 1_000_000:.1f} MB"


def _annotation(problem: Problem, level: str) -> str:
    """Format a problem as an annotation.

    Source: GitHub's workflow commands (::error file=…,line=…,col=…::message); actions/toolkit, command.ts.
    """
    escape = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
    text = str(msgspec.structs.replace(problem, file="", line=0, column=0)).translate(escape)
    file = escape_control_characters(problem.file.translate(escape | {ord(":"): "%3A", ord(","): "%2C"}))
    place = {"file": file, "line": problem.line or "", "col": problem.column or ""}
    fields = ",".join(f"{key}={value}" for key, value in place.items() if value)
    return f"::{level} {fields}::{text}"


def _may_colour(stream: object) -> bool | None:
    """Return the `color` of `click.echo`: None keeps colours, False removes them."""
    return None if has_colour(stream) else False


def has_colour(stream: object) -> bool:
    """True if a stream is a terminal and NO_COLOR is not set."""
    isatty = getattr(stream, "isatty", lambda: False)
    return bool(isatty()) and not os.environ.get("NO_COLOR")


@contextmanager
def progress_bar(what: str) -> Iterator[ShowProgress | None]:
    """Show a progress bar after a second; yield a function that moves it, or None where there is no terminal.

    A signal draws it, so that it also moves while no step reports progress; worker processes inherit neither.
    """
    if is_quiet() or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn, TimeElapsedColumn
    from rich.text import Text

    class Count(ProgressColumn):
        def render(self, task: Any) -> Text:
            of = f"/{task.total:,.0f}" if task.total else ""
            return Text(f"{task.completed:,.0f}{of}" if task.completed else "")

    console = Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), Count(), TimeElapsedColumn()
    progress = Progress(*columns, console=console, transient=True, auto_refresh=False)
    task = progress.add_task(what, total=None)

    def draw(*_signal: object) -> None:
        with suppress(RuntimeError):  # it interrupted a write to the same stream
            progress.start()
            progress.refresh()

    def update(done: int, total: int, what: str | None = None) -> None:
        progress.update(task, completed=done, total=total or None, description=what)
        if not has_timer:
            draw()

    has_timer = hasattr(signal, "setitimer")  # Windows has none
    if has_timer:
        signal.signal(signal.SIGALRM, draw)
        signal.setitimer(signal.ITIMER_REAL, _UNTIL_SHOWN, _BETWEEN)
    try:
        yield update
    finally:
        if has_timer:
            signal.setitimer(signal.ITIMER_REAL, 0)
        progress.stop()


_DIFF_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def print_diffs(edits: Iterable[Edit]) -> None:
    """Print unified diffs, which `patch` and `git apply` read, unless the user asked for JSON; coloured on a terminal."""
    import difflib  # a build does not need it

    for edit in edits if find_output_format() != "json" else ():
        old, new = (text.decode().splitlines(keepends=True) for text in (edit.before, edit.after))
        for number, line in enumerate(difflib.unified_diff(old, new, f"a/{edit.path}", f"b/{edit.path}")):
            style: dict[str, Any] = {"fg": _DIFF_COLOURS.get(line[0])} if number > 1 else {"bold": True}
            ending = "\n" if line.endswith("\n") else "\n\\ No newline at end of file\n"
            text = click.style(line.removesuffix("\n"), **style) + ending
            click.echo(text, nl=False, color=_may_colour(sys.stdout))
