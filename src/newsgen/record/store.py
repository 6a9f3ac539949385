"""All records of a folder, parsed once and kept by stat.

The reader, and YAML with it, is imported only when a record is new or changed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cache
from itertools import chain, islice, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import force_setattr as put

from newsgen.errors import ContentError, OutputError, Problem
from newsgen.files import read_cached, write_cached
from newsgen.model import Body, Inference, Record, StandalonePage
from newsgen.record.plain import Parts, digests_of, plain_parts

if TYPE_CHECKING:
    from concurrent.futures import Executor  # it brings logging, which most runs do without

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


Parse = Callable[[str, bytes], Record | StandalonePage]
OpenExecutor = Callable[[], "AbstractContextManager[Executor]"]

GRAIN_NS = 2_000_000_000
"""A file changed this shortly before it was read may change again unseen by its stat: the coarsest clock of a
file system in use (FAT) ticks every two seconds. Source: git's Documentation/technical/racy-git.txt."""

CHUNK = 128
"""Files a task of a worker."""

_NO_BODY = Body("", "")

MANY = 4 * CHUNK
"""Files from which on it pays to start workers: reading them takes as long as that."""


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
    """What stands for the file's bytes: `newsgen.record.plain.digest_of` of a record, else their hex digest."""
    day: str
    """First day that the date may mean, YYYY-MM-DD; '' without a date."""
    body: str
    """Hex digest of the body alone, by which a renamed record is known again."""
    frame: bytes
    """Digest of all but what it shows and tells: headline, standfirst, first words, text."""
    shown: bytes
    """Digest of all but its text: of what a list may show."""
    data: msgspec.Raw
    """The record in MessagePack, decoded only when it is needed."""


_DECODER = msgspec.msgpack.Decoder(list[Kept | None])

Wanted = tuple[str, Stat, Kept | None]
"""A file's path, its stat, and what the cache holds of it."""

_WANTED = msgspec.msgpack.Decoder(list[Wanted])

Reading = Kept | list[Problem]
"""What became of a file: the record, or what is wrong with it."""


def read_files(
    root: Path, wanted: Iterable[Wanted], now_ns: int, parse: Parse | None, executor: OpenExecutor | None
) -> Iterator[tuple[Wanted, Reading]]:
    """Read files, and tell in their order what became of each.

    Args:
        root: the archive.
        wanted: the files; while others are still looked for, workers read those that were found.
        now_ns: the file system's clock now, in nanoseconds.
        parse: reads a file from its path and bytes; without it `read_record` does.
        executor: opens workers for many files; without one everything runs in this process.

    Raises:
        OutputError: a file cannot be read, or a worker was killed.
    """
    rest = iter(wanted)
    first = list(islice(rest, MANY))
    if executor is None or len(first) < MANY:
        found = first + list(rest)
        yield from zip(found, read_chunk(root, found, now_ns, parse), strict=True)
        return
    from concurrent.futures import BrokenExecutor

    _reader()  # before the workers are forked: they inherit it

    every, given = chain(first, rest), list[list[Wanted]]()

    def chunks() -> Iterator[bytes]:
        """Encoded, for pickled they take twice as long."""
        while chunk := list(islice(every, CHUNK)):
            given.append(chunk)
            yield msgspec.msgpack.encode(chunk)

    try:
        with executor() as pool:
            sent = pool.map(_read_sent, repeat(root), chunks(), repeat(now_ns), repeat(parse))
            for chunk, (records, wrong) in zip(given, sent, strict=True):
                problems = iter(wrong)
                read = [kept or next(problems) for kept in _DECODER.decode(records)]
                yield from zip(chunk, read, strict=True)
    except BrokenExecutor as error:
        problem = Problem("", 0, 0, "a process that reads records was killed", "try again, or with --jobs 1")
        raise OutputError(problem) from error


def _read_sent(
    root: Path, sent: bytes, now_ns: int, parse: Parse | None
) -> tuple[bytes, list[list[Problem]]]:
    """Read some files in a worker, and send the records in MessagePack: pickled, they take four times as long."""
    found = read_chunk(root, _WANTED.decode(sent), now_ns, parse)
    records = msgspec.msgpack.encode([one if isinstance(one, Kept) else None for one in found])
    return records, [one for one in found if not isinstance(one, Kept)]


def read_chunk(root: Path, wanted: list[Wanted], now_ns: int, parse: Parse | None) -> list[Reading]:
    """Read some files in this process."""
    found: list[Reading] = []
    for path, stat, kept in wanted:
        try:
            found.append(_read_one(f"{root}/{path}", path, stat, now_ns, kept, parse))
        except ContentError as error:
            found.append(list(error.problems))
    return found


def _read_one(file: str, path: str, stat: Stat, now_ns: int, kept: Kept | None, parse: Parse | None) -> Kept:
    try:
        data = contents(file)
    except OSError as error:
        raise OutputError(Problem(path, 0, 0, f"cannot be read: {error.strerror}")) from error
    parts = None if parse else plain_parts(data)
    sha256, body = digests_of(data, parts)
    if kept is not None and kept.sha256 == sha256:
        return msgspec.structs.replace(kept, stat=stat, settled=stat.settled(now_ns))
    record = parse(path, data) if parse else _reader()(path, data, parts, body)
    date = record.date if isinstance(record, Record) else None
    day = date.first_day.isoformat() if date else ""
    frame, shown = _digests(record) if isinstance(record, Record) else (b"", b"")
    raw = msgspec.Raw(msgspec.msgpack.encode(record))
    return Kept(path, stat, stat.settled(now_ns), sha256, day, record.body.sha256, frame, shown, raw)


@cache
def _reader() -> Callable[[str, bytes, Parts | None, str], Record]:
    """What reads a record; it brings YAML, which most runs do without."""
    from newsgen.record.read import read_cut

    return read_cut


def _digests(record: Record) -> tuple[bytes, bytes]:
    """`Kept.frame` and `Kept.shown`; links and pictures of a text count in both, for other files stand behind them."""
    encode = msgspec.msgpack.encode
    bare = msgspec.structs.replace(record, body=_NO_BODY, words=0, title="", dek="", excerpt="")
    frame = hashlib.blake2b(encode(bare, order="deterministic"), digest_size=16).digest()
    shown = frame + encode((record.title, record.dek, record.excerpt))
    return frame, hashlib.blake2b(shown, digest_size=16).digest()


_NAMES = ("topics", "people", "places", "organizations", "authors")
_NOTHING = msgspec.Raw(b"")


def records_of(kept: list[Kept], *, sharing: bool = True) -> list[Record]:
    """Decode records from the cache; what several have is held once.

    They take half of the memory so: names, sources and days stand in many records, paths and digests in `kept` too.
    Without `sharing` they are there in half of the time: for a run that makes few pages of them.
    """
    decode = msgspec.msgpack.Decoder(Record).decode
    if not sharing:
        return [decode(entry.data) for entry in kept]
    common: dict[Any, Any] = {}
    nothing: dict[str, Inference] = {}
    return [_sharing(decode(entry.data), entry, common.setdefault, nothing) for entry in kept]


def _sharing(
    record: Record, kept: Kept, common: Callable[[Any, Any], Any], nothing: dict[str, Inference]
) -> Record:
    """Put equal values in the place of a new record's; it has not been seen yet, so it may be changed."""
    put(record, "path", kept.path)
    put(record.body, "path", kept.path)
    put(record.body, "sha256", kept.body)
    for kind in _NAMES:
        if names := getattr(record, kind):
            put(record, kind, tuple([common(name, name) for name in names]))
    if record.source:
        put(record, "source", common(record.source, record.source))
    if record.date:
        put(record, "date", common(record.date, record.date))
    if not record.inferred:
        put(record, "inferred", nothing)
    return record


def forget(kept: list[Kept]) -> None:
    """Let go of the records' encodings, where none will be decoded again: a third of what is kept of an archive."""
    for one in kept:
        put(one, "data", _NOTHING)


_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_MOST = 65_536
"""Bytes that are asked for at once: most records have fewer."""


def contents(file: str) -> bytes:
    """Read a file in four calls of the system, in two thirds of the time that a file object takes.

    Raises:
        OSError: the system refused.
    """
    handle = os.open(file, _READ)
    try:
        parts = [os.read(handle, _MOST)]
        while part := os.read(handle, _MOST):  # file systems of networks may give less than there is
            parts.append(part)
    finally:
        os.close(handle)
    return parts[0] if len(parts) == 1 else b"".join(parts)
