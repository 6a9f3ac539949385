"""What can go wrong, and who hears of it.

Every error is made of problems: a place, what was found there, what was expected.
A room collects all problems of a run and raises them at once; only `cli` prints them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import msgspec


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing wrong at one place."""

    file: str
    """Path relative to the archive's root, '/'-separated, e.g. articles/2023/x.md; '' if no file is to blame."""
    line: int
    """Line counted from 1; 0 if the whole file is meant."""
    column: int
    """Column counted from 1, in characters; 0 if the whole line is meant."""
    message: str
    """What was found, e.g. 'date "31 Nov 2023" is not a day of the calendar'."""
    expected: str = ""
    """What to write instead, e.g. 'write YYYY-MM-DD'."""
    code: str = ""
    """Stable kebab-case name for machines, e.g. 'bad-date'; '' where none is needed."""

    def __str__(self) -> str:
        place = self.file
        if self.file and self.line:
            place += f":{self.line}"
            if self.column:
                place += f":{self.column}"
        head = f"{place}: " if place else ""
        tail = f"; {self.expected}" if self.expected else ""
        return f"{head}{self.message}{tail}"


class NewsgenError(Exception):
    """Base of all errors that are shown to a user; never raised itself."""

    exit_code = 1

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        """Take one or more problems, and sort them by place."""
        found = (problems,) if isinstance(problems, Problem) else tuple(problems)
        self.problems: tuple[Problem, ...] = tuple(sorted(found))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[NewsgenError], tuple[tuple[Problem, ...]]]:
        """Travel from a worker process with the problems, not with their text alone."""
        return type(self), (self.problems,)


class ContentError(NewsgenError):
    """A record, seed, template or address is wrong: the user corrects a text. Raised by loader, record, archive, renderer."""

    exit_code = 1


class SettingsError(NewsgenError):
    """newsgen.toml or a command's option is wrong. Raised by settings and cli."""

    exit_code = 2


class RefusedError(NewsgenError):
    """newsgen will not do it, to lose nothing (foreign files in site/, a folder that is not empty). Raised by builder and cli."""

    exit_code = 3


class OutputError(NewsgenError):
    """The operating system failed: disk full, no permission. Raised by whoever writes."""

    exit_code = 74


class BusyError(NewsgenError):
    """Another build holds the lock. Raised by builder."""

    exit_code = 75


@contextmanager
def collect_problems(problems: list[Problem]) -> Iterator[None]:
    """Add the problems of a ContentError raised inside to `problems` and go on."""
    try:
        yield
    except ContentError as error:
        problems.extend(error.problems)


_TOML_PLACE = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)$")


def locate_toml_error(error: ValueError, text: str) -> tuple[str, tuple[int, int]]:
    """Split what tomllib says of a text into its message and its line and column; at the end of the text the column is 0."""
    place = _TOML_PLACE.search(str(error))
    message = _TOML_PLACE.sub("", str(error))
    if place and place[1]:
        return message, (int(place[1]), int(place[2]))
    return message, (text.count("\n") + 1, 0)
