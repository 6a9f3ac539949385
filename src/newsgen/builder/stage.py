"""Dirty pages → files in the stage, by workers that return only what the manifest needs."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import suppress
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from newsgen.builder.writing import Written as Written
from newsgen.builder.writing import write
from newsgen.errors import ContentError, OutputError, Problem
from newsgen.renderer.page import Blob, Card, File, Made, Page, Smaller
from newsgen.renderer.theme import open_theme
from newsgen.renderer.views import Site

if TYPE_CHECKING:
    from newsgen.renderer.environment import Environment

Planned = Page | Blob | File | Made
"""Any file of the site, before it is written."""

CHUNK = 64
"""Pages a task: one a task costs 40 times as much in hand-over as one in 64."""

_HELD: list[list[Planned]] = []
"""Chunks while processes are forked that shall find them: to send views takes a fifth of the time to render them."""
_DEAR = 32
"""Pages that take as long as to scale or draw one picture."""


class Job(msgspec.Struct, frozen=True):
    """What a worker must know beside its pages; it travels with each chunk."""

    root: str
    templates: str
    """The archive's own templates."""
    stage: str
    cache: str
    """Where pictures that were made are kept."""
    theme: str
    """Fingerprint of the theme, so that a worker that lives on notices a change."""
    site: Site

    def __hash__(self) -> int:
        return hash((self.root, self.templates, self.theme))


def render_all(job: Job, pages: list[Planned], executor: Executor | None) -> Iterator[list[Written]]:
    """Write all pages into the stage, in chunks; without an executor in this process.

    Raises:
        ContentError: all that templates and articles did wrong.
        OutputError: the stage could not be written.
    """
    chunks = list(_chunks(pages))
    problems: list[Problem] = []
    work: Iterable[tuple[list[Written], list[Problem]]]
    if executor is None:
        work = (_work(job, chunk) for chunk in chunks)
    elif _has_heirs(executor):
        _warm_up(job, pages)
        _HELD[:] = chunks
        gc.freeze()  # so that no collection in a process copies what all of them hold
        work = executor.map(_work_held, [job] * len(chunks), range(len(chunks)))
        _HELD.clear()
        gc.unfreeze()
    else:
        work = executor.map(_work, [job] * len(chunks), chunks)
    for written, found in work:
        problems += found
        if len(problems) > 200:
            break
        if not problems:
            yield written
    if problems:
        raise ContentError(_once(problems))


def work_in(pages: Iterable[Planned]) -> int:
    """How much work pages are, in those of an article."""
    return sum(_DEAR if isinstance(page, Smaller | Card) else 1 for page in pages)


def _chunks(pages: list[Planned]) -> Iterator[list[Planned]]:
    """What is dear to make comes first and in small chunks, so that no worker is left with it at the end."""
    dear: list[Planned] = [page for page in pages if isinstance(page, Smaller | Card)]
    few = CHUNK // _DEAR
    yield from (dear[at : at + few] for at in range(0, len(dear), few))
    cheap: list[Planned] = [page for page in pages if not isinstance(page, Smaller | Card)]
    yield from (cheap[at : at + CHUNK] for at in range(0, len(cheap), CHUNK))


def _once(problems: Iterable[Problem]) -> list[Problem]:
    """Tell a slip in a template once, with the first page that shows it, and not for every article."""
    told: dict[tuple[str, int, str], list[Problem]] = {}
    for problem in sorted(set(problems)):
        what = problem.message.partition(" (while rendering ")[0]
        told.setdefault((problem.file, problem.line, what), []).append(problem)
    return [
        msgspec.structs.replace(
            first, message=f"{first.message}, and {len(others)} more" if others else first.message
        )
        for first, *others in told.values()
    ]


def _has_heirs(executor: Executor) -> bool:
    from newsgen.builder.pool import Heirs  # it brings multiprocessing, which a small build does without

    return isinstance(executor, Heirs)


def _warm_up(job: Job, pages: Iterable[Planned]) -> None:
    """Render a page of each template and forget it: processes forked from this one then find all compiled and loaded.

    It saves 0.4 s a process; see `pool.processes`.
    """
    from newsgen.renderer.render import render

    first = {page.template: page for page in pages if isinstance(page, Page) and page.path.endswith(".html")}
    for page in first.values():
        with suppress(ContentError):  # it is told when it is the page's turn
            render(page, _environment(job), job.site)


def _work_held(job: Job, number: int) -> tuple[list[Written], list[Problem]]:
    """Render and write a chunk that was there when this process was forked."""
    return _work(job, _HELD[number])


def _work(job: Job, pages: list[Planned]) -> tuple[list[Written], list[Problem]]:
    """Render and write one chunk; mistakes in one page do not keep the others from being tried."""
    stage = Path(job.stage)
    done: list[Written] = []
    problems: list[Problem] = []
    environment = cache(partial(_environment, job))  # asked by page: to compare jobs takes longer
    for page in pages:
        try:
            data = _bytes_of(job, page, environment)
        except ContentError as error:
            problems += error.problems
        else:
            done.append(write(stage, page.path, data))
    return done, problems


def _bytes_of(job: Job, page: Planned, environment: Callable[[], Environment]) -> bytes:
    if isinstance(page, Blob):
        return page.data
    if isinstance(page, File):
        return _copy(page)
    if not isinstance(page, Page):
        from newsgen.renderer.media.make import make

        return make(page, Path(job.cache))
    from newsgen.renderer.render import render

    return render(page, environment(), job.site)


def _copy(file: File) -> bytes:
    try:
        data = Path(file.source).read_bytes()
    except OSError as error:
        raise OutputError(Problem(file.source, 0, 0, f"cannot be read: {error.strerror}")) from error
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise ContentError(Problem(file.source, 0, 0, "the file changed during the build", "build again"))
    return data


@lru_cache(maxsize=2)
def _environment(job: Job) -> Environment:
    from newsgen.renderer.bodies import body_reader

    theme = open_theme(Path(job.templates))
    if theme.fingerprint != job.theme:  # pages of another theme would pass for pages of this one for ever
        raise ContentError(
            Problem(job.templates, 0, 0, "the templates changed during the build", "build again")
        )
    return theme.environment(body_reader(Path(job.root)), job.site.words)
