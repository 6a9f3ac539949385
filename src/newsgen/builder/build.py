"""One build: plan → what is dirty → render → publish."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from newsgen.builder.output import Manifest, read_output, stat_files
from newsgen.builder.paths import Places, check_paths
from newsgen.builder.search.index import IndexResult, SearchContent, start_index
from newsgen.record.store import OpenExecutor
from newsgen.renderer.site import Site

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from newsgen.builder.render import SiteFile

Progress = Callable[[int, int], None]
"""Called after each chunk with the number of files that are done and of all that may be dirty."""


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
    search: SearchContent | None = None
    """What readers may search; None for a site without search."""
    user_cache: Path | None = None
    """The user's cache folder, for compiled templates; None for none."""
    cache: Path = Path(".newsgen/cache/pictures")
    """Folder of pictures that were made."""


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
    search: IndexResult = IndexResult()
    """What became of the search index; its files count in none of the numbers above."""
    index_bytes: int = 0
    """Their size together."""


def worker_opener(jobs: int, *, fork: bool = True) -> OpenExecutor | None:
    """Return what opens as many processes; None for one, as this process is enough.

    They are forked where the system can, but not if `fork` is False: as beside a server, whose sockets they would inherit.
    """

    def open_processes() -> AbstractContextManager[Executor]:
        # It brings multiprocessing, which a small build does without.
        from newsgen.builder.workers import open_workers

        return open_workers(jobs, fork=fork)

    return open_processes if jobs > 1 else None


def build(
    order: Order,
    places: Places,
    plan: Sequence[SiteFile],
    *,
    jobs: int = 1,
    executor: OpenExecutor | None = None,
    progress: Progress | None = None,
    step: Callable[[str], None] = lambda _name: None,
    manifest: Manifest | None = None,
) -> Result:
    """Render what changed and publish the generation; the caller holds `places.lock`.

    Args:
        order, places: what to build, and where.
        plan: every file of the site, in any order.
        jobs: number of processes that render many pages.
        executor: opens an executor that renders many pages in place of these processes.
        progress: called after each chunk of pages.
        step: called with the name of each step when it begins.
        manifest: that of the output, if it was just read.

    Raises:
        ContentError: bad paths, or what templates and articles did wrong; the output is untouched.
        RefusedError, OutputError: the output holds foreign files; the system refused.
    """
    step("render")
    # They bring the theme and what publishes, which an unchanged build does without.
    from newsgen.builder.publish import Generation, prepare_stage, publish
    from newsgen.builder.render import Job, complete_entries, find_dirty, render_files

    plan = sorted(plan, key=lambda file: file.path)
    prepare_stage(places)
    old = read_output(places, manifest)
    paths = [file.path for file in plan]
    if paths != list(old.entries):  # else they were checked when they were new
        check_paths(paths)
    job = Job(
        root=str(order.root),
        templates=str(order.templates),
        stage=str(places.stage),
        cache=str(order.cache),
        user_cache=order.user_cache,
        engine=order.engine,
        theme=order.theme,
        site=order.site,
    )
    entries, tasks = find_dirty(job, plan, old)
    executor = executor or worker_opener(jobs)
    with start_index(order.root, places, order.search, order.engine, old.index, executor) as finish_index:
        rendered = render_files(job, tasks, executor, progress)
        index = finish_index()
    step("publish")
    staged = complete_entries(entries, rendered, old)
    removed = old.files - entries.keys()
    inputs = b"" if index.problem else order.inputs  # the next build shall try again
    new = Generation(order.generator, inputs, entries, staged, removed, index.folder, index.digest)
    publish(places, new, old)
    return Result(
        files=len(entries),
        bytes=sum(entry.stamp.size for entry in entries.values()),
        rendered=sum(bool(file.sha256) and file.is_page for file in rendered),
        written=len(staged),
        removed=len(removed),
        search=index,
        index_bytes=sum(stamp.size for stamp in stat_files(places.index).values()),
    )
