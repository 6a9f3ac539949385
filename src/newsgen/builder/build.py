"""One build: plan → what changed → render → publish."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from typing import TYPE_CHECKING

from newsgen.builder.ahead import Before
from newsgen.builder.entries import Entries
from newsgen.builder.fingerprints import printer
from newsgen.builder.generation import prepare
from newsgen.builder.manifest import Entry, Stamp, scan
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


def build(
    order: Order,
    places: Places,
    plan: Sequence[Planned],
    *,
    executor: Callable[[], AbstractContextManager[Executor]] | None = None,
    progress: Progress | None = None,
    before: Before | None = None,
) -> Result:
    """Render what changed and publish the generation; the caller holds `places.lock`.

    Args:
        order, places: what to build, and where.
        plan: every file of the site, in any order, but those that `before` knows to stay.
        executor: opens an Executor for many pages; without one everything runs in this process.
        progress: told after each chunk.
        before: what is known of the output.

    Raises:
        ContentError: bad paths, or what templates and articles did wrong; the output is untouched.
        RefusedError, OutputError: the output holds foreign files; the system refused.
    """
    before = before or Before()
    prepare(places)
    old = look(places, before.ahead.untouched(), before.manifest)
    plan, rest = _checked(plan, before, old)
    tasks, others = _tasks(order, plan, old)
    made = Entries(plan, rest, old)
    with ExitStack() as working:  # what rendered ends while this process publishes
        with indexing(order.root, places, order.search, order.engine, old.index, executor) as finish:
            _render(order, places, tasks, executor, progress, made, working)
            search = finish()
        newcomers = before.ahead.look_again()
        made.drop_same(places)
        entries = made.by_path
        gone = [path for path in old.found if path not in entries]
        new = Rendered(entries, made.fresh, gone, search)
        publish_if_new(order, places, new, old, before.ahead, newcomers)
    return _result(new, scan(places.index), rendered=made.written - others)


def _checked(
    plan: Sequence[Planned], before: Before, old: Standing
) -> tuple[Sequence[Planned], Mapping[str, Entry]]:
    """The plan and the files that stay; if one of these does not stand as it was written, all is planned.

    Raises:
        ContentError: a path is bad.
    """
    rest, entries, good = before.rest, old.entries, old.good
    of_these = (
        before.manifest is not None and before.manifest.entries is entries and len(good) == len(entries)
    )
    if not (of_these or all(path in good and entries[path] is entry for path, entry in rest.items())):
        plan, rest = before.again(), {}
    paths = {page.path for page in plan}
    known = paths <= entries.keys() and paths.isdisjoint(rest)
    if len(paths) < len(plan) or not known:  # else they were checked when they were new
        check_paths((*(page.path for page in plan), *rest))
    return plan, rest


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
    executor: Callable[[], AbstractContextManager[Executor]] | None,
    progress: Progress | None,
    made: Entries,
    working: ExitStack,
) -> None:
    """Render what is left to do; processes that help are left to `working`."""
    root, templates, stage, cache = map(str, (order.root, order.templates, places.stage, order.cache))
    job = Job(root, templates, stage, cache, order.engine, order.theme, order.site)

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
