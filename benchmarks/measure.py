"""A command's wall time, processor time and memory, all of its processes together."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

_PAUSE = 0.05


class Run(msgspec.Struct, frozen=True):
    """What one run of a command took."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds of all processes that were waited for, user and system."""
    memory: int
    """Greatest sum of all processes' memory in bytes, pages that they share counted once; 0 if it was not asked for."""


def run(
    command: Sequence[str], folder: Path, *, memory: bool = False, env: Mapping[str, str] | None = None
) -> Run:
    """Run a command to its end.

    Args:
        command: the program and its arguments.
        folder: where it runs.
        memory: watch the memory too; it costs a little time, so runs that are timed go without.
        env: variables beside those of this process, of which the one that forbids Python's byte code is left out.

    Raises:
        RuntimeError: it failed; with what it said.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**_ordinary(), **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    peak = [0]
    watcher = threading.Thread(target=_watch, args=(process, peak), daemon=True) if memory else None
    if watcher:
        watcher.start()
    said = process.communicate()[0]
    wall = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if watcher:
        watcher.join()
    if process.returncode:
        raise RuntimeError(
            f"{' '.join(command)} exited with {process.returncode}: {said.decode(errors='replace')}"
        )
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(wall, cpu, peak[0])


def _ordinary() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _watch(process: subprocess.Popen[bytes], peak: list[int]) -> None:
    """Add up the proportional set sizes of the processes of the command's session, again and again."""
    while process.poll() is None:
        peak[0] = max(peak[0], sum(map(_pss, _members(process.pid))))
        time.sleep(_PAUSE)


def _members(session: int) -> list[str]:
    """Processes of a session, by number. Source: proc(5), /proc/PID/stat field 6."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it ended a moment ago
            if fields[3] == str(session):
                found.append(entry.name)
    return found


def _pss(pid: str) -> int:
    """Memory of a process in bytes, its share of shared pages. Source: proc(5), /proc/PID/smaps_rollup."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
