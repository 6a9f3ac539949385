"""Waiting for what other processes do, with a deadline, never for a fixed time; and an end for what computes for ever."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any


def eventually(true: Callable[[], object], seconds: float = 30) -> None:
    """Return as soon as `true()` holds; fail if it does not in time."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.005)


def running(pid: int) -> bool:
    """True if a process lives; one that has ended and only waits for its parent (a zombie) does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


@contextmanager
def started(command: Sequence[str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """Run a process beside the test; it is killed when the block ends, so that no failure leaves one behind."""
    with subprocess.Popen(command, text=True, **options) as process:
        try:
            yield process
        finally:
            process.kill()


PROCESSOR_SECONDS = 60
"""Of processor time: what takes less than one where it grows in proportion, and hours where it grows with the square."""


@contextmanager
def not_endless() -> Iterator[None]:
    """Interrupt and fail a block that computes for ever; what else the machine does is not counted."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise AssertionError("this does not grow in proportion to the input")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, PROCESSOR_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
