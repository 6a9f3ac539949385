"""The door to Dask, which renders pages on an existing cluster.

Dask does all scheduling. If a worker dies, another one starts its chunk again and writes the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor
from contextlib import contextmanager
from typing import Any

from newsgen.errors import OutputError, Problem

SCHEME = "dask://"
_PATIENCE = 20
"""Seconds in which a scheduler must answer."""


@contextmanager
def open_cluster(address: str) -> Iterator[Executor]:
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
