"""What renders: the processes of --jobs, or the cluster of --executor."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import click

from newsgen.pipeline.report import OpenExecutor

if TYPE_CHECKING:
    from concurrent.futures import Executor


def workers(jobs: int | None = None, meanwhile: Callable[[], None] | None = None) -> OpenExecutor | None:
    """Say how to open as many processes, or one for each core; None where one alone would work.

    What opens them is imported only when they are opened: most runs find too little to do. `meanwhile` is what this
    process may do while they work.
    """
    number = jobs or os.cpu_count() or 1

    def opened() -> AbstractContextManager[Executor]:
        from newsgen.builder.pool import processes

        return processes(number, meanwhile=meanwhile) if meanwhile else processes(number)

    return opened if number > 1 else None


def renderers(executor: str | None, jobs: int | None = None) -> OpenExecutor | None:
    """Say how to open what renders pages: the cluster that --executor names, else `workers`."""
    if executor is None:
        return workers(jobs)

    def opened() -> AbstractContextManager[Executor]:
        from newsgen.builder.cluster import SCHEME, cluster

        return cluster(executor.removeprefix(SCHEME))

    return opened


def checked_cluster(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Let the address of a cluster through if it has the form of one."""
    if value and not re.fullmatch(r"dask://(?:[\w.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}", value, re.ASCII):
        raise click.BadParameter(f"{value!r} is no address of a cluster; write dask://HOST:PORT")
    return value
