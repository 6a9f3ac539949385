"""What is known of files that hold several articles: a file that did not change is not read again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from newsgen.errors import Problem
from newsgen.files import read_cached_value, write_cached_value
from newsgen.loader.report import LoadReport
from newsgen.record.store import Stat

_BLOCK = 1 << 20
_NOT_KEPT = ("missing-extra",)
"""Codes of problems that disappear without a change of the file."""


class KnownContainer(msgspec.Struct, frozen=True):
    """The items that a container had when it was read."""

    stats: tuple[tuple[str, Stat], ...]
    """Path and stat of the file, and of the files in the folders that belong to it."""
    settled: bool
    """True if a later change must show in the stats."""
    digest: str
    """SHA-256 of all their bytes, in hex."""
    columns: dict[str, str] = {}
    """Columns of a table by field, as they were read."""
    hashes: dict[str, str] = {}
    """The sha256 of each item's content by key; without refused items."""
    problems: tuple[Problem, ...] = ()
    """Why items were refused."""


class KnownContainers:
    """The containers of an archive, kept in .newsgen/cache/containers."""

    def __init__(self, cache: Path, version: str, now: int) -> None:
        """Read the cache file; `version` is that of the code that reads containers, `now` the file system's clock in ns."""
        self._cache, self._version, self._now = cache, version, now
        self._all = read_cached_value(cache, dict[str, KnownContainer], version) or {}
        self._seen: dict[str, KnownContainer] = {}
        self._changed = False

    def look_up(self, path: str, files: Sequence[Path], columns: Mapping[str, str]) -> KnownContainer | None:
        """Return a container as it was read last time; None if it changed since then, or was not read.

        `files` are the location of the file, then of those in the folders that belong to it.
        """
        stats = tuple((str(file), Stat.of(file.stat())) for file in files)
        known = self._all.get(path)
        if known and known.columns != columns:
            known = None
        if known and known.settled and known.stats == stats:
            return known
        settled = all(stat.is_settled(self._now) for _, stat in stats)
        now = KnownContainer(stats, settled, _hash_files(files), dict(columns))
        if known and known.digest == now.digest:
            now = msgspec.structs.replace(known, stats=stats, settled=settled)
            self._all[path], self._changed = now, True
            return now
        self._seen[path] = now
        return None

    def keep(self, path: str, hashes: Mapping[str, str], report: LoadReport) -> None:
        """Remember a container that was looked up and read: the sha256 of each item's content by key, and their report."""
        if not any(problem.code in _NOT_KEPT for problem in report.problems):
            lock, waiting = report.lock, set(report.sections)  # a section may introduce a topic later
            kept = {
                key: sha256
                for key, sha256 in hashes.items()
                if key in lock.seeds or sha256 in lock.deleted or key in waiting
            }
            read = self._seen.get(path) or self._all[path]
            found = msgspec.structs.replace(read, hashes=kept, problems=report.problems)
            self._all[path], self._changed = found, True

    def write(self, root: Path) -> None:
        """Write the cache if something changed; containers that were deleted are dropped."""
        if self._changed:
            kept = {path: known for path, known in self._all.items() if (root / path).is_file()}
            write_cached_value(self._cache, kept, self._version)


def _hash_files(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.name}\0{path.stat().st_size}\0".encode("utf-8", "surrogateescape"))
        with path.open("rb", buffering=0) as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    return digest.hexdigest()
