"""A lock that keeps two builds apart."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsgen.errors import BusyError, Problem


@contextmanager
def locked(path: Path, what: str) -> Iterator[None]:
    """Hold the lock file at `path` while the block runs; the system releases it even after kill -9.

    It is a POSIX record lock (fcntl(2), F_SETLK), not flock(2): forked workers do not inherit it, so a worker that
    outlives a killed build does not block later builds.

    Raises:
        BusyError: another process holds the lock.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            _acquire(handle)
        except (BlockingIOError, PermissionError):
            problem = Problem(
                "", 0, 0, f"another build is writing {what}", "wait until it has ended, then build again"
            )
            raise BusyError(problem) from None
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":

    def _acquire(handle: int) -> None:
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:

    def _acquire(handle: int) -> None:
        import fcntl

        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
