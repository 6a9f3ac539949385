"""Faults at every step that a piece of code asks of the file system, by Python's audit events (PEP 578)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

STEPS = frozenset(
    """
    os.rename os.link os.remove os.rmdir os.mkdir os.scandir os.chmod open ctypes.dlsym
""".split()
)
"""Events that stand for a step; each is raised before the step is taken. The last is renameat2(2)."""


class Killed(BaseException):
    """Ends the code as kill -9 does: no handler for an error of the system sees it."""


class Fault:
    """A fault that waits for its step."""

    def __init__(self, step: int, error: BaseException) -> None:
        self.left, self.error = step, error

    @property
    def happened(self) -> bool:
        return self.left <= 0


_waiting: list[Fault] = []
_before: list[tuple[str, Callable[[], object]]] = []


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _before and event == _before[0][0]:
        _before.pop()[1]()
    if not _waiting or event not in STEPS:
        return
    if event == "ctypes.dlsym" or "/archive" in str(arguments) or _is_relative(arguments[0]):
        fault = _waiting[0]
        fault.left -= 1
        if fault.left == 0:
            raise fault.error


def _is_relative(path: object) -> bool:
    """Tell of a path that begins at an open folder; no code under test knows a current one."""
    return isinstance(path, str) and not Path(path).is_absolute()


sys.addaudithook(_hook)


@contextmanager
def fault_at(step: int, error: BaseException) -> Iterator[Fault]:
    """Raise `error` before the step of that number, from 1, below a folder called archive."""
    _waiting.append(Fault(step, error))
    try:
        yield _waiting[0]
    finally:
        _waiting.clear()


@contextmanager
def before_first(event: str, act: Callable[[], object]) -> Iterator[None]:
    """Call `act` before the first event of that name; processes forked in the block do so for themselves."""
    _before.append((event, act))
    try:
        yield
    finally:
        _before.clear()
