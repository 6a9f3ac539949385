"""All records of a folder, parsed once and kept by stat.

The reader, and YAML with it, is imported only when a record is new or changed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from newsgen.errors import ContentError, OutputError, Problem
from newsgen.model import Record, StandalonePage

Parse = Callable[[str, bytes], Record | StandalonePage]
VERSION = 1
SUFFIXES = (".md", ".markdown")
GRAIN_NS = 2_000_000_000
"""A file changed this shortly before it was read may change again unseen by its stat: the coarsest clock of a
file system in use (FAT) ticks every two seconds. Source: git's Documentation/technical/racy-git.txt."""


class Stat(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What of a file's stat changes when the file does."""

    size: int
    mtime_ns: int
    ctime_ns: int
    ino: int

    @classmethod
    def of(cls, found: os.stat_result) -> Stat:
        """Keep what matters of a stat."""
        return cls(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)

    def settled(self, now_ns: int) -> bool:
        """True if the file is old enough at `now_ns` that a later change must show in its stat."""
        return max(self.mtime_ns, self.ctime_ns) < now_ns - GRAIN_NS


class Kept(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One record as the cache holds it."""

    path: str
    stat: Stat
    settled: bool
    sha256: str
    """Hex digest of the file's bytes."""
    day: str
    """First day that the date may mean, YYYY-MM-DD; '' without a date."""
    body: str
    """Hex digest of the body alone, by which a renamed record is known again."""
    data: msgspec.Raw
    """The record in MessagePack, decoded only when it is needed."""


class _Cache(msgspec.Struct, frozen=True):
    version: int = 0
    engine: str = ""
    records: list[Kept] = []
    gone: dict[str, str] = {}
    """Records that ever vanished and have not come back: path → body digest."""


def scan_files(
    root: Path, folder: str, suffixes: tuple[str, ...] = (), *, hidden: bool = False
) -> Iterator[tuple[str, Stat]]:
    """Stat every regular file below a folder, by path relative to `root`; links to folders are left out.

    Args:
        root: the archive.
        folder: '/'-separated path relative to root.
        suffixes: in lower case, e.g. '.md'; none means every file.
        hidden: whether names that begin with '.' count.

    Raises:
        ContentError: names that are not UTF-8: no page could link to them.
    """
    problems: list[Problem] = []
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            entries = os.scandir(root / here)
        except (FileNotFoundError, NotADirectoryError):
            continue
        with entries:
            for entry in entries:
                if entry.name.startswith(".") and not hidden:
                    continue
                path = f"{here}/{entry.name}"
                if not path.isascii() and (problem := _unreadable(path)):
                    problems.append(problem)
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(path)
                elif entry.is_file() and (not suffixes or entry.name.lower().endswith(suffixes)):
                    yield path, Stat.of(entry.stat())
    if problems:
        raise ContentError(problems)


def _unreadable(path: str) -> Problem | None:
    """What is wrong with a path whose bytes are not UTF-8."""
    shown = os.fsencode(path).decode("utf-8", "backslashreplace")
    if os.fsencode(path) == path.encode("utf-8", "replace"):
        return None
    return Problem(shown, 0, 0, "the file's name is not UTF-8", "rename it", "bad-name")


class Store:
    """The records of an archive, by path."""

    def __init__(self, root: Path, folder: str, cache: Path, engine: str, parse: Parse | None = None) -> None:
        """Open the store.

        Args:
            root: the archive.
            folder: where its records are, relative to root, '/'-separated.
            cache: file that keeps parsed records between runs.
            engine: stands for the version of the code that reads records; another one empties the cache.
            parse: reads a file from its path and bytes; without it `read_record` does.
        """
        self.root, self.folder, self.cache, self.engine, self.parse = root, folder, cache, engine, parse

    def read(self, now_ns: int) -> tuple[list[Kept], list[tuple[str, str]]]:
        """Read what is new or changed, take the rest from the cache.

        Args:
            now_ns: the file system's clock now, in nanoseconds.

        Returns:
            The records in order of path; and path and body digest of all that ever vanished, in order of path.
            They are told in every run, for a run that sees a record vanish may have no use for it, or fail.

        Raises:
            ContentError: all that is wrong with all records.
            OutputError: a file cannot be read.
        """
        cache = self._load()
        known = {kept.path: kept for kept in cache.records} if cache.engine == self.engine else {}
        gone = cache.gone | {kept.path: kept.body for kept in cache.records}
        problems: list[Problem] = []
        found: list[Kept] = []
        broken: list[Kept] = []
        for path, stat in sorted(scan_files(self.root, self.folder, SUFFIXES)):
            gone.pop(path, None)
            kept = known.get(path)
            if kept is None or kept.stat != stat or not kept.settled:
                try:
                    kept = self._read_one(path, stat, now_ns, kept)
                except ContentError as error:
                    problems += error.problems
                    broken += [kept] if kept else []
                    continue
            found.append(kept)
        fresh = _Cache(VERSION, self.engine, found + broken, gone)
        if fresh != cache and (found or broken or gone):
            self._save(fresh)
        if problems:
            raise ContentError(problems)
        return found, sorted(gone.items())

    def _read_one(self, path: str, stat: Stat, now_ns: int, kept: Kept | None) -> Kept:
        try:
            data = (self.root / path).read_bytes()
        except OSError as error:
            raise OutputError(Problem(path, 0, 0, f"cannot be read: {error.strerror}")) from error
        sha256 = hashlib.sha256(data).hexdigest()
        if kept is not None and kept.sha256 == sha256:
            return msgspec.structs.replace(kept, stat=stat, settled=stat.settled(now_ns))
        from newsgen.record.read import read_record

        record = (self.parse or read_record)(path, data)
        date = record.date if isinstance(record, Record) else None
        day = date.first_day.isoformat() if date else ""
        raw = msgspec.Raw(msgspec.msgpack.encode(record))
        return Kept(path, stat, stat.settled(now_ns), sha256, day, record.body.sha256, raw)

    def _load(self) -> _Cache:
        try:
            cache = msgspec.msgpack.decode(self.cache.read_bytes(), type=_Cache)
        except (FileNotFoundError, msgspec.DecodeError):
            return _Cache()
        return cache if cache.version == VERSION else _Cache()

    def _save(self, cache: _Cache) -> None:
        self.cache.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.cache.with_suffix(f".{os.getpid()}")  # a preview and a build may write at once
        fresh.write_bytes(msgspec.msgpack.encode(cache))
        fresh.replace(self.cache)


def records_of(kept: list[Kept]) -> list[Record]:
    """Decode records from the cache."""
    decode = msgspec.msgpack.Decoder(Record).decode
    return [decode(entry.data) for entry in kept]
