"""All records of a folder, parsed once and kept by stat.

The reader, and YAML with it, is imported only when a record is new or changed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec

from newsgen.errors import ContentError, Problem
from newsgen.files import read_cached, write_cached
from newsgen.record.decoded import records_of as records_of
from newsgen.record.kept import GRAIN_NS as GRAIN_NS
from newsgen.record.kept import Kept as Kept
from newsgen.record.kept import OpenExecutor, Parse, Wanted, read_files
from newsgen.record.kept import Stat as Stat

SUFFIXES = (".md", ".markdown")

VERSION = "records 6"
"""Version of the cache's format."""


class _Cache(msgspec.Struct, frozen=True):
    """What is known of all records."""

    engine: str = ""
    """Stands for the version of the code that read the records."""
    records: list[Kept] = []
    gone: dict[str, str] = {}
    """Records that ever vanished and have not come back: path → body digest."""


def scan_files(
    root: Path, folder: str, suffixes: tuple[str, ...] = (), *, hidden: bool = False, but: str = ""
) -> Iterator[tuple[str, Stat]]:
    """Stat every regular file below a folder, by path relative to `root`; links to folders are left out.

    Args:
        root: the archive.
        folder: '/'-separated path relative to root.
        suffixes: in lower case, e.g. '.md'; none means every file.
        hidden: whether names that begin with '.' count.
        but: name of folders that are left out.

    Raises:
        ContentError: names that are not UTF-8: no page could link to them.
    """
    problems: list[Problem] = []
    top, waiting = str(root), [folder]
    while waiting:
        here = waiting.pop()
        with ExitStack() as stack:
            try:
                entries = stack.enter_context(_listed(f"{top}/{here}"))
            except (FileNotFoundError, NotADirectoryError):
                continue
            for entry in entries:
                name = entry.name
                if name[0] == "." and not hidden:
                    continue
                path = f"{here}/{name}"
                if not path.isascii() and (problem := _unreadable(path)):
                    problems.append(problem)
                    continue
                if entry.is_dir(follow_symlinks=False):
                    if name != but:
                        waiting.append(path)
                elif entry.is_file() and (not suffixes or name.lower().endswith(suffixes)):
                    yield path, Stat.of(entry.stat())
    if problems:
        raise ContentError(problems)


@contextmanager
def _listed(folder: str) -> Iterator[Iterator[os.DirEntry[str]]]:
    """List a folder so that the system looks for its files from there; from the root it takes a fifth longer."""
    if os.scandir not in os.supports_fd:
        with os.scandir(folder) as entries:
            yield entries
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with os.scandir(handle) as entries:
            yield entries
    finally:
        os.close(handle)


def _unreadable(path: str) -> Problem | None:
    """What is wrong with a path whose bytes are not UTF-8."""
    shown = os.fsencode(path).decode("utf-8", "backslashreplace")
    if os.fsencode(path) == path.encode("utf-8", "replace"):
        return None
    return Problem(shown, 0, 0, "the file's name is not UTF-8", "rename it", "bad-name")


class Store:
    """The records of an archive, by path."""

    def __init__(
        self,
        root: Path,
        folder: str,
        cache: Path,
        engine: str,
        parse: Parse | None = None,
        executor: OpenExecutor | None = None,
    ) -> None:
        """Open the store.

        Args:
            root: the archive.
            folder: where its records are, relative to root, '/'-separated.
            cache: file that keeps parsed records between runs; a damaged one is made again.
            engine: stands for the version of the code that reads records; another one empties the cache.
            parse: reads a file from its path and bytes; without it `read_record` does.
            executor: opens workers, for the first run over many records.
        """
        self.root, self.folder, self.cache, self.engine = root, folder, cache, engine
        self.parse, self.executor = parse, executor

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
        cache = read_cached(self.cache, _Cache, VERSION) or _Cache()
        last = {record.path: record for record in cache.records}
        known = last if cache.engine == self.engine else {}
        kept: dict[str, Kept | None] = {}
        problems: list[Problem] = []
        broken: list[Kept] = []
        changed = False
        wanted = self._wanted(known, kept)
        for (path, _, old), reading in read_files(self.root, wanted, now_ns, self.parse, self.executor):
            if isinstance(reading, Kept):
                kept[path] = reading
                changed |= reading != old
            else:
                problems += reading
                broken += [old] if old else []
                kept[path] = None
        found = [record for path in sorted(kept) if (record := kept[path])]
        gone = {path: body for path, body in cache.gone.items() if path not in kept}
        gone |= {path: last[path].body for path in last.keys() - kept.keys()}
        if changed or gone != cache.gone:
            write_cached(self.cache, _Cache(self.engine, found + broken, gone), VERSION)
        if problems:
            raise ContentError(problems)
        return found, sorted(gone.items())

    def _wanted(self, known: Mapping[str, Kept], kept: dict[str, Kept | None]) -> Iterator[Wanted]:
        """Find all files: those that must be read, while what is known of the others, or nothing, goes into `kept`."""
        scanned: Iterable[tuple[str, Stat]] = scan_files(self.root, self.folder, SUFFIXES)
        if known or self.executor is None:  # else workers begin to read while others are looked for
            scanned = sorted(scanned)
        for path, stat in scanned:
            old = kept[path] = known.get(path)
            if old is None or old.stat != stat or not old.settled:
                yield path, stat, old
