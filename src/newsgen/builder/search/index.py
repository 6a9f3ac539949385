"""The door to Pagefind: the index of a whole archive, made beside the rendering.

Pagefind's own program reads small files made for the index alone (`documents`). An index is made only when what goes
into it changed, and else stays as it is, byte for byte.
"""

from __future__ import annotations

import filecmp
import hashlib
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from newsgen.builder.output import Index, scan
from newsgen.builder.paths import Places
from newsgen.builder.search.pagefind import put_in_order, receive
from newsgen.builder.workers import die_with_parent
from newsgen.errors import NewsgenError, OutputError, Problem
from newsgen.model import Body
from newsgen.renderer.pages.search import Document

if TYPE_CHECKING:
    import subprocess
    from concurrent.futures import Executor

LANGUAGE = "und"
"""One index for all languages, without stemming: word stems of one language are wrong in the others."""
_MANY = 256
"""Documents from which on workers write them."""
_IN_ORDER = 2_000
"""Documents up to which Pagefind is told their order.

Its service makes each index twice before it writes it (1.5.2): at 10,000 whole texts that is a quarter more processor time.
"""

Workers = Callable[[], "AbstractContextManager[Executor]"]
"""Opens workers."""


@contextmanager
def indexing(
    root: Path,
    places: Places,
    wanted: Searched | None,
    engine: str,
    old: Index,
    executor: Workers | None = None,
) -> Iterator[Finish]:
    """Index beside what the block does; a failure is an outcome and raises nothing.

    Args:
        root: the archive.
        places: where to work.
        wanted: None if there shall be no index.
        engine: stands for the versions of newsgen and of Pagefind.
        old: the index that stands in the output.
        executor: for many documents.
    """
    if places.search.exists():
        shutil.rmtree(places.search)
    kept = Outcome(places.index, old.digest) if old.files else Outcome()
    if wanted is None or not wanted.documents:
        yield Outcome
        return
    digest = wanted.digest(engine)
    if old.files and old.digest == digest:
        yield lambda: kept
        return
    # They bring what an edit of a site without search does without.
    from concurrent.futures import BrokenExecutor

    try:
        process = _start(root, places, wanted, executor)
    except (NewsgenError, OSError, BrokenExecutor) as error:
        why = error.problems[0].message if isinstance(error, NewsgenError) else str(error)
        yield lambda: failed(kept, why)
        return
    try:
        yield lambda: finished(process, places, len(wanted.documents), digest, kept)
    finally:
        _let_go(process)


def _let_go(process: subprocess.Popen[bytes]) -> None:
    """End the indexer, if it runs, and close what leads to it."""
    if process.returncode is None:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()


def _start(root: Path, places: Places, wanted: Searched, executor: Workers | None) -> subprocess.Popen[bytes]:
    """Write the documents and start Pagefind on them."""
    import subprocess

    from newsgen.builder.search.documents import write_documents
    from newsgen.builder.search.pagefind import tell

    program = _program()
    documents = places.search / "documents"
    documents.mkdir(parents=True)
    if executor is None or len(wanted.documents) < _MANY:
        write_documents(root, documents, wanted.documents, wanted.words, None)
    else:
        with executor() as pool:
            write_documents(root, documents, wanted.documents, wanted.words, pool)
    served = len(wanted.documents) <= _IN_ORDER
    command = [str(program), "--site", str(documents), "--output-path", str(places.search / "index")]
    command += ["--force-language", LANGUAGE, "--keep-index-url", "--quiet"]
    with (places.search / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(program), "--service"] if served else command,
            cwd=places.search,  # no pagefind.toml of somebody's is read
            stdin=subprocess.PIPE if served else subprocess.DEVNULL,
            stdout=subprocess.PIPE if served else log,
            stderr=log,
            bufsize=0,
            preexec_fn=die_with_parent(),
        )
    if served:
        with ExitStack() as undone:
            undone.callback(_let_go, process)
            tell(process, wanted, LANGUAGE)
            undone.pop_all()
    return process


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


_NO_BODY = Body("", "")
"""Stands for a text where only its hash counts, and not where it lies."""


class Searched(msgspec.Struct, frozen=True):
    """What is to be indexed."""

    documents: list[Document]
    words: int
    """Words of each text; 0 for all."""

    def digest(self, engine: str) -> bytes:
        """Hash texts and fields; the texts by the hashes that the documents hold.

        Args:
            engine: stands for the versions of newsgen and of Pagefind.
        """
        digest = hashlib.blake2b(f"{engine} {self.words}".encode(), digest_size=16)
        encode = msgspec.msgpack.Encoder(order="deterministic").encode
        for document in self.documents:
            digest.update(encode([document.body.sha256, msgspec.structs.replace(document, body=_NO_BODY)]))
        return digest.digest()


class Outcome(msgspec.Struct, frozen=True):
    """What became of the index."""

    folder: Path | None = None
    """Where it stands: a new one to be published, or that of the output; None if there is none."""
    digest: bytes = b""
    fresh: bool = False
    """It is to be published."""
    seconds: float = 0
    """Processor time that the indexer took."""
    memory: int = 0
    """Bytes that it held at most; 0 where the system does not tell."""
    problem: Problem | None = None
    """Why there is no new index, though there should be one."""


Finish = Callable[[], Outcome]
"""Waits for the indexer."""


def failed(kept: Outcome, why: str) -> Outcome:
    """Say that there is no new index, and what readers have instead."""
    left = "readers search the old one" if kept.folder else "readers cannot search"
    remedy = 'build again, pip install "pagefind[bin]" if it is missing, or say --no-search'
    message = f"the search index could not be made: {why} (the site is published, {left})"
    return msgspec.structs.replace(kept, problem=Problem("", 0, 0, message, remedy, "search-index"))


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
