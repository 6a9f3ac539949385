"""Tasks → files in the stage, by workers that return only what the manifest needs."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from contextlib import suppress

import msgspec

from newsgen.builder.work import Done, Job, Task, environment, work
from newsgen.errors import ContentError, Problem
from newsgen.renderer.page import Card, Page, Smaller

CHUNK = 64
"""Pages a task: one a task costs 40 times as much in hand-over as one in 64."""

_HELD: list[list[Task]] = []
"""Chunks while processes are forked that shall find them: to send views takes a fifth of the time to render them."""
_DEAR = 32
"""Pages that take as long as to scale or draw one picture, or to write a file with the texts of a year."""
_TEXTS = "data.jsonl"
"""Template of files that hold hundreds of texts."""
_STANDING = 0.1
"""Work to see that a page stands as it would be, in that of rendering it."""


def render_all(job: Job, tasks: list[Task], executor: Executor | None) -> Iterator[list[Done]]:
    """Bring what is dirty into the stage, in chunks; without an executor in this process.

    Raises:
        ContentError: all that templates and articles did wrong.
        OutputError: the stage could not be written.
    """
    chunks = list(_chunks(tasks))
    problems: list[Problem] = []
    results: Iterable[tuple[list[Done], list[Problem]]]
    if executor is None:
        results = (work(job, chunk) for chunk in chunks)
    elif _has_heirs(executor):
        _warm_up(job, tasks)
        _HELD[:] = chunks
        gc.freeze()  # so that no collection in a process copies what all of them hold
        results = executor.map(_work_held, [job] * len(chunks), range(len(chunks)))
        _HELD.clear()
        gc.unfreeze()
    else:
        results = executor.map(work, [job] * len(chunks), [_ready(chunk) for chunk in chunks])
    for done, found in results:
        problems += found
        if len(problems) > 200:
            break
        if not problems:
            yield done
    if problems:
        raise ContentError(_once(problems))


def work_in(tasks: Iterable[Task]) -> float:
    """How much work tasks are, in pages of an article to render."""
    return sum(_DEAR if _is_dear(page) else 1 if standing is None else _STANDING for page, standing in tasks)


def _is_dear(page: object) -> bool:
    return page.template == _TEXTS if isinstance(page, Page) else isinstance(page, Smaller | Card)


def _chunks(tasks: list[Task]) -> Iterator[list[Task]]:
    """What is dear to make comes first and in small chunks, so that no worker is left with it at the end."""
    dear = [task for task in tasks if _is_dear(task[0])]
    few = CHUNK // _DEAR
    yield from (dear[at : at + few] for at in range(0, len(dear), few))
    cheap = [task for task in tasks if not _is_dear(task[0])]
    yield from (cheap[at : at + CHUNK] for at in range(0, len(cheap), CHUNK))


def _ready(tasks: list[Task]) -> list[Task]:
    """Tasks that can be sent: what gathers a view leads to the whole archive."""
    return [(page.gathered() if isinstance(page, Page) else page, standing) for page, standing in tasks]


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


def _warm_up(job: Job, tasks: Iterable[Task]) -> None:
    """Render a page of each template and forget it: processes forked from this one then find all compiled and loaded.

    It saves 0.4 s a process; see `pool.processes`.
    """
    from newsgen.renderer.render import render

    new = (page for page, standing in tasks if standing is None and isinstance(page, Page))
    first = {page.template: page for page in new if page.path.endswith(".html")}
    for page in first.values():
        with suppress(ContentError):  # it is told when it is the page's turn
            render(page.gathered(), environment(job), job.site)


def _work_held(job: Job, number: int) -> tuple[list[Done], list[Problem]]:
    """Work off a chunk that was there when this process was forked."""
    return work(job, _HELD[number])
