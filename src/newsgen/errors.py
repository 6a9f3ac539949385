"""Errors and their problems.

An error holds problems; a problem is a place, what was found there, and what was expected.
A room collects all problems of a run and raises them at once; only `cli` prints them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec

_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""Characters that move a terminal's cursor, end lines or change the direction of what follows."""


def escape_control_characters(text: str) -> str:
    """Write control characters as '\\n', '\\x1b' or '\\u202e', so that no file name or text acts on a terminal or a log."""
    return _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def count_noun(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun: '1 article', '1,234 articles'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def join_first(parts: Sequence[str], most: int) -> str:
    """Join the first parts with commas, and count the others: 'a, b and 1,234 more'."""
    return ", ".join(parts[:most]) + (f" and {len(parts) - most:,} more" if len(parts) > most else "")


class Problem(msgspec.Struct, frozen=True, order=True):
    """A mistake and its place."""

    file: str
    """Path relative to the archive's root, '/'-separated, e.g. articles/2023/x.md; '' if no file is wrong."""
    line: int
    """Line, from 1; 0 means the whole file."""
    column: int
    """Column in characters, from 1; 0 means the whole line."""
    message: str
    """What was found, e.g. 'date "31 Nov 2023" is not a day of the calendar'."""
    expected: str = ""
    """What to write instead, e.g. 'write YYYY-MM-DD'."""
    code: str = ""
    """Stable kebab-case name for programs, e.g. 'bad-date'; '' if the problem needs none."""

    @property
    def place(self) -> str:
        """File, line and column, as far as they are known, e.g. 'articles/x.md:4:7'."""
        known = [str(number) for number in (self.line, self.line and self.column) if number]
        return ":".join([self.file, *known]) if self.file else ""

    def __str__(self) -> str:
        place = self.place
        head = f"{place}: " if place else ""
        tail = f"; {self.expected}" if self.expected else ""
        return escape_control_characters(f"{head}{self.message}{tail}")


class NewsgenError(Exception):
    """Base of all errors that are shown to a user; never raised directly."""

    exit_code = 1

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        """Sort one or more problems by place."""
        found = (problems,) if isinstance(problems, Problem) else tuple(problems)
        self.problems: tuple[Problem, ...] = tuple(sorted(found))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[NewsgenError], tuple[tuple[Problem, ...]]]:
        """Pickle the problems, so that an error keeps them when it leaves a worker process."""
        return type(self), (self.problems,)


class ContentError(NewsgenError):
    """A record, seed, template or address is wrong, and the user must correct it. Raised by loader, record, archive, renderer."""

    exit_code = 1


class SettingsError(NewsgenError):
    """newsgen.toml or a command's option is wrong. Raised by settings and cli."""

    exit_code = 2


class RefusedError(NewsgenError):
    """newsgen refuses, because files could be lost (foreign files in site/, a full folder). Raised by builder and cli."""

    exit_code = 3


class OutputError(NewsgenError):
    """The operating system refused: disk full, no permission. Raised by all rooms that write."""

    exit_code = 74


class BusyError(NewsgenError):
    """Another build holds the lock. Raised by builder."""

    exit_code = 75


def make_outside_link_problem(path: str) -> Problem:
    """Make the problem of a link that leads to a file or folder outside of the archive."""
    message, expected = "this link leads out of the archive", "replace it by a copy of what it leads to"
    return Problem(path, 0, 0, message, expected, "outside-link")


def find_similar(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Find the known word that is most similar to another, if its similarity is at least `cutoff` (0 to 1); '' if none is."""
    import difflib  # only for mistakes

    return next(iter(difflib.get_close_matches(word, list(known), 1, cutoff)), "")


def suggest_name(word: str, known: Iterable[str], otherwise: str, cutoff: float = 0.6) -> str:
    """Ask whether the most similar of the known names is meant; without one return `otherwise`."""
    near = find_similar(word, known, cutoff)
    return f'did you mean "{near}"?' if near else otherwise


def make_error_from_system_error(error: OSError) -> OutputError:
    """Make the error to show from one that the system raised."""
    place = "" if isinstance(error.filename, int) else str(error.filename or "")
    return OutputError(Problem(place, 0, 0, error.strerror or str(error)))


@contextmanager
def report_system_errors(file: str, done: str = "written") -> Iterator[None]:
    """Turn an OSError into the OutputError that `file` cannot be written, or what else was to be done with it."""
    try:
        yield
    except OSError as error:
        raise OutputError(Problem(file, 0, 0, f"cannot be {done}: {error.strerror}")) from error


@contextmanager
def collect_problems(problems: list[Problem]) -> Iterator[None]:
    """Catch a ContentError and add its problems to `problems`."""
    try:
        yield
    except ContentError as error:
        problems.extend(error.problems)


_TOML_EXTREME = re.compile(r"\d[\d_]{4000,}+|(?:[\[{][\s\w=\"'.-]{0,9}){50}")
_TOML_PLACE = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)$")


TOML_ERRORS = (ValueError, RecursionError)
"""What tomllib raises: TOMLDecodeError, ValueError for a number of 5,000 digits, RecursionError."""


def locate_toml_error(error: Exception, text: str) -> tuple[str, tuple[int, int]]:
    """Split one of `TOML_ERRORS` into its message and its line and column; at the end of the text the column is 0."""
    extreme = _TOML_EXTREME.search(text) if type(error) in TOML_ERRORS else None
    if extreme:
        line = text.count("\n", 0, extreme.start()) + 1
        message = "a number is too long" if extreme[0][0].isdigit() else "brackets are nested too deep"
        return message, (line, extreme.start() - text.rfind("\n", 0, extreme.start()))
    if isinstance(error, RecursionError):
        return "values are nested too deep", (0, 0)
    place = _TOML_PLACE.search(str(error))
    message = _TOML_PLACE.sub("", str(error))
    if place and place[1]:
        return message, (int(place[1]), int(place[2]))
    return message, (text.count("\n") + 1, 0)


def parse_toml(text: str, file: str, expected: str, code: str = "") -> dict[str, Any]:
    """Parse a file in TOML 1.0; a mistake is a ContentError at its place, which says what is expected."""
    try:
        return tomllib.loads(text)
    except TOML_ERRORS as error:
        message, place = locate_toml_error(error, text)
        raise ContentError(Problem(file, *place, message[:1].lower() + message[1:], expected, code)) from None
