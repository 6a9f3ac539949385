"""Find dirty files and render them into the stage, in chunks, by this process or by workers."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext, suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from newsgen.builder.output import ManifestEntry, OutputState, Stamp
from newsgen.builder.publish import write_file
from newsgen.errors import ContentError, OutputError, Problem
from newsgen.files import read_planned_file
from newsgen.media.pictures import Card, MadePicture, ScaledPicture, list_picture_inputs
from newsgen.record.store import OpenExecutor
from newsgen.renderer.page import Blob, CopiedFile, Page
from newsgen.renderer.site import Site
from newsgen.renderer.theme.theme import open_theme

if TYPE_CHECKING:
    from newsgen.renderer.theme.render import Environment

SiteFile = Page | Blob | CopiedFile | MadePicture
"""A file of the site before it is written."""

CHUNK = 128
"""Files that go through each step together, so that the step's data stays in the processor's caches."""
_SLOW_CHUNK = 2
_SLOW = 32
"""Work for a picture, or for a file with the texts of a year, in pages."""
_LARGE = frozenset({"data.jsonl", "sitemap.xml"})
"""Templates of files with hundreds of texts or all addresses."""
_MOST_PROBLEMS = 200
_NO_STAMP = Stamp(0, 0, 0)


class Task(msgspec.Struct, frozen=True):
    """A file to render if it is dirty."""

    file: SiteFile
    sha256: str = ""
    """Hex digest of the file in the output; '' if it is missing or changed."""


class WorkerContext(msgspec.Struct, frozen=True):
    """The data that a worker needs besides its tasks; it is sent with each chunk."""

    root: str
    templates: str
    """The archive's own templates."""
    stage: str
    cache: str
    """Folder of scaled pictures and cards."""
    user_cache: Path | None
    """The user's cache folder, for compiled templates; None for none."""
    engine: str
    """Version of newsgen and of the libraries that render."""
    theme: str
    """Fingerprint of the theme, so that a long-lived worker notices a change."""
    site: Site

    def __hash__(self) -> int:
        return hash((self.root, self.templates, self.engine, self.theme))


class Rendered(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The result of a task."""

    path: str
    sha256: str
    """Hex digest of the rendered bytes."""
    stamp: Stamp | None
    """Stamp of the file in the stage; None if the file in the output already has these bytes."""
    is_page: bool
    """True if the file is a page."""


ChunkResult = tuple[list[Rendered], list[Problem]]
"""The results of a chunk, and its problems."""


def make_fingerprinter(engine: str, theme: str, site: Site) -> Callable[[SiteFile], bytes]:
    """Make a function that computes a file's fingerprint: a hash of everything it is made of; b'' if that is not known.

    Args:
        engine: version of newsgen and of its libraries.
        theme: fingerprint of the theme; copied files and pictures depend neither on it nor on the settings.
        site: the settings that templates see.
    """
    encode = msgspec.msgpack.Encoder(order="deterministic").encode
    rendered = hashlib.blake2b(encode((engine, theme, site)), digest_size=16)
    copied = hashlib.blake2b(encode(engine), digest_size=16)
    settings = rendered.digest()

    def fingerprint(file: SiteFile) -> bytes:
        if isinstance(file, Page):
            return settings + file.template.encode() + file.shows if file.shows else b""
        digest = (rendered if isinstance(file, Blob) else copied).copy()
        if isinstance(file, Blob):
            digest.update(file.data)
        else:
            digest.update(
                file.sha256.encode() if isinstance(file, CopiedFile) else encode(list_picture_inputs(file))
            )
        return digest.digest()

    return fingerprint


def find_dirty_files(
    job: WorkerContext, plan: Sequence[SiteFile], old: OutputState
) -> tuple[dict[str, ManifestEntry], list[Task]]:
    """Find the dirty files, without making views: the file in the output changed, or its fingerprint did.

    Returns:
        An entry for each file of the plan, in order of path, and a task for each dirty file.
    """
    make_fingerprint = make_fingerprinter(job.engine, job.theme, job.site)
    entries: dict[str, ManifestEntry] = {}
    tasks: list[Task] = []
    for file in plan:
        fingerprint, before = make_fingerprint(file), old.current.get(file.path)
        if before and fingerprint and before.fingerprint == fingerprint:
            entries[file.path] = before
            continue
        entries[file.path] = ManifestEntry(fingerprint, "", _NO_STAMP)
        tasks.append(Task(file, before.sha256 if before else ""))
    return dict(sorted(entries.items())), tasks


def render_files(
    job: WorkerContext,
    tasks: Sequence[Task],
    executor: OpenExecutor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Rendered]:
    """Render dirty files into the stage; workers render them if there is much work.

    Args:
        job: the data that all tasks need.
        tasks: the dirty files.
        executor: opens the workers.
        progress: called after each chunk with the number of finished tasks and of all tasks.

    Raises:
        ContentError: all mistakes in templates and articles.
        OutputError: the stage could not be written; a worker was killed.
    """
    chunks = list(_split(tasks))
    results: AbstractContextManager[Iterable[ChunkResult]] = nullcontext(
        map(partial(render_chunk, job), chunks)
    )
    if executor and has_much_work(tasks):
        results = closing(_render_by_workers(job, chunks, executor))
    rendered: list[Rendered] = []
    problems: list[Problem] = []
    with results as found:
        for done, wrong in found:
            rendered += done
            problems += wrong
            if len(problems) > _MOST_PROBLEMS:
                break
            if progress and not problems:
                progress(len(rendered), len(tasks))
    if problems:
        raise ContentError(join_same_problems(problems))
    return rendered


def has_much_work(tasks: Sequence[Task]) -> bool:
    """True if workers save more time than their start takes."""
    return sum(_SLOW if _is_slow(task.file) else 1 for task in tasks) >= 2 * CHUNK


def _split(tasks: Sequence[Task]) -> Iterator[Sequence[Task]]:
    """Split tasks into chunks. Slow tasks come first, in small chunks, so that all workers share them."""
    slow = [task for task in tasks if _is_slow(task.file)]
    quick = [task for task in tasks if not _is_slow(task.file)]
    for part, size in ((slow, _SLOW_CHUNK), (quick, CHUNK)):
        yield from (part[at : at + size] for at in range(0, len(part), size))


def _is_slow(file: SiteFile) -> bool:
    return file.template in _LARGE if isinstance(file, Page) else isinstance(file, ScaledPicture | Card)


_inherited: list[tuple[WorkerContext, Sequence[Task]]] = []
"""Chunks that forked workers inherit: to send views takes a fifth of the time to render them."""


def _render_by_workers(
    job: WorkerContext, chunks: list[Sequence[Task]], executor: OpenExecutor
) -> Generator[ChunkResult, None, None]:
    from concurrent.futures import BrokenExecutor

    from newsgen.builder.workers import ForkedPool  # it imports multiprocessing

    try:
        with executor() as pool:
            if not isinstance(pool, ForkedPool):
                yield from pool.map(partial(render_chunk, job), [_make_views(chunk) for chunk in chunks])
                return
            with suppress(ContentError):  # rendering reports it
                _open_environment(job)  # the workers inherit it
            _inherited[:] = [(job, chunk) for chunk in chunks]
            gc.freeze()  # so that garbage collections in the workers do not copy shared memory
            try:
                yield from pool.map(_render_inherited, range(len(chunks)))
            finally:
                _inherited.clear()
                gc.unfreeze()
    except BrokenExecutor as error:
        problem = Problem("", 0, 0, "a process that renders was killed", "build again, or with --jobs 1")
        raise OutputError(problem) from error


def _make_views(tasks: Sequence[Task]) -> list[Task]:
    """Make the views of pages, before they are sent: the functions that make views refer to the whole archive."""
    return [
        msgspec.structs.replace(task, file=task.file.with_view()) if isinstance(task.file, Page) else task
        for task in tasks
    ]


def _render_inherited(number: int) -> ChunkResult:
    return render_chunk(*_inherited[number])


def render_chunk(job: WorkerContext, tasks: Sequence[Task]) -> ChunkResult:
    """Render the files of a chunk, and write those with new bytes; after a mistake in a file, go on with the others."""
    made: list[tuple[Task, bytes]] = []
    problems: list[Problem] = []
    tasks = _make_views(tasks)
    _prepare_texts(job, [task.file for task in tasks if isinstance(task.file, Page)])
    for task in tasks:
        try:
            made.append((task, render_to_bytes(job, task.file)))
        except ContentError as error:
            problems += error.problems
    rendered: list[Rendered] = []
    stage = Path(job.stage)
    for task, data in made:
        sha256 = hashlib.sha256(data).hexdigest()
        stamp = None if sha256 == task.sha256 else write_file(stage, task.file.path, data)
        rendered.append(Rendered(task.file.path, sha256, stamp, isinstance(task.file, Page)))
    return rendered, problems


def _prepare_texts(job: WorkerContext, pages: list[Page]) -> None:
    """Render the texts of these pages one after another; rendering a page reports its mistakes later."""
    if pages:
        from newsgen.renderer.theme.render import render_bodies_ahead  # it imports Jinja

        with suppress(ContentError):
            render_bodies_ahead(pages, _open_environment(job))


def render_to_bytes(job: WorkerContext, file: SiteFile) -> bytes:
    """Make the bytes of a file.

    Raises:
        ContentError: its template or its article is wrong, or its source changed during the build.
        OutputError: its source cannot be read.
    """
    if isinstance(file, Page):
        from newsgen.renderer.theme.render import render_page  # it imports Jinja

        return render_page(file, _open_environment(job), job.site)
    if isinstance(file, Blob):
        return file.data
    if isinstance(file, CopiedFile):
        return read_planned_file(file.source, file.sha256)
    from newsgen.media.pictures import make_picture_bytes

    return make_picture_bytes(file, Path(job.cache))


@lru_cache(maxsize=2)
def _open_environment(job: WorkerContext) -> Environment:
    """Open the theme, once in each process.

    Raises:
        ContentError: it changed after the plan was made.
    """
    from newsgen.renderer.texts import make_body_reader

    theme = open_theme(Path(job.templates) if job.templates else None, Path(job.root))
    if theme.fingerprint != job.theme:  # else the manifest would keep wrong fingerprints
        problem = Problem(job.templates, 0, 0, "the templates changed during the build", "build again")
        raise ContentError(problem)
    return theme.environment(make_body_reader(Path(job.root)), job.site.words, job.user_cache, job.engine)


def join_same_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Report a mistake in a template once, with its first page, and not for each article."""
    same: dict[tuple[str, int, str], list[Problem]] = {}
    for problem in sorted(set(problems)):
        message = problem.message.partition(" (while rendering ")[0]
        same.setdefault((problem.file, problem.line, message), []).append(problem)
    return [
        msgspec.structs.replace(
            first, message=f"{first.message}, and {len(others)} more" if others else first.message
        )
        for first, *others in same.values()
    ]


def complete_manifest_entries(
    entries: dict[str, ManifestEntry], rendered: Sequence[Rendered], old: OutputState
) -> set[str]:
    """Complete the entries of rendered files; return the paths of the files in the stage."""
    staged: set[str] = set()
    for file in rendered:
        stamp = file.stamp
        if stamp is None:  # the file in the output has these bytes
            stamp = old.current[file.path].stamp
        else:
            staged.add(file.path)
        entries[file.path] = ManifestEntry(entries[file.path].fingerprint, file.sha256, stamp)
    return staged
