"""static/: files that stand in the site as they are."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from typing import TypeVar

import msgspec

from newsgen.builder.places import LITTER
from newsgen.errors import OutputError, Problem
from newsgen.pipeline.project import Project
from newsgen.record.store import Stat, scan_files
from newsgen.renderer.page import Blob, File, Page

INSTEAD = frozenset({"robots.txt", "llms.txt", "_redirects"})
"""Files that a build makes, and that a file of this name in static/ takes the place of."""
T = TypeVar("T", bound=Page | Blob)

_LITTER = LITTER | {".git", ".gitattributes", ".gitignore", ".gitkeep"}


class Static(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One file in static/, its bytes hashed once and known again by stat."""

    path: str
    """Relative to the archive's root."""
    stat: Stat
    settled: bool
    sha256: str


def read_static(project: Project, now_ns: int) -> list[Static]:
    """Find every file in static/, in order of path; hidden ones count (.nojekyll, .well-known/), litter does not.

    Args:
        project: the archive.
        now_ns: the file system's clock now, in nanoseconds.

    Raises:
        ContentError: a name is not UTF-8.
        OutputError: a file cannot be read.
    """
    cache = project.work / "cache" / "static"
    try:
        known = msgspec.msgpack.decode(cache.read_bytes(), type=list[Static])
    except (FileNotFoundError, msgspec.DecodeError):
        known = []
    by_path = {file.path: file for file in known}
    found = [
        _known(by_path.get(path), stat) or Static(path, stat, stat.settled(now_ns), _hash(project, path))
        for path, stat in sorted(scan_files(project.root, project.settings.paths.static, hidden=True))
        if not any(part in _LITTER or part.endswith("~") for part in path.split("/"))
    ]
    if found != known:
        fresh = cache.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(msgspec.msgpack.encode(found))
        fresh.replace(cache)
    return found


def static_files(project: Project, found: Iterable[Static]) -> list[File]:
    """Plan the copies; a file static/x stands at x in the site."""
    prefix = len(project.settings.paths.static) + 1
    return [File(file.path[prefix:], str(project.root / file.path), file.sha256) for file in found]


def without_replaced(made: Iterable[T], own: Iterable[File]) -> list[T]:
    """Leave out what a file in static/ stands instead of; any other file at a taken address is refused later."""
    taken = INSTEAD & {file.path for file in own}
    return [page for page in made if page.path not in taken]


def _known(file: Static | None, stat: Stat) -> Static | None:
    return file if file and file.settled and file.stat == stat else None


def _hash(project: Project, path: str) -> str:
    try:
        with (project.root / path).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise OutputError(Problem(path, 0, 0, f"cannot be read: {error.strerror}")) from error
