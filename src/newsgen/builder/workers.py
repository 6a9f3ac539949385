"""Worker processes that end with their parent; executors of Dask clusters."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import Any

from newsgen.errors import OutputError, Problem

_PR_SET_PDEATHSIG = 1


class ForkedPool(ProcessPoolExecutor):
    """Processes that are forked at the first task, so that they inherit this process's memory."""


@contextmanager
def open_workers(jobs: int, *, fork: bool = True) -> Iterator[Executor]:
    """Open a pool of `jobs` processes, forked on Linux if `fork` is True, spawned otherwise."""
    if fork and sys.platform.startswith("linux"):
        pool: Executor = ForkedPool(jobs, multiprocessing.get_context("fork"), exit_with_parent)
    else:
        pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), exit_with_parent)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def exit_with_parent() -> None:
    """Ignore Ctrl-C, which the parent handles; exit when the parent dies, because an orphan would wait forever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_exit_after, args=(parent.sentinel,), daemon=True).start()


def _exit_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def make_parent_death_hook() -> Callable[[], None] | None:
    """Return a function for a child process to call before execve(2), so that the kernel kills it when its parent dies.

    None if the system is not Linux. Source: prctl(2), PR_SET_PDEATHSIG; it survives execve(2).
    """
    prctl = getattr(ctypes.CDLL(None), "prctl", None) if sys.platform.startswith("linux") else None
    if prctl is None:
        return None
    return lambda: prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


SCHEME = "dask://"
_PATIENCE = 20
"""Seconds in which a scheduler must answer."""


@contextmanager
def connect_to_dask(address: str) -> Iterator[Executor]:
    """Open an executor that runs tasks on a Dask cluster; another worker repeats the chunk of a worker that dies.

    Args:
        address: the scheduler's HOST:PORT. Its workers need this version of newsgen, and the archive and its .newsgen/
            under the same paths as on this machine.

    Raises:
        OutputError: Dask is not installed, or no scheduler answers.
        BrokenExecutor: a chunk of pages killed worker after worker.
    """
    try:
        from distributed import Client, KilledWorker
    except ImportError as error:
        problem = Problem("", 0, 0, "Dask is not installed", "run pip install 'newsgen[cluster]'")
        raise OutputError(problem) from error
    try:
        connect: Any = Client  # not typed
        client = connect(f"tcp://{address}", timeout=_PATIENCE, set_as_default=False)
    except OSError as error:
        problem = Problem(
            "", 0, 0, f"no Dask scheduler answers at {address}", "start one with dask scheduler"
        )
        raise OutputError(problem) from error
    with client:
        try:
            yield client.get_executor(pure=False)
        except KilledWorker as error:
            raise BrokenExecutor(str(error)) from error
