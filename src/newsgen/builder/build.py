"""One build: plan → what is dirty → render → publish."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from newsgen.builder.output import Entry, Manifest, Output, Stamp, read_output, stat_files
from newsgen.builder.paths import Places, check_paths
from newsgen.builder.publish import Generation, prepare_stage, publish
from newsgen.builder.render import (
    Job,
    Rendered,
    SiteFile,
    Task,
    has_much_work,
    make_fingerprinter,
    render_tasks,
)
from newsgen.builder.search.index import IndexResult, OpenExecutor, SearchContent, start_index
from newsgen.errors import OutputError, Problem
from newsgen.renderer.page import Page
from newsgen.renderer.site import Site

if TYPE_CHECKING:
    from concurrent.futures import Executor  # it brings logging, which an edit does without

Progress = Callable[[int, int], None]
"""Called after each chunk with the number of files that are done and of all that may be dirty."""
_NO_STAMP = Stamp(0, 0, 0)


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


def build(
    order: Order,
    places: Places,
    plan: Sequence[SiteFile],
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
        executor: opens an executor that renders many pages in place of these processes.
        progress: called after each chunk of pages.
        manifest: that of the output, if it was just read.

    Raises:
        ContentError: bad paths, or what templates and articles did wrong; the output is untouched.
        RefusedError, OutputError: the output holds foreign files; the system refused.
    """
    plan = sorted(plan, key=lambda file: file.path)
    prepare_stage(places)
    old = read_output(places, manifest)
    if (paths := [file.path for file in plan]) != list(
        old.entries
    ):  # else they were checked when they were new
        check_paths(paths)
    entries, tasks = find_dirty(order, plan, old)
    executor = executor or (partial(_open_workers, jobs) if jobs > 1 else None)
    with start_index(order.root, places, order.search, order.engine, old.index, executor) as finish_index:
        rendered = render_pages(order, places, tasks, executor, progress)
        index = finish_index()
    staged = note_rendered(entries, rendered, old)
    removed = old.files - entries.keys()
    inputs = b"" if index.problem else order.inputs  # the next build shall try again
    new = Generation(order.generator, inputs, entries, staged, removed, index.folder, index.digest)
    publish(places, new, old)
    return Result(
        files=len(entries),
        bytes=sum(entry.stamp.size for entry in entries.values()),
        rendered=_count_pages(plan, rendered),
        written=len(staged),
        removed=len(removed),
        search=index,
        index_bytes=sum(stamp.size for stamp in stat_files(places.index).values()),
    )


def _open_workers(jobs: int) -> AbstractContextManager[Executor]:
    from newsgen.builder.workers import (
        open_workers,  # it brings multiprocessing, which a small build does without
    )

    return open_workers(jobs)


def find_dirty(order: Order, plan: Sequence[SiteFile], old: Output) -> tuple[dict[str, Entry], list[Task]]:
    """Find the files that may be dirty.

    A file is current if it is as it was written, and if all that it may show is as it was: then no view is gathered.

    Returns:
        An entry for each file of the plan, in its order, and a task for each that may be dirty.
    """
    fingerprint = make_fingerprinter(order.engine, order.theme, order.site)
    encode = msgspec.msgpack.Encoder(order="deterministic").encode
    base = hashlib.blake2b(encode((order.engine, order.theme, order.site)), digest_size=16)
    entries: dict[str, Entry] = {}
    tasks: list[Task] = []
    for file in plan:
        if not isinstance(file, Page):
            shows = fingerprint(file)
        elif file.shows:
            digest = base.copy()
            digest.update(encode((file.template, file.shows)))
            shows = digest.digest()
        else:
            shows = b""
        before = old.current.get(file.path)
        if before and shows and before.shows == shows:
            entries[file.path] = before
            continue
        entries[file.path] = Entry(b"", "", _NO_STAMP, shows)
        tasks.append(Task(file, before.fingerprint, before.sha256) if before else Task(file))
    return entries, tasks


def render_pages(
    order: Order,
    places: Places,
    tasks: list[Task],
    executor: OpenExecutor | None,
    progress: Progress | None,
) -> list[Rendered]:
    """Render into the stage what is dirty.

    Raises:
        ContentError, OutputError: as `build`.
    """
    root, templates, stage, cache = map(str, (order.root, order.templates, places.stage, order.cache))
    job = Job(root, templates, stage, cache, order.user_cache, order.engine, order.theme, order.site)
    rendered: list[Rendered] = []

    def render(pool: Executor | None) -> None:
        for chunk in render_tasks(job, tasks, pool):
            rendered.extend(chunk)
            if progress:
                progress(len(rendered), len(tasks))

    if executor is None or not has_much_work(tasks):
        render(None)
        return rendered
    from concurrent.futures import BrokenExecutor

    try:
        with executor() as pool:
            render(pool)
    except BrokenExecutor as error:
        problem = Problem("", 0, 0, "a process that renders was killed", "build again, or with --jobs 1")
        raise OutputError(problem) from error
    return rendered


def note_rendered(entries: dict[str, Entry], rendered: Sequence[Rendered], old: Output) -> set[str]:
    """Complete the entries of files that were rendered; return the paths of those that are in the stage."""
    staged: set[str] = set()
    for one in rendered:
        shows = entries[one.path].shows
        if one.stamp is None:  # the file in the output has these bytes
            before = old.current[one.path]
            entries[one.path] = Entry(one.fingerprint, before.sha256, before.stamp, shows)
        else:
            entries[one.path] = Entry(one.fingerprint, one.sha256, one.stamp, shows)
            staged.add(one.path)
    return staged


def _count_pages(plan: Sequence[SiteFile], rendered: Sequence[Rendered]) -> int:
    """Count the pages that were dirty."""
    dirty = {one.path for one in rendered if one.sha256}
    return sum(isinstance(file, Page) and file.path in dirty for file in plan)
