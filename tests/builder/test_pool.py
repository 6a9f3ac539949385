"""Worker processes that die with their parent."""

from __future__ import annotations

import os
import signal
import sys
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pytest

from newsgen.builder.build import build
from newsgen.builder.workers import Heirs, processes
from newsgen.errors import OutputError, Problem
from newsgen.renderer.page import Blob
from tests.builder.samples import order, places
from tests.support.waiting import eventually, running, started

PARENT = """
import os, sys, time
from pathlib import Path
from newsgen.builder.pool import processes

def work(number):
    Path(sys.argv[1], str(os.getpid())).touch()
    while True:
        time.sleep(3600)

with processes(3) as executor:
    list(executor.map(work, range(3)))
"""


def test_work_is_done_in_other_processes() -> None:
    with processes(2) as executor:
        assert list(executor.map(abs, [-1, -2, -3])) == [1, 2, 3]
        pid = executor.submit(os.getpid).result()
    assert pid != os.getpid()
    assert not running(pid)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")
def test_the_process_that_waits_for_forked_ones_works_too(tmp_path: Path) -> None:
    """With two jobs there is one other; each does something, the results are in order, and no process is left."""
    with Heirs(2) as executor:
        found = list(executor.share(_meet, range(8), [tmp_path] * 8))
    assert [number for number, _ in found] == list(range(8))
    pids = {pid for _, pid in found}
    assert len(pids) == 2
    assert os.getpid() in pids
    assert not any(map(running, pids - {os.getpid()}))


def _meet(number: int, folder: Path) -> tuple[int, int]:
    """Wait until two processes have come here."""
    (folder / str(os.getpid())).touch()
    eventually(lambda: len(list(folder.iterdir())) == 2)
    return number, os.getpid()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")
def test_while_others_do_all_tasks_this_process_may_do_something_else(tmp_path: Path) -> None:
    """It is done while they work, for they wait for it."""
    done = tmp_path / "done"
    with processes(2, forked=True, meanwhile=done.touch) as executor:
        assert os.getpid() not in executor.map(_wait_for, [done] * 3)


def _wait_for(file: Path) -> int:
    eventually(file.exists)
    return os.getpid()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")
def test_the_first_of_several_errors_is_raised(tmp_path: Path) -> None:
    """Whoever met them, as if one process had done all in order."""
    seen = []
    with Heirs(2) as executor, pytest.raises(OutputError, match="no 3"):
        seen += executor.share(_refuse, range(8), [tmp_path] * 8)


def _refuse(number: int, folder: Path) -> int:
    _meet(number, folder)
    if number > 2:
        raise OutputError(Problem("", 0, 0, f"no {number}"))
    return number


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
    with processes(1) as executor:
        pid = executor.submit(os.getpid).result()
        os.kill(pid, signal.SIGINT)
        assert executor.submit(os.getpid).result() == pid


def test_an_error_leaves_no_work_behind(tmp_path: Path) -> None:
    """What has not begun when the block ends is not done."""
    with pytest.raises(ZeroDivisionError):
        _fail_midway(tmp_path)
    assert len(list(tmp_path.iterdir())) < 1000


def _fail_midway(folder: Path) -> None:
    with processes(1) as executor:
        for number in range(1000):
            executor.submit(_touch, folder / str(number))
        raise ZeroDivisionError


def _touch(path: Path) -> None:
    path.touch()


class Deadly(bytes):
    """Bytes that kill the process that writes them, as the system does when memory runs out."""

    parent = os.getpid()

    def __new__(cls, sign: Path) -> Deadly:
        """`sign` is made before; the process that is not killed waits for it."""
        made = super().__new__(cls, b"x")
        made.sign = sign
        return made

    def __bool__(self) -> bool:
        if os.getpid() != self.parent:
            self.sign.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        eventually(self.sign.exists)
        return True


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")
def test_forked_processes_hold_what_was_there(tmp_path: Path) -> None:
    """Views are not sent to them."""

    class Unsendable(bytes):
        def __reduce__(self) -> str:
            raise AssertionError

    plan = [Blob(f"{n}", Unsendable(b"x")) for n in range(300)]
    build(order(tmp_path), places(tmp_path), plan, executor=lambda: processes(2, forked=True))
    assert (tmp_path / "site/299").read_bytes() == b"x"


def test_a_worker_that_is_killed_is_told_and_the_site_stands(tmp_path: Path) -> None:
    plan = [Blob(f"{n}", b"old") for n in range(300)]
    build(order(tmp_path), places(tmp_path), plan)
    worse = [Blob(f"{n}", b"new" if n % 50 else Deadly(tmp_path / "sign")) for n in range(300)]
    with pytest.raises(OutputError, match="a process that renders was killed; build again") as caught:
        build(order(tmp_path), places(tmp_path), worse, executor=lambda: processes(2))
    assert isinstance(caught.value.__cause__, BrokenExecutor)
    assert {path.read_bytes() for path in (tmp_path / "site").glob("[0-9]*")} == {b"old"}
