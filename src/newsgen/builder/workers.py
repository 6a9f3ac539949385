"""Worker processes that die with their parent."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import wait

_PR_SET_PDEATHSIG = 1


class ForkedPool(ProcessPoolExecutor):
    """Processes that are forked at the first task, so that they inherit this process's memory."""


@contextmanager
def open_workers(jobs: int, *, fork: bool = True) -> Iterator[Executor]:
    """Open a pool of `jobs` processes, forked on Linux if `fork` is True, spawned otherwise."""
    if fork and sys.platform.startswith("linux"):
        pool: Executor = ForkedPool(jobs, multiprocessing.get_context("fork"), end_with_parent)
    else:
        pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), end_with_parent)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def end_with_parent() -> None:
    """Ignore Ctrl-C, which the parent handles; exit when the parent dies, because an orphan would wait forever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_exit_after, args=(parent.sentinel,), daemon=True).start()


def _exit_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def die_with_parent() -> Callable[[], None] | None:
    """Return a function for a child process to call before execve(2), so that the kernel kills it when its parent dies.

    None if the system is not Linux. Source: prctl(2), PR_SET_PDEATHSIG; it survives execve(2).
    """
    prctl = getattr(ctypes.CDLL(None), "prctl", None) if sys.platform.startswith("linux") else None
    if prctl is None:
        return None
    return lambda: prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
