"""The door to Pagefind: the index of a whole archive, made beside the rendering.

Pagefind's own program reads small files made for the index alone (`documents`). An index is made only when what goes
into it changed, and else stays as it is, byte for byte.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from newsgen.builder.lineage import die_with_parent
from newsgen.builder.manifest import Index
from newsgen.builder.places import Places
from newsgen.builder.searched import Finish, Outcome, Searched, failed
from newsgen.errors import NewsgenError, OutputError, Problem

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

    from newsgen.builder.index_files import finished

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

    from newsgen.builder.documents import write_documents
    from newsgen.builder.index_service import tell

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
