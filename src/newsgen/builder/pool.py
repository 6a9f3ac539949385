"""Worker processes that die with their parent."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import wait


class Heirs(ProcessPoolExecutor):
    """Processes that are forked at their first task, and hold what this one held then: it need not be sent to them."""

    jobs: int
    """How many they are."""


@contextmanager
def processes(jobs: int, *, forked: bool = sys.platform.startswith("linux")) -> Iterator[Executor]:
    """Open an executor of `jobs` processes.

    On Linux they are forked and inherit what is already loaded (0.1 s a process saved); elsewhere, and where a program
    has threads and sockets that they must not inherit, they are spawned.
    """
    context = multiprocessing.get_context("fork" if forked else "spawn")
    kind = Heirs if forked else ProcessPoolExecutor
    executor = kind(jobs, mp_context=context, initializer=end_with_parent)
    if isinstance(executor, Heirs):
        executor.jobs = jobs
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


def end_with_parent() -> None:
    """Leave Ctrl-C to the parent, and watch it from a thread: an orphan of kill -9 would wait for work for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
