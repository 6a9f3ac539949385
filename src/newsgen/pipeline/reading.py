"""The texts of an archive, and what a run of the loader leaves of them for the build that follows it."""

from __future__ import annotations

import msgspec

from newsgen.errors import ContentError, Problem, gathered
from newsgen.loader.report import LoadReport
from newsgen.model import StandalonePage
from newsgen.pipeline.inputs import clock_of, engine
from newsgen.pipeline.project import Project
from newsgen.pipeline.report import OpenExecutor
from newsgen.record.store import Kept, Store


class Reading(msgspec.Struct, frozen=True):
    """The records of an archive, as `Store.read` found them."""

    kept: list[Kept]
    """In order of path."""
    vanished: list[tuple[str, str]]
    """Path and body digest of all that ever vanished."""


class Loaded(msgspec.Struct, frozen=True):
    """What a run of the loader did and read."""

    report: LoadReport
    reading: Reading | None
    """The records as they are a moment before the run ends, so that a build at once need not read them again; None if
    the run took its time after it read them, or changed some."""


def store_of(project: Project, executor: OpenExecutor | None = None) -> Store:
    """The archive's records; `executor` opens workers to read many."""
    folder, cache = project.settings.paths.articles, project.work / "cache" / "records"
    return Store(project.root, folder, cache, engine(), executor=executor)


def read_bytes(root: str, path: str) -> bytes:
    """Read a file by its path below a folder, in half the time of Path.read_bytes."""
    with open(f"{root}/{path}", "rb", buffering=0) as file:  # noqa: PTH123
        return file.read()


def read_records(project: Project, executor: OpenExecutor | None = None) -> Reading:
    """Read the records as they are now.

    Raises:
        ContentError: all that is wrong with all of them.
    """
    store = store_of(project, executor)
    return Reading(*store.read(clock_of(store.cache.parent)))


def read_texts(
    project: Project, now_ns: int, reading: Reading | None = None
) -> tuple[list[Kept], list[Kept], list[tuple[str, str]]]:
    """Read the records and the standalone pages.

    Args:
        project: the archive.
        now_ns: the file system's clock now, in nanoseconds.
        reading: the records, if they were just read.

    Returns:
        Records, pages, and path and body digest of all that ever vanished: see `Store.read`.

    Raises:
        ContentError: all that is wrong with all of them.
    """
    paths, cache = project.settings.paths, project.work / "cache"
    records = store_of(project)
    pages = Store(project.root, paths.pages, cache / "pages", engine(), _parse)
    problems: list[Problem] = []
    found = [reading] if reading else []
    for store in (pages,) if reading else (records, pages):
        with gathered(problems):
            found.append(Reading(*store.read(now_ns)))
    if problems:
        raise ContentError(problems)
    articles, standing = found
    return articles.kept, standing.kept, articles.vanished + standing.vanished


def _parse(path: str, data: bytes) -> StandalonePage:
    from newsgen.record.page import read_page  # brings YAML, which an unchanged build does without

    return read_page(path, data)
