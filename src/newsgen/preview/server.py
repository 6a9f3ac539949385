"""Run the preview on 127.0.0.1."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from newsgen.builder.output import ManifestIndex, stat_folder
from newsgen.builder.paths import INDEX, OutputPaths, choose_work_folders
from newsgen.builder.search.index import run_indexer
from newsgen.builder.workers import exit_with_parent
from newsgen.errors import NewsgenError, OutputError, Problem
from newsgen.pipeline.build import make_search_content
from newsgen.pipeline.open import open_archive
from newsgen.pipeline.project import Project, fingerprint_engine
from newsgen.pipeline.report import RunOptions
from newsgen.preview.app import make_app
from newsgen.preview.rebuild import BuildResult, Follower, OnBuild, PreviewSource
from newsgen.preview.review import ReviewDesk
from newsgen.preview.served_site import ServedSite

TRIES = 20
"""How many ports are tried, from the requested one upwards; and how often indexing is tried."""


class _Server(uvicorn.Server):
    """A server that ends open streams before it waits for requests to finish."""

    closing: Callable[[], None]

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.closing()
        await super().shutdown(sockets)


async def serve_until_interrupted(
    source: PreviewSource,
    first: BuildResult,
    listener: socket.socket,
    *,
    era: str,
    token: str,
    started: Callable[[str], None],
    on_build: OnBuild,
) -> None:
    """Serve an archive on the socket of `bind_port` and follow its changes until cancelled.

    `era` and `token` are words that no other run has; the forms of the review have the token. `started` is called with the
    address once the server listens, `on_build` with the result of each build.
    """
    assert first.project is not None
    index = _places(first.project).index
    shown = ServedSite(first.project.root, first.project.output, index, era)
    shown.indexed = list_search_index(index)
    follower = Follower(source, shown, first, on_build)
    port = listener.getsockname()[1]
    review = ReviewDesk(token, lambda: follower.project, follower.writing)
    follower.on_change = review.note_changes
    app = make_app(shown, port, review)
    config = uvicorn.Config(app, log_level="warning", lifespan="off", access_log=False)
    server = _Server(config)
    server.closing = shown.close
    works = follower.watch(), follower.build(), _index(source, follower, shown)
    tasks = [asyncio.create_task(work) for work in works]

    def ended(task: asyncio.Task[None]) -> None:
        if not task.cancelled() and task.exception():
            server.should_exit = True  # a preview that no longer follows changes is misleading

    for task in tasks:
        task.add_done_callback(ended)
    started(f"http://127.0.0.1:{port}/")
    try:
        await server.serve(sockets=[listener])
    finally:
        shown.close()
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, asyncio.CancelledError):
            raise result


async def _index(source: PreviewSource, follower: Follower, shown: ServedSite) -> None:
    """Make the search index once; until then searches use the old index, or none."""
    for _ in range(TRIES):  # again after each change, because an archive with errors cannot be indexed
        while shown.problems or not shown.files:
            await shown.wait_for_edition(shown.edition)
        project = follower.project
        if not project.settings.search.enabled:
            return
        process = multiprocessing.get_context("spawn").Process(
            target=update_search_index, args=(project, source.ask(project)), daemon=True
        )
        process.start()
        try:
            await asyncio.to_thread(process.join)
        finally:
            process.terminate()
        shown.indexed = list_search_index(shown.index)
        if process.exitcode == 0:
            return
        await shown.wait_for_edition(shown.edition)


def bind_port(port: int) -> socket.socket:
    """Bind the first free port from `port` upwards, on the loopback address only; 0 takes any free port.

    Raises:
        OutputError: none of the ports is free.
    """
    for candidate in range(port, min(port + TRIES, 65536)) if port else (0,):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", candidate))
            listener.listen(128)
        except OSError:
            listener.close()
        else:
            return listener
    last = min(port + TRIES, 65536) - 1
    problem = Problem("", 0, 0, f"ports {port} to {last} are all taken", "name another with --port")
    raise OutputError(problem)


def list_search_index(folder: Path) -> frozenset[str]:
    """List the files of the index by path inside its folder; empty while there is no index."""
    return frozenset(stat_folder(folder)) if _digest(folder) else frozenset()


def update_search_index(project: Project, options: RunOptions) -> None:
    """Make the index, unless it exists for the same texts, in a process of its own, which ends with the server.

    The old index is replaced when the new one is complete.
    """
    exit_with_parent()
    if hasattr(os, "nice"):
        os.nice(10)  # rendering pages is more urgent
    places = _places(project)
    places.state.mkdir(parents=True, exist_ok=True)
    places.output.mkdir(parents=True, exist_ok=True)
    try:
        opened = open_archive(project, options, illustrated=True)
        search = make_search_content(opened.archive, opened.site)
    except NewsgenError:
        raise SystemExit(1) from None  # builds report the errors
    old = ManifestIndex(_digest(places.index), stat_folder(places.index))
    with run_indexer(project.root, places, search, fingerprint_engine(), old, None) as finish:
        outcome = finish()
    if outcome.problem:
        raise SystemExit(1)
    if outcome.folder is not None and outcome.digest != old.digest:
        _digest_file(places.index).unlink(missing_ok=True)
        if outcome.folder != places.index:
            shutil.rmtree(places.index, ignore_errors=True)
            outcome.folder.rename(places.index)
        _digest_file(places.index).write_bytes(outcome.digest)


def _places(project: Project) -> OutputPaths:
    state = choose_work_folders(project.root, project.output).state
    return OutputPaths(state / "preview-search", state / "preview-search-work")


def _digest_file(folder: Path) -> Path:
    """Return the file that holds the digest of the indexed texts."""
    return folder.with_name(f"{INDEX}.digest")


def _digest(folder: Path) -> bytes:
    try:
        return _digest_file(folder).read_bytes()
    except FileNotFoundError:
        return b""
