"""One build: plan → what changed → render → publish."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from newsgen.builder.output import Entry, Manifest, Stamp, Standing, look, scan
from newsgen.builder.paths import Places, check_paths
from newsgen.builder.publish import Rendered, prepare, publish_if_new
from newsgen.builder.render import CHUNK, Done, Job, Planned, Task, printer, render_all, work_in
from newsgen.builder.search.index import Outcome, Searched, indexing
from newsgen.errors import OutputError, Problem
from newsgen.renderer.page import Page
from newsgen.renderer.site import Site

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
    from newsgen.builder.workers import (
        processes,  # it brings multiprocessing, which a small build does without
    )

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


Progress = Callable[[int, int], None]
"""Called with the number of pages rendered and of all to render."""


class Result(msgspec.Struct, frozen=True):
    """What a build did to the output."""

    files: int
    """Files of the generation, build.json not counted."""
    bytes: int
    """Their size together."""
    rendered: int
    """Pages that were dirty and rendered."""
    written: int
    """Files whose bytes are new."""
    removed: int
    """Files of the last generation that are gone."""
    search: Outcome = Outcome()
    """What became of the search index; its files count in none of the numbers above."""
    index_bytes: int = 0
    """Their size together."""


class Order(msgspec.Struct, frozen=True):
    """What is to be built, and with what."""

    root: Path
    templates: Path
    """The archive's own templates."""
    theme: str
    """Fingerprint of the theme."""
    site: Site
    engine: str
    """Stands for the versions of newsgen and of the libraries that render."""
    generator: str
    """For build.json, e.g. 'newsgen 0.1.0'."""
    inputs: bytes
    """Digest of all inputs, kept in the manifest for `is_current`."""
    search: Searched | None = None
    """What readers may search; None for a site without search."""
    user_cache: Path | None = None
    """The user's cache folder, for compiled templates; None for none."""
    cache: Path = Path(".newsgen/cache/pictures")
    """Where pictures that were made are kept."""


_TO_COME = Entry(b"", "", Stamp(0, 0, 0))


class Entries:
    """The files of a new generation, put together while other processes render them."""

    def __init__(self, plan: Sequence[Planned], old: Standing) -> None:
        """Name the files that are planned, and what stands."""
        self._plan, self._old = plan, old
        self._same: list[str] = []
        self.fresh: set[str] = set()
        """Paths of the files whose bytes are new."""
        self.written = 0
        """Number of the files that were written into the stage."""

    @cached_property
    def by_path(self) -> dict[str, Entry]:
        """What the manifest says of each file, once all that is done was taken.

        In order of path, for then it takes no time to sort them for build.json; and not at all if the paths are those of the
        last build.
        """
        plan, before = self._plan, self._old.entries
        if len(plan) == len(before) and all(page.path in before for page in plan):
            return dict(before)
        entries = {page.path: before.get(page.path, _TO_COME) for page in plan}
        return {path: entries[path] for path in sorted(entries)}

    def take(self, done: Iterable[Done]) -> None:
        """Note what became of some tasks; a file that was rendered to the bytes that it had stays."""
        entries, before, good = self.by_path, self._old.entries, self._old.good
        for one in done:
            path, file = one.path, one.written
            if file is None:
                continue
            self.written += 1
            if path in good and before[path].sha256 == file.sha256:
                entries[path] = Entry(one.fingerprint, file.sha256, before[path].stamp)
                self._same.append(path)
            else:
                entries[path] = Entry(one.fingerprint, file.sha256, file.stamp)
                self.fresh.add(path)

    def drop_same(self, places: Places) -> None:
        """Let those files leave the stage whose bytes are not new."""
        for path in self._same:
            (places.stage / path).unlink()
