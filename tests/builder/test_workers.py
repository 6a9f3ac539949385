"""Worker processes that die with their parent."""

from __future__ import annotations

import os
import signal
import sys
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pytest

from newsgen.builder.build import build
from newsgen.builder.workers import open_workers
from newsgen.errors import OutputError
from newsgen.renderer.page import Blob, Page
from newsgen.renderer.views import View
from tests.builder.samples import order, places
from tests.support.waiting import eventually, running, started

PARENT = """
import os, sys, time
from pathlib import Path
from newsgen.builder.workers import open_workers

def work(number):
    Path(sys.argv[1], str(os.getpid())).touch()
    while True:
        time.sleep(3600)

with open_workers(3) as executor:
    list(executor.map(work, range(3)))
"""


def test_work_is_done_in_other_processes() -> None:
    with open_workers(2) as executor:
        assert list(executor.map(abs, [-1, -2, -3])) == [1, 2, 3]
        pid = executor.submit(os.getpid).result()
    assert pid != os.getpid()
    assert not running(pid)


def test_no_worker_outlives_a_killed_parent(tmp_path: Path) -> None:
    """Not even one that is busy for ever."""
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    found = tmp_path / "workers"
    found.mkdir()
    with started([sys.executable, str(script), str(found)]):
        eventually(lambda: len(list(found.iterdir())) == 3)
        workers = [int(path.name) for path in found.iterdir()]
        assert all(map(running, workers))
    eventually(lambda: not any(map(running, workers)))


def test_ctrl_c_is_left_to_the_parent() -> None:
    """A terminal sends it to the workers too; they must not print a traceback each."""
    with open_workers(1) as executor:
        pid = executor.submit(os.getpid).result()
        os.kill(pid, signal.SIGINT)
        assert executor.submit(os.getpid).result() == pid


def test_an_error_leaves_no_work_behind(tmp_path: Path) -> None:
    """What has not begun when the block ends is not done."""
    with pytest.raises(ZeroDivisionError):
        _fail_midway(tmp_path)
    assert len(list(tmp_path.iterdir())) < 1000


def _fail_midway(folder: Path) -> None:
    with open_workers(1) as executor:
        for number in range(1000):
            executor.submit(_touch, folder / str(number))
        raise ZeroDivisionError


def _touch(path: Path) -> None:
    path.touch()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")
def test_forked_processes_hold_what_was_there(tmp_path: Path) -> None:
    """Views are not sent to them."""

    class Unsendable(bytes):
        def __reduce__(self) -> str:
            raise AssertionError

    plan = [Blob(f"{n}", Unsendable(b"x")) for n in range(300)]
    build(order(tmp_path), places(tmp_path), plan, executor=lambda: open_workers(2, fork=True))
    assert (tmp_path / "site/299").read_bytes() == b"x"


_PARENT = os.getpid()


def _die() -> View:
    """Gather a view; the system kills the process, as it does when memory runs out."""
    if os.getpid() != _PARENT:
        os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")
def test_a_killed_worker_is_an_error_and_the_site_stays(tmp_path: Path) -> None:
    plan = [Blob(f"{n}", b"old") for n in range(300)]
    build(order(tmp_path), places(tmp_path), plan, jobs=2)
    worse = [*(Blob(f"{n}", b"new") for n in range(300)), Page("x.html", "x.html", _die)]
    with pytest.raises(OutputError, match="a process that renders was killed; build again") as caught:
        build(order(tmp_path), places(tmp_path), worse, jobs=2)
    assert isinstance(caught.value.__cause__, BrokenExecutor)
    assert {path.read_bytes() for path in (tmp_path / "site").glob("[0-9]*")} == {b"old"}
