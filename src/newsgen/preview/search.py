"""The search index of a preview: made once in a process of its own, for no reload may wait for it."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from multiprocessing.context import SpawnProcess
from pathlib import Path

from newsgen.builder.manifest import Index, scan
from newsgen.builder.places import INDEX, Places, places_for
from newsgen.builder.pool import end_with_parent
from newsgen.builder.search import indexing
from newsgen.errors import NewsgenError
from newsgen.pipeline.inputs import engine
from newsgen.pipeline.open import read_inputs
from newsgen.pipeline.planned import planned
from newsgen.pipeline.project import Project
from newsgen.pipeline.report import Options
from newsgen.pipeline.search import searched


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
