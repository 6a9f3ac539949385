"""A cluster renders the pages, and a worker that dies makes no difference."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsgen.builder.render import CHUNK
from newsgen.builder.workers import connect_to_dask
from newsgen.errors import OutputError
from newsgen.pipeline.build import run_build
from newsgen.pipeline.project import open_project
from newsgen.pipeline.report import RunOptions
from tests.conftest import Require
from tests.support.archives import AS_OF, build, many, tree, write

pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("default")]


@pytest.fixture
def scheduler(
    require: Require, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[str, list[int]]]:
    """A local cluster of two worker processes: its address, and the workers' numbers."""
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        require(None, "Dask is not installed")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2] / "src"))
    with (
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            local_directory=str(tmp_path / "dask"),
        ) as local,
        Client(local) as client,
    ):
        yield local.scheduler_address.removeprefix("tcp://"), list(client.run(os.getpid).values())


def test_the_site_is_the_same_though_a_worker_is_killed(
    tmp_path: Path, scheduler: tuple[str, list[int]]
) -> None:
    address, workers = scheduler
    archive = many(700)
    for name in ("alone", "together"):
        write(tmp_path / name, archive | {"newsgen.toml": '[site]\ntitle = "T"\n[search]\nenabled = false\n'})
    build(tmp_path / "alone")
    killed = []

    def kill(done: int, total: int) -> None:
        if not killed and done >= CHUNK:
            assert done < total / 4
            killed.append(workers[0])
            os.kill(workers[0], signal.SIGKILL)

    project, options = open_project(tmp_path / "together"), RunOptions(as_of=AS_OF)
    run_build(project, options, executor=lambda: connect_to_dask(address), progress=kill)
    assert killed
    assert tree(tmp_path / "together/site") == tree(tmp_path / "alone/site")


def test_no_scheduler_is_an_error_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsgen.builder.workers._PATIENCE", 1)
    with (
        pytest.raises(OutputError, match=r"no Dask scheduler answers at 127\.0\.0\.1:9"),
        connect_to_dask("127.0.0.1:9"),
    ):
        pass
