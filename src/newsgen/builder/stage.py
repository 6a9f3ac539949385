"""Tasks → files in the stage, by workers that return only what the manifest needs."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import force_setattr

from newsgen.builder.work import Done, Job, Task, environment, work
from newsgen.errors import ContentError, Problem
from newsgen.renderer.page import Card, Page, Smaller

if TYPE_CHECKING:
    from concurrent.futures import Executor  # it brings logging, which an edit does without

    from newsgen.builder.pool import Heirs

CHUNK = 64
"""Pages a task: one a task costs 40 times as much in hand-over as one in 64."""
_MOST = 4 * CHUNK
"""Pages a task of forked processes, which are handed no pages; towards the end they become `_FEWEST`."""
_FEWEST = 8

_DONE = msgspec.msgpack.Decoder(list[Done])
_HELD: list[list[Task]] = []
"""Chunks while processes are forked that shall find them: to send views takes a fifth of the time to render them."""
_DEAR = 32
"""Pages that take as long as to scale or draw one picture, or to write a file with the texts of a year."""
_LONG = frozenset({"data.jsonl", "sitemap.xml"})
"""Templates of files that hold hundreds of texts or all addresses."""
_TOGETHER = 1000
"""Pages whose texts a process is known to keep: see `newsgen.renderer.texts`."""
_STANDING = 0.1
"""Work to see that a page stands as it would be, in that of rendering it."""


def render_all(job: Job, tasks: list[Task], executor: Executor | None) -> Iterator[list[Done]]:
    """Bring what is dirty into the stage, in chunks; without an executor in this process.

    Raises:
        ContentError: all that templates and articles did wrong.
        OutputError: the stage could not be written.
    """
    problems: list[Problem] = []
    for done, found in _results(job, tasks, executor):
        problems += found
        if len(problems) > 200:
            break
        if not problems:
            yield done
    if problems:
        raise ContentError(_once(problems))


def _results(
    job: Job, tasks: list[Task], executor: Executor | None
) -> Iterable[tuple[list[Done], list[Problem]]]:
    """Work off the tasks."""
    if executor is None:
        return (work(job, chunk) for chunk in _chunks(tasks, together=_TOGETHER))
    from newsgen.builder.pool import Heirs  # it brings multiprocessing, which a small build does without

    if not isinstance(executor, Heirs):
        chunks = [_ready(chunk) for chunk in _chunks(tasks)]
        return executor.map(work, [job] * len(chunks), chunks)
    return _by_heirs(job, tasks, executor)


def _by_heirs(job: Job, tasks: list[Task], heirs: Heirs) -> Iterator[tuple[list[Done], list[Problem]]]:
    _warm_up(job, tasks)
    fair = len(tasks) // (2 * heirs.jobs)  # more in one task would leave a process alone with it
    _HELD[:] = _chunks(tasks, heirs.jobs, together=min(_TOGETHER, fair))
    gc.freeze()  # so that no collection in a process copies what all of them hold
    try:
        results = heirs.share(_work_held, [job] * len(_HELD), range(len(_HELD)))
        for chunk, (sent, problems) in zip(_HELD, results, strict=True):
            done = _DONE.decode(sent)
            if len(done) == len(chunk):  # the plan holds these paths already: 100 bytes a file
                for one, (page, _) in zip(done, chunk, strict=True):
                    force_setattr(one, "path", page.path)
            yield done, problems
    finally:
        _HELD.clear()
        gc.unfreeze()


def work_in(tasks: Iterable[Task]) -> float:
    """How much work tasks are, in pages of an article to render."""
    return sum(_DEAR if _is_dear(page) else 1 if standing is None else _STANDING for page, standing in tasks)


def _is_dear(page: object) -> bool:
    return page.template in _LONG if isinstance(page, Page) else isinstance(page, Smaller | Card)


def _chunks(tasks: list[Task], jobs: int = 0, together: int = 0) -> Iterator[list[Task]]:
    """What is dear to make comes first and in small chunks, so that no worker is left with it at the end.

    For `jobs` processes that inherit the tasks, chunks are large as long as much is left, and small in the end. Before
    all comes what `_years` puts together.
    """
    years = _years(tasks, together)
    yield from years.values()
    left = [task for task in tasks if getattr(task[0], "texts", None) not in years] if years else tasks
    dear = [task for task in left if _is_dear(task[0])]
    few = CHUNK // _DEAR
    yield from (dear[at : at + few] for at in range(0, len(dear), few))
    cheap = [task for task in left if not _is_dear(task[0])] if dear else left
    at = 0
    while at < len(cheap):
        size = min(_MOST, max(_FEWEST, (len(cheap) - at) // (4 * jobs))) if jobs else CHUNK
        yield cheap[at : at + size]
        at += size


def _years(tasks: list[Task], most: int) -> dict[int, list[Task]]:
    """The pages of each year's articles and then the file of their texts, where these are `most` pages together."""
    found: dict[int | None, list[Task]] = {
        page.texts: [] for page, _ in tasks if isinstance(page, Page) and page.template in _LONG
    }
    for task in tasks if found else ():
        year = getattr(task[0], "texts", None)
        if year in found:
            found[year].append(task)
    return {year: some for year, some in found.items() if year is not None and 1 < len(some) <= most}


def _ready(tasks: list[Task]) -> list[Task]:
    """Tasks that can be sent: what gathers a view leads to the whole archive."""
    return [(page.with_view() if isinstance(page, Page) else page, standing) for page, standing in tasks]


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


def _warm_up(job: Job, tasks: Sequence[Task]) -> None:
    """Render a page of each frequent template and forget it: processes forked from this one find it compiled and loaded.

    A look at some tasks finds what is frequent. It saves 0.4 s a process; see `pool.processes`.
    """
    from newsgen.renderer.theme.render import render_page

    new = (
        page for page, standing in tasks[CHUNK // 2 :: CHUNK] if standing is None and isinstance(page, Page)
    )
    for page in {page.template: page for page in new if not _is_dear(page)}.values():
        with suppress(ContentError):  # it is told when it is the page's turn
            render_page(page.with_view(), environment(job), job.site)


def _work_held(job: Job, number: int) -> tuple[bytes, list[Problem]]:
    """Work off a chunk that was there when this process was forked; what was done comes in MessagePack.

    So it takes half the time to be handed over.
    """
    done, problems = work(job, _HELD[number])
    return msgspec.msgpack.encode(done), problems
