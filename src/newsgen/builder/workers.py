"""Worker processes that die with their parent."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.connection import wait
from typing import Any, Generic, TypeVar

from newsgen.errors import NewsgenError

T = TypeVar("T")


def _nothing() -> None:
    """Wait for the tasks."""


class Heirs(ProcessPoolExecutor):
    """Processes that are forked at their first task, and hold what this one held then: it need not be sent to them."""

    def __init__(self, jobs: int, meanwhile: Callable[[], None] = _nothing) -> None:
        """Name the number of processes, and what this one does when it has handed over all tasks of a `map`."""
        super().__init__(jobs, multiprocessing.get_context("fork"), end_with_parent)
        self.jobs, self.meanwhile = jobs, meanwhile
        self._ending: list[threading.Thread] = []

    def map(
        self,
        fn: Callable[..., T],
        *iterables: Iterable[Any],
        timeout: float | None = None,
        chunksize: int = 1,
    ) -> Iterator[T]:
        """Do tasks as any executor does."""
        results = super().map(fn, *iterables, timeout=timeout, chunksize=chunksize)
        self.meanwhile()
        return results

    def share(self, fn: Callable[..., T], *iterables: Iterable[Any]) -> Iterator[T]:
        """Do tasks as `map` does, this process among the others; who has done one takes the next.

        So there is one process fewer that comes to hold a copy of what all of them touch, which is most of the memory of a
        build. Only for tasks whose arguments and results are small: while this process computes, its threads send and
        receive slowly. The others are waited for in `shutdown` only, for to end takes one with a large memory 10 ms.
        """
        others = max(self.jobs - 1, 1)
        pool = ProcessPoolExecutor(others, multiprocessing.get_context("fork"), end_with_parent)
        try:
            calls = list(zip(*iterables, strict=False))
            shared = _Shared(pool, fn, calls)
            fair = len(calls) * others // (others + 1)
            for _one in range(min(fair, 2 * others)):  # two for each: none shall wait while this one is busy
                shared.hand_over()
            yield from shared.results()
        finally:
            self._ending.append(threading.Thread(target=partial(pool.shutdown, cancel_futures=True)))
            self._ending[-1].start()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End all processes, as any executor does."""
        super().shutdown(wait, cancel_futures=cancel_futures)
        for thread in self._ending if wait else ():
            thread.join()


class _Shared(Generic[T]):
    """Tasks of which each process takes another when it has done one.

    No task is taken back from the pool, for if a process is killed, the pool trips over one that was cancelled.
    """

    def __init__(self, pool: Executor, fn: Callable[..., T], calls: list[tuple[Any, ...]]) -> None:
        self._pool, self._fn, self._calls = pool, fn, calls
        self._todo = deque(range(len(calls)))
        self._results: dict[int, Future[T]] = {number: Future() for number in self._todo}

    def hand_over(self) -> None:
        """Give the first task that is left to the pool, and the next one when that is done."""
        with suppress(IndexError):
            number = self._todo.popleft()
            try:
                given = self._pool.submit(self._fn, *self._calls[number])
            except RuntimeError as error:  # a process was killed
                self._results[number].set_exception(error)
            else:
                given.add_done_callback(partial(self._keep, number))

    def _keep(self, number: int, given: Future[T]) -> None:
        """Take what another process did; in a thread of the pool."""
        if given.cancelled():
            return
        if error := given.exception():
            self._todo.clear()
            self._results[number].set_exception(error)
        else:
            self._results[number].set_result(given.result())
            self.hand_over()

    def results(self) -> Iterator[T]:
        """Yield what became of the tasks, in order; while the next is not there, do another one."""
        try:
            for number in range(len(self._calls)):
                while not self._results[number].done() and self._do_next():
                    pass
                found = self._results[number].result()
                del self._results[number]
                yield found
        finally:
            self._todo.clear()

    def _do_next(self) -> bool:
        """Do a task in this process; False if none is left."""
        try:
            number = self._todo.popleft()
        except IndexError:
            return False
        try:
            self._results[number].set_result(self._fn(*self._calls[number]))
        except NewsgenError as error:  # raised when it is its turn, as one of another process
            self._results[number].set_exception(error)
        return True


@contextmanager
def processes(
    jobs: int,
    *,
    forked: bool = sys.platform.startswith("linux"),
    meanwhile: Callable[[], None] = _nothing,
) -> Iterator[Executor]:
    """Open an executor of `jobs` processes.

    On Linux they are forked and inherit what is already loaded (0.1 s a process saved); elsewhere, and where a program
    has threads and sockets that they must not inherit, they are spawned. `meanwhile` is as in `Heirs`.
    """
    executor = (
        Heirs(jobs, meanwhile)
        if forked
        else ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), end_with_parent)
    )
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


_PR_SET_PDEATHSIG = 1


def die_with_parent() -> Callable[[], None] | None:
    """What a child runs before its program, so that the kernel kills it when its parent dies; None where that is not Linux.

    Source: prctl(2), PR_SET_PDEATHSIG; it survives execve(2).
    """
    if not sys.platform.startswith("linux"):
        return None
    try:
        prctl = ctypes.CDLL(None).prctl
    except AttributeError:
        return None

    def bind() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)

    return bind
