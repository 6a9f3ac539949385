"""One build: plan → what changed → render → publish."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from typing import TYPE_CHECKING

from newsgen.builder.entries import Entries
from newsgen.builder.fingerprints import printer
from newsgen.builder.generation import prepare
from newsgen.builder.manifest import Manifest, Stamp, scan
from newsgen.builder.order import Order, Progress, Result
from newsgen.builder.places import Places, check_paths
from newsgen.builder.publishing import Rendered, publish_if_new
from newsgen.builder.search import indexing
from newsgen.builder.stage import CHUNK, render_all, work_in
from newsgen.builder.standing import Standing, look
from newsgen.builder.work import Job, Planned, Task
from newsgen.errors import OutputError, Problem
from newsgen.renderer.page import Page

if TYPE_CHECKING:
    from concurrent.futures import Executor  # it brings logging, which an edit does without

OpenExecutor = Callable[[], "AbstractContextManager[Executor]"]


def build(
    order: Order,
    places: Places,
    plan: Sequence[Planned],
    *,
    jobs: int = 1,
    executor: OpenExecutor | None = None,
    progress: Progress | None = None,
    manifest: Manifest | None = None,
) -> Result:
    """Render what changed and publish the generation; the caller holds `places.lock`.

    Args:
        order, places: what to build, and where.
        plan: every file of the site, in any order.
        jobs: number of processes that render many pages.
        executor: opens an executor that renders many pages, in place of these processes.
        progress: told after each chunk.
        manifest: that of the output, if it was just read.

    Raises:
        ContentError: bad paths, or what templates and articles did wrong; the output is untouched.
        RefusedError, OutputError: the output holds foreign files; the system refused.
    """
    if executor is None and jobs > 1:
        executor = partial(_open_processes, jobs)
    prepare(places)
    old = look(places, manifest)
    check_paths([page.path for page in plan])
    tasks, others = _tasks(order, plan, old)
    made = Entries(plan, old)
    with ExitStack() as working:  # what rendered ends while this process publishes
        with indexing(order.root, places, order.search, order.engine, old.index, executor) as finish:
            _render(order, places, tasks, executor, progress, made, working)
            search = finish()
        made.drop_same(places)
        entries = made.by_path
        gone = [path for path in old.found if path not in entries]
        new = Rendered(entries, made.fresh, gone, search)
        publish_if_new(order, places, new, old)
    return _result(new, scan(places.index), rendered=made.written - others)


def _open_processes(jobs: int) -> AbstractContextManager[Executor]:
    from newsgen.builder.pool import processes  # it brings multiprocessing, which a small build does without

    return processes(jobs)


def _result(new: Rendered, index: Mapping[str, Stamp], *, rendered: int) -> Result:
    return Result(
        files=len(new.entries),
        bytes=sum(entry.stamp.size for entry in new.entries.values()),
        rendered=rendered,
        written=len(new.fresh),
        removed=len(new.gone),
        search=new.search,
        index_bytes=sum(stamp.size for stamp in index.values()),
    )


def _tasks(order: Order, plan: Sequence[Planned], old: Standing) -> tuple[list[Task], int]:
    """What is left to do, for pages tell when they are gathered; and how many of these tasks, all new, are no pages."""
    take = printer(order.engine, order.theme, order.site)
    tasks: list[Task] = []
    others = 0
    for page in plan:
        standing = old.fingerprint(page.path)
        if isinstance(page, Page):
            tasks.append((page, standing))
        elif standing is None or standing != take(page):
            tasks.append((page, None))
            others += 1
    return tasks, others


def _render(
    order: Order,
    places: Places,
    tasks: list[Task],
    executor: OpenExecutor | None,
    progress: Progress | None,
    made: Entries,
    working: ExitStack,
) -> None:
    """Render what is left to do; processes that help are left to `working`."""
    root, templates, stage, cache = map(str, (order.root, order.templates, places.stage, order.cache))
    job = Job(root, templates, stage, cache, order.engine, order.theme, order.site, order.user_cache)

    def gather(pool: Executor | None) -> None:
        done = 0
        for chunk in render_all(job, tasks, pool):
            made.take(chunk)  # while other processes work
            done += len(chunk)
            if progress:
                progress(done, len(tasks))

    if executor is None or work_in(tasks) < 4 * CHUNK:
        gather(None)
    else:
        from concurrent.futures import BrokenExecutor

        try:
            gather(working.enter_context(executor()))
        except BrokenExecutor as error:
            problem = Problem("", 0, 0, "a process that renders was killed", "build again, or with --jobs 1")
            raise OutputError(problem) from error
