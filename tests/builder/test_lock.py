"""One build at a time."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from contextlib import AbstractContextManager
from multiprocessing.connection import wait
from pathlib import Path

import pytest

from newsgen.builder.paths import hold_lock
from newsgen.errors import BusyError
from tests.support.waiting import started

HOLD = """
import os, sys
from pathlib import Path
from newsgen.builder.paths import hold_lock
with hold_lock(Path(sys.argv[1]), "site"):
    child = os.fork() if sys.argv[2] == "fork" else 1
    if child:
        print(child, flush=True)
    sys.stdin.read()
"""


def holder(path: Path, how: str) -> AbstractContextManager[subprocess.Popen[str]]:
    """A process that holds the lock until its standard input ends, perhaps with a forked child."""
    command = [sys.executable, "-c", HOLD, str(path), how]
    return started(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def test_a_second_process_is_refused_until_the_first_has_ended(tmp_path: Path) -> None:
    """With the exit code for "try again later" and a remedy."""
    path = tmp_path / "state/lock"
    with holder(path, "alone") as process:
        assert process.stdout
        process.stdout.readline()
        with pytest.raises(BusyError) as caught, hold_lock(path, "site"):
            pass
        assert str(caught.value) == "another build is writing site; wait until it has ended, then build again"
        assert caught.value.exit_code == 75
        process.communicate()
    with hold_lock(path, "site"):
        pass


def test_kill_frees_the_lock_although_a_forked_worker_lives_on(tmp_path: Path) -> None:
    """A pool orphaned by kill -9 must not keep every later build out."""
    path = tmp_path / "lock"
    with holder(path, "fork") as process:
        assert process.stdout
        child = int(process.stdout.readline())
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        os.kill(child, 0)
        with hold_lock(path, "site"):
            pass
        os.kill(child, 0)  # the worker lived all the time; it ends with its standard input


def test_a_worker_that_ends_does_not_free_the_lock_of_its_parent(tmp_path: Path) -> None:
    """Whoever closes the file frees a POSIX lock, but only its own."""
    path = tmp_path / "lock"
    context = multiprocessing.get_context("fork")
    with hold_lock(path, "site"):
        worker = context.Process(target=os.getpid)
        worker.start()
        assert wait([worker.sentinel], 60)
        worker.join()
        command = [sys.executable, "-c", HOLD, str(path), "alone"]
        other = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert "BusyError" in other.stderr
