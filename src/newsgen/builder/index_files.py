"""What the indexer made, looked at before it is published."""

from __future__ import annotations

import filecmp
import os
import shutil
import signal
import subprocess
from pathlib import Path

import msgspec

from newsgen.builder.index_order import put_in_order
from newsgen.builder.index_service import receive
from newsgen.builder.manifest import scan
from newsgen.builder.places import Places
from newsgen.builder.searched import Outcome, failed
from newsgen.errors import NewsgenError

_UNUSED = ("pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-component-ui.*", "pagefind-highlight.js")
"""Pagefind's own interfaces, which the search page does not load."""


def finished(
    process: subprocess.Popen[bytes], places: Places, documents: int, digest: bytes, kept: Outcome
) -> Outcome:
    """Wait for the indexer and look at what it made.

    Args:
        process: the indexer.
        places: where it works.
        documents: how many it was given.
        digest: over all of them.
        kept: what stays if it fails, or made just the same.
    """
    folder = places.search / "index"
    try:
        given = process.stdout is not None and receive(process, folder)
        seconds, memory = _wait(process, kill=given)
        kept = msgspec.structs.replace(kept, seconds=seconds, memory=memory)
        if process.returncode and not given:
            return failed(kept, _end(process.returncode, places.search / "log"))
        shutil.rmtree(places.search / "documents")
        entry = msgspec.json.decode((folder / "pagefind-entry.json").read_bytes())
        pages = sum(language["page_count"] for language in entry["languages"].values())
        if pages != documents:
            return failed(kept, f"it holds {pages:,} of {documents:,} articles")
        _tidy(folder)
        if kept.folder and _same(folder, kept.folder):
            return msgspec.structs.replace(kept, digest=digest)
        return msgspec.structs.replace(kept, folder=folder, digest=digest, fresh=True)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, NewsgenError) as error:
        why = error.problems[0].message if isinstance(error, NewsgenError) else str(error)
        return failed(kept, f"what pagefind wrote cannot be used: {why}")


def _wait(process: subprocess.Popen[bytes], *, kill: bool) -> tuple[float, int]:
    """Wait for the indexer to end; its processor time in seconds and its memory in bytes, where the system tells."""
    if not hasattr(os, "wait4"):
        if kill:
            process.kill()
        process.wait()
        return 0.0, 0
    if kill:
        os.kill(process.pid, signal.SIGKILL)  # `process.kill` may reap it, and what it used is lost
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


def _end(code: int, log: Path) -> str:
    """Say how the indexer ended."""
    if code < 0:
        hint = ", which is what a system does that has no memory left" if code == -signal.SIGKILL else ""
        return f"pagefind was killed by signal {-code}{hint}"
    said = log.read_text(encoding="utf-8", errors="replace").split("\n")
    last = next((line.strip() for line in reversed(said) if line.strip()), "it said nothing")
    return f"pagefind ended with {code}: {last}"


def _tidy(folder: Path) -> None:
    """Drop what the search page does not load, bring the rest in order, give modes that do not depend on the umask."""
    for pattern in _UNUSED:
        for path in folder.glob(pattern):
            path.unlink()
    put_in_order(folder)
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _same(one: Path, other: Path) -> bool:
    """Tell whether two folders hold the same files, byte for byte."""
    first, second = scan(one), scan(other)
    if {path: stamp.size for path, stamp in first.items()} != {path: s.size for path, s in second.items()}:
        return False
    return all(filecmp.cmp(one / path, other / path, shallow=False) for path in first)
