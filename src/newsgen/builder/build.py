"""Build a site: find the dirty files of a plan, render them, publish the generation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from newsgen.builder.output import Manifest, compare_output_with_manifest, stat_folder
from newsgen.builder.paths import OutputPaths, locate_nowhere, refuse_bad_paths
from newsgen.builder.search.index import IndexResult, SearchContent, run_indexer
from newsgen.errors import OutputError
from newsgen.files import Location
from newsgen.record.store import OpenExecutor
from newsgen.renderer.site import Site

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from newsgen.builder.render import SiteFile

Progress = Callable[[int, int], None]
"""Called after each chunk with the number of finished files and of all files that may be dirty."""


class BuildInputs(msgspec.Struct, frozen=True):
    """The inputs of a build, apart from its plan."""

    root: Path
    templates: Path | None
    """The archive's own templates; None for the default theme."""
    theme: str
    """Fingerprint of the theme."""
    site: Site
    engine: str
    """Version of newsgen and of the libraries that render."""
    generator: str
    """Name and version for build.json, e.g. 'newsgen 0.1.0'."""
    inputs: bytes
    """Digest of all inputs, kept in the manifest for `is_output_current`."""
    locate: Callable[[str], Location] = locate_nowhere
    """Returns the place of the text or file that gives a path of the site its name."""
    search: SearchContent | None = None
    """Content of the search index; None for a site without search."""
    user_cache: Path | None = None
    """The user's cache folder, for compiled templates; None for none."""
    cache: Path = Path(".newsgen/cache/pictures")
    """Folder of scaled pictures and cards."""


class Result(msgspec.Struct, frozen=True):
    """The numbers of a build."""

    files: int
    """Number of files of the generation, without build.json."""
    bytes: int
    """Size of these files together."""
    rendered: int
    """Number of rendered pages."""
    written: int
    """Number of files with new bytes."""
    removed: int
    """Number of deleted files."""
    search: IndexResult = IndexResult()
    """The search index; the numbers above do not count its files."""
    index_bytes: int = 0
    """Size of its files together."""


def make_worker_opener(jobs: int, *, fork: bool = True) -> OpenExecutor | None:
    """Return a function that opens `jobs` processes; None if `jobs` is 1, because this process is enough.

    The processes are forked if the system can. `fork` is False in a server, because they would inherit its sockets.
    """

    def open_processes() -> AbstractContextManager[Executor]:
        # It imports multiprocessing, which a small build does not need.
        from newsgen.builder.workers import open_workers

        return open_workers(jobs, fork=fork)

    return open_processes if jobs > 1 else None


def build(
    order: BuildInputs,
    places: OutputPaths,
    plan: Sequence[SiteFile],
    *,
    jobs: int = 1,
    executor: OpenExecutor | None = None,
    progress: Progress | None = None,
    step: Callable[[str], None] = lambda _name: None,
    manifest: Manifest | None = None,
) -> Result:
    """Render the dirty files and publish the generation; the caller holds `places.lock`.

    Args:
        order: the inputs.
        places: the output's folders.
        plan: all files of the site, in any order.
        jobs: number of processes that render if there are many pages.
        executor: opens an executor that renders instead of these processes.
        progress: called after each chunk of pages.
        step: called with the name of each step when it starts.
        manifest: the output's manifest, if it was already read.

    Raises:
        ContentError: bad paths, or mistakes in templates and articles; the output did not change.
        RefusedError, OutputError: the output has foreign files; the system refused, or the search index failed.
    """
    step("render")
    # These import the theme, which an unchanged build does not need.
    from newsgen.builder.publish import NewOutput, prepare_stage, publish
    from newsgen.builder.render import (
        WorkerContext,
        complete_manifest_entries,
        find_dirty_files,
        render_files,
    )

    prepare_stage(places)
    old = compare_output_with_manifest(places, manifest)
    paths = sorted([file.path for file in plan])
    if paths != list(old.entries):  # the last build checked them otherwise
        refuse_bad_paths(paths, order.locate)
    job = WorkerContext(
        root=str(order.root),
        templates=str(order.templates or ""),
        stage=str(places.stage),
        cache=str(order.cache),
        user_cache=order.user_cache,
        engine=order.engine,
        theme=order.theme,
        site=order.site,
    )
    entries, tasks = find_dirty_files(job, plan, old)
    executor = executor or make_worker_opener(jobs)
    with run_indexer(order.root, places, order.search, order.engine, old.index, executor) as finish_index:
        rendered = render_files(job, tasks, executor, progress)
        step("search")
        index = finish_index()
    if index.problem and index.problem.code != "search-index":
        raise OutputError(index.problem)
    step("publish")
    staged = complete_manifest_entries(entries, rendered, old)
    removed = old.files - entries.keys()
    inputs = b"" if index.problem else order.inputs  # b'' makes the next build try again
    index_bytes = sum(stamp.size for stamp in stat_folder(index.folder).values()) if index.folder else 0
    new = NewOutput(order.generator, inputs, entries, staged, removed, index.folder, index.digest)
    publish(places, new, old)
    return Result(
        files=len(entries),
        bytes=sum(entry.stamp.size for entry in entries.values()),
        rendered=sum(file.is_page for file in rendered),
        written=len(staged),
        removed=len(removed),
        search=index,
        index_bytes=index_bytes,
    )
