"""Commands whose calls to the file system are counted, failed or noted by calls.c.

A process with calls.c preloaded imports all that a build needs, builds once, and forks for each command that is asked for.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from newsgen.cli.main import COMMANDS, main
from newsgen.pipeline.load import run_load
from newsgen.pipeline.project import open_project
from newsgen.pipeline.report import RunOptions
from tests.support.archives import AS_OF, build, four, record, write

CRASH, HALF, STOP = -1, -2, -3
"""Faults of calls.c beside numbers of errors."""
KILLED, STOPPED = -9, -19
SOURCE = Path(__file__).with_name("calls.c")
BUILD = ["build", "--as-of", AS_OF.isoformat(), "--jobs", "1", "--no-search"]


class Run(NamedTuple):
    """How a command ended."""

    code: int
    """Exit code; KILLED if it was killed, STOPPED if it waits for `Builder.go_on`."""
    calls: int
    """Number of calls below the archive; 0 if it was killed or waits."""
    said: str
    """Standard output and error."""
    group: int
    """Number of its group of processes."""


class Builder:
    """Runs commands, by default builds, one after another."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def run(self, root: Path, *arguments: str, **how: object) -> Run:
        """Run a command in an archive.

        Args:
            root: the archive.
            arguments: of the command; those of `BUILD` if there are none.
            how: `call` and `fault`: the number of a call, from 1, and what happens there; `log`: file for all calls;
                `kill_after`: seconds; `limit`: bytes of the largest file that may be written; `user`: its number.
        """
        return self._ask([str(root), arguments or BUILD, how])

    def go_on(self) -> Run:
        """Let the stopped command run to its end."""
        return self._ask([])

    def _ask(self, order: list[object]) -> Run:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(order, default=str) + "\n")
        self.process.stdin.flush()
        return Run(*json.loads(self.process.stdout.readline()))


@contextmanager
def started_builder(library: Path) -> Iterator[Builder]:
    """Start the process that forks; `library` is where calls.c is compiled to."""
    compiled = ["cc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", str(library), str(SOURCE), "-ldl"]
    subprocess.run(compiled, check=True)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.torture.faulty"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=SOURCE.parents[2],
        env=os.environ | {"LD_PRELOAD": str(library)},
    ) as process:
        try:
            yield Builder(process)
        finally:
            process.kill()


def _serve() -> None:
    """Answer each order of `Builder` on standard input with a line on standard output."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        archive, said, counted = (Path(folder, name) for name in ("archive", "said", "counted"))
        for module in {place.partition(":")[0] for place, _ in COMMANDS.values()}:
            importlib.import_module(f"newsgen.cli.{module}")
        write(archive, four())
        build(archive, user_cache=None)  # imports what compiles templates
        for files in (
            four(),
            {"articles/more.md": record("More")},
            {"seeds/a.txt": "A canal\n\nIt is open.\n"},
        ):
            write(archive, files)
            run_load(open_project(archive), RunOptions(AS_OF))
            build(archive)  # imports all that a build needs
        for line in sys.stdin:
            if order := json.loads(line):
                said.write_text("")
                counted.write_text("0")
                if not (child := os.fork()):
                    _run(*order, said, counted)
                if seconds := order[2].get("kill_after"):
                    time.sleep(seconds)
                    os.kill(child, signal.SIGKILL)
            else:
                os.kill(child, signal.SIGCONT)
            _, status = os.waitpid(child, os.WUNTRACED)
            code = STOPPED if os.WIFSTOPPED(status) else os.waitstatus_to_exitcode(status)
            answer = json.dumps([code, int(counted.read_text()), said.read_text(encoding="utf-8"), child])
            sys.stdout.write(answer + "\n")
            sys.stdout.flush()


def _run(root: str, arguments: list[str], how: dict[str, Any], said: Path, counted: Path) -> None:
    """Be `newsgen` in an archive; never return."""
    shim, code, result = ctypes.CDLL(None), 0, os.open(counted, os.O_WRONLY)
    output = os.open(said, os.O_WRONLY | os.O_APPEND)
    notes = os.open(how["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC) if "log" in how else -1
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.setsid()
    os.chdir(root)
    sys.argv[1:] = arguments
    if "limit" in how:
        resource.setrlimit(resource.RLIMIT_FSIZE, (how["limit"], resource.RLIM_INFINITY))
    if "user" in how:
        cache = said.with_name("cache")
        cache.mkdir(exist_ok=True)
        os.chown(cache, how["user"], -1)
        os.environ["XDG_CACHE_HOME"] = str(cache)
        os.setuid(how["user"])
    shim.calls_watch(root.encode(), how.get("call", 0), how.get("fault", 0), notes)
    try:
        main()
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else bool(error.code)
    except BaseException:  # noqa: BLE001 - what Python does with an error that nobody handles
        sys.excepthook(*sys.exc_info())
        code = 1
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    calls = shim.calls_counted()
    shim.calls_watch(b"", 0, 0, -1)
    sys.stdout.flush()
    sys.stderr.flush()
    os.write(result, str(calls).encode())
    os._exit(code)


if __name__ == "__main__":
    _serve()
