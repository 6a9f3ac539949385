"""A bound for computing that must grow in proportion to its input: it is so wide that only another growth breaks it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SECONDS = 60
"""Of processor time: what takes less than one where it grows in proportion, and hours where it grows with the square."""


@contextmanager
def not_endless() -> Iterator[None]:
    """Interrupt and fail a block that computes for ever; what else the machine does is not counted."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise AssertionError("this does not grow in proportion to the input")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
