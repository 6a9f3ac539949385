"""Run the preview on 127.0.0.1."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import shutil
import socket
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.context import SpawnProcess
from pathlib import Path

import uvicorn

from newsgen.builder.manifest import Index, scan
from newsgen.builder.places import INDEX, Places, places_for
from newsgen.builder.pool import end_with_parent
from newsgen.builder.search import indexing
from newsgen.errors import NewsgenError, OutputError, Problem
from newsgen.pipeline.inputs import engine
from newsgen.pipeline.open import read_inputs
from newsgen.pipeline.planned import planned
from newsgen.pipeline.project import Project
from newsgen.pipeline.report import Options
from newsgen.pipeline.search import searched
from newsgen.preview.app import make_app
from newsgen.preview.follow import Built, Follower, Source, Tell
from newsgen.preview.shown import Shown

TRIES = 20
"""Ports tried, from the one asked for upwards; and how often the search index is."""


class _Server(uvicorn.Server):
    """Lets those go who wait for news before it waits for them."""

    closing: Callable[[], None]

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.closing()
        await super().shutdown(sockets)


def serve(
    source: Source,
    first: Built,
    listener: socket.socket,
    *,
    era: str,
    started: Callable[[str], None],
    tell: Tell,
) -> None:
    """Show an archive and follow its changes until the process is interrupted.

    Args:
        source: how to look at the archive.
        first: what the first look found; its project is known.
        listener: as `listen` made it.
        era: a word that no other run has.
        started: told the address once the server listens.
        tell: told what came of each build.
    """
    with suppress(KeyboardInterrupt):  # Ctrl-C is the way out, no failure
        asyncio.run(_serve(source, first, listener, era, started, tell))


async def _serve(
    source: Source,
    first: Built,
    listener: socket.socket,
    era: str,
    started: Callable[[str], None],
    tell: Tell,
) -> None:
    assert first.project is not None
    index = index_folder(first.project)
    shown = Shown(first.project.root, first.project.output, index, era)
    shown.indexed = indexed(index)
    follower = Follower(source, shown, first, tell)
    port = listener.getsockname()[1]
    config = uvicorn.Config(make_app(shown, port), log_level="warning", lifespan="off", access_log=False)
    server = _Server(config)
    server.closing = shown.close
    works = follower.watch(), follower.build(), _index(source, follower, shown)
    tasks = [asyncio.create_task(work) for work in works]

    def ended(task: asyncio.Task[None]) -> None:
        if not task.cancelled() and task.exception():
            server.should_exit = True  # a preview that follows no more would only mislead

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


async def _index(source: Source, follower: Follower, shown: Shown) -> None:
    """Have the search index made, once; whoever searches before has the old one, or none."""
    for _ in range(TRIES):  # each after another change, for an archive that is wrong cannot be indexed
        while shown.problems or not shown.files:
            await shown.news_after(shown.edition)
        project = follower.project
        if not project.settings.search.enabled:
            return
        process = start_indexing(project, source.ask(project))
        try:
            await asyncio.to_thread(process.join)
        finally:
            process.terminate()
        shown.indexed = indexed(shown.index)
        if process.exitcode == 0:
            return
        await shown.news_after(shown.edition)


def listen(port: int) -> socket.socket:
    """Bind the first free port from `port` upwards, on the loopback address alone; 0 takes any.

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


def index_folder(project: Project) -> Path:
    """Where the preview's index stands."""
    return _places(project).index


def indexed(folder: Path) -> frozenset[str]:
    """The files of the index, by path below its folder; none while there is no index."""
    return frozenset(scan(folder)) if _digest(folder) else frozenset()


def start_indexing(project: Project, options: Options) -> SpawnProcess:
    """Bring the index up to date in a process of its own, which ends with this one; its exit code is 0 if it could."""
    process = multiprocessing.get_context("spawn").Process(
        target=make_index, args=(project, options), daemon=True
    )
    process.start()
    return process


def make_index(project: Project, options: Options) -> None:
    """Make the index unless one of the same texts stands; the old one stays until the new one is whole.

    Raises:
        SystemExit: with 1, if it cannot be made.
    """
    end_with_parent()
    if hasattr(os, "nice"):
        os.nice(10)  # pages come first
    places = _places(project)
    places.state.mkdir(parents=True, exist_ok=True)
    places.output.mkdir(parents=True, exist_ok=True)
    try:
        made = planned(project, options, read_inputs(project, options))
    except NewsgenError:
        raise SystemExit(1) from None  # the builds tell what is wrong
    old = Index(_digest(places.index), scan(places.index))
    with indexing(project.root, places, searched(made.archive, made.site), engine(), old, None) as finish:
        outcome = finish()
    if outcome.problem:
        raise SystemExit(1)
    if outcome.folder is not None and outcome.digest != old.digest:
        _mark(places.index).unlink(missing_ok=True)
        if outcome.folder != places.index:
            shutil.rmtree(places.index, ignore_errors=True)
            outcome.folder.rename(places.index)
        _mark(places.index).write_bytes(outcome.digest)


def _places(project: Project) -> Places:
    state = places_for(project.root, project.output).state
    return Places(state / "preview-search", state / "preview-search-work")


def _mark(folder: Path) -> Path:
    """Holds the digest of what the index was made of."""
    return folder.with_name(f"{INDEX}.digest")


def _digest(folder: Path) -> bytes:
    try:
        return _mark(folder).read_bytes()
    except FileNotFoundError:
        return b""
