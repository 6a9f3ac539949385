"""The door to Pagefind: the index of a whole archive, made beside the rendering.

Pagefind's own program reads small files made for the index alone (`documents`). Its output has other names on every
run, so an index is made only when what goes into it changed, and else stays as it is, byte for byte.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import msgspec

from newsgen.builder.lineage import die_with_parent
from newsgen.builder.manifest import Index
from newsgen.builder.places import Places
from newsgen.builder.searched import Finish, Outcome, Searched
from newsgen.errors import NewsgenError, OutputError, Problem

LANGUAGE = "und"
"""One index for all languages, without stemming: word stems of one language are wrong in the others."""
_UNUSED = ("pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-component-ui.*", "pagefind-highlight.js")
"""Pagefind's own interfaces, which the search page does not load."""
_MANY = 256
"""Documents from which on workers write them."""


@contextmanager
def indexing(
    root: Path,
    places: Places,
    wanted: Searched | None,
    old: Index,
    standing: Path,
    executor: Callable[[], AbstractContextManager[Executor]] | None = None,
) -> Iterator[Finish]:
    """Index beside what the block does; a failure is an outcome and raises nothing.

    Args:
        root: the archive.
        places: where to work.
        wanted: None if there shall be no index.
        old: the index that stands in the output.
        standing: its folder.
        executor: for many documents.
    """
    if places.search.exists():
        shutil.rmtree(places.search)
    kept = Outcome(standing, old.digest) if old.files else Outcome()
    if wanted is None or not wanted.documents:
        yield Outcome
    elif old.files and old.digest == wanted.digest:
        yield lambda: kept
    else:
        try:
            process = _start(root, places, wanted, executor)
        except (NewsgenError, OSError, BrokenExecutor) as error:
            failed = _failed(
                kept, error.problems[0].message if isinstance(error, NewsgenError) else str(error)
            )
            yield lambda: failed
            return
        try:
            yield lambda: _finish(process, places, wanted, kept)
        finally:
            if process.returncode is None:
                process.kill()
                process.wait()


def _start(
    root: Path,
    places: Places,
    wanted: Searched,
    executor: Callable[[], AbstractContextManager[Executor]] | None,
) -> subprocess.Popen[bytes]:
    """Write the documents and start Pagefind on them."""
    from newsgen.builder.documents import write_documents

    program = _program()
    documents = places.search / "documents"
    documents.mkdir(parents=True)
    if executor is None or len(wanted.documents) < _MANY:
        write_documents(root, documents, wanted.documents, wanted.words, None)
    else:
        with executor() as pool:
            write_documents(root, documents, wanted.documents, wanted.words, pool)
    command = [str(program), "--site", str(documents), "--output-path", str(places.search / "index")]
    command += ["--force-language", LANGUAGE, "--keep-index-url", "--quiet"]
    with (places.search / "log").open("wb") as log:
        return subprocess.Popen(
            command,
            cwd=places.search,  # no pagefind.toml of somebody's is read
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            preexec_fn=die_with_parent(),
        )


def _program() -> Path:
    """Find Pagefind's program.

    Raises:
        OutputError: it is not installed.
    """
    try:
        from pagefind.service import get_executable

        found = get_executable()
    except (ImportError, FileNotFoundError):
        found = None
    if found is None:
        raise OutputError(Problem("", 0, 0, "pagefind is not installed"))
    return found


def _finish(process: subprocess.Popen[bytes], places: Places, wanted: Searched, kept: Outcome) -> Outcome:
    """Wait for the indexer and look at what it made."""
    seconds, memory = _wait(process)
    folder = places.search / "index"
    try:
        entry = msgspec.json.decode((folder / "pagefind-entry.json").read_bytes())
        pages = sum(language["page_count"] for language in entry["languages"].values())
        if process.returncode == 0 and pages == len(wanted.documents):
            _tidy(folder)
            shutil.rmtree(places.search / "documents")
            return Outcome(folder, wanted.digest, True, seconds, memory)
        why = f"it indexed {pages:,} of {len(wanted.documents):,} articles"
    except (OSError, msgspec.DecodeError, KeyError, TypeError, AttributeError) as error:
        why = str(error)
    if process.returncode:
        said = (places.search / "log").read_text(encoding="utf-8", errors="replace").split("\n")
        last = next((line.strip() for line in reversed(said) if line.strip()), "")
        code = process.returncode
        why = f"pagefind was killed by signal {-code}" if code < 0 else f"pagefind ended with {code}: {last}"
    return _failed(msgspec.structs.replace(kept, seconds=seconds, memory=memory), why)


def _wait(process: subprocess.Popen[bytes]) -> tuple[float, int]:
    """Wait for the indexer to end; its processor time in seconds and its memory in bytes, where the system tells."""
    if not hasattr(os, "wait4"):
        process.wait()
        return 0.0, 0
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


def _tidy(folder: Path) -> None:
    """Drop what the search page does not load, and give modes that do not depend on the umask."""
    for pattern in _UNUSED:
        for path in folder.glob(pattern):
            path.unlink()
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _failed(kept: Outcome, why: str) -> Outcome:
    left = "readers search the old one" if kept.folder else "readers cannot search"
    remedy = 'build again, pip install "pagefind[bin]" if it is missing, or say --no-search'
    message = f"the search index could not be made: {why} (the site is published, {left})"
    return msgspec.structs.replace(kept, problem=Problem("", 0, 0, message, remedy, "search-index"))
