"""One build at a time."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsgen.errors import BusyError, Problem


@contextmanager
def locked(path: Path, what: str) -> Iterator[None]:
    """Hold the lock file at `path` for as long as the block runs; the system frees it even after kill -9.

    POSIX record locks (fcntl(2), F_SETLK) rather than flock(2): a forked worker does not inherit them, so one
    that outlives a killed build cannot keep later builds out.

    Raises:
        BusyError: another process holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            _take(handle)
        except (BlockingIOError, PermissionError):
            problem = Problem(
                "", 0, 0, f"another build is writing {what}", "wait until it has ended, then build again"
            )
            raise BusyError(problem) from None
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":

    def _take(handle: int) -> None:
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:

    def _take(handle: int) -> None:
        import fcntl

        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
