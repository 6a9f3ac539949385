"""Read all records of a folder; records whose stat did not change come from a cache.

The reader and YAML are imported only if a record is new or changed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import force_setattr

from newsgen.errors import ContentError, OutputError, Problem, make_outside_link_problem, report_system_errors
from newsgen.files import leads_outside, read_cached_value, write_cached_value
from newsgen.model import Inference, Record, StandalonePage
from newsgen.settings.values import TextLimitSettings

if TYPE_CHECKING:
    from concurrent.futures import Executor  # it imports logging, which most runs do not need

OpenExecutor = Callable[[], "AbstractContextManager[Executor]"]

SUFFIXES = (".md", ".markdown")

VERSION = "records 9"
"""Version of the cache's format."""

CLOCK_TICK_NS = 2_000_000_000
"""If a file changed so recently, a later change may not show in its stat: the slowest clock of a file system (FAT) ticks
every two seconds. Source: git's Documentation/technical/racy-git.txt."""

_CHUNK = 128
"""Files for each task of a worker."""

MIN_FILES_FOR_WORKERS = 4 * _CHUNK
"""Number of files from which workers are used; reading fewer takes less time than starting workers."""

LIMITS = TextLimitSettings()
"""How large a file may be, if the settings do not say."""

_NAMES = ("topics", "people", "places", "organizations", "authors")


class Stat(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The part of a file's stat that changes with its content."""

    size: int
    mtime_ns: int
    ctime_ns: int
    ino: int

    @classmethod
    def of(cls, found: os.stat_result) -> Stat:
        """Make it from the result of `os.stat`."""
        return cls(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)

    def is_settled(self, now_ns: int) -> bool:
        """True if the file is so old at `now_ns` that a later change must show in its stat."""
        return max(self.mtime_ns, self.ctime_ns) < now_ns - CLOCK_TICK_NS


class CachedRecord(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A record or standalone page in the cache."""

    path: str
    stat: Stat
    settled: bool
    """`Stat.is_settled` when the file was read; if False, the file must be read again."""
    file_digest: str
    """SHA-256 of the file's bytes, in hex."""
    day: str
    """First day that the date may mean, YYYY-MM-DD; '' without a date."""
    body_digest: str
    """SHA-256 of the body in hex; it identifies a renamed record."""
    data: msgspec.Raw
    """The record in MessagePack, decoded only when it is needed."""


class _Cache(msgspec.Struct, frozen=True):
    """The content of the cache file."""

    engine: str = ""
    """Version of the code that read the records."""
    records: list[CachedRecord] = []
    gone: dict[str, str] = {}
    """Deleted records: path → body digest."""


Task = tuple[str, Stat, CachedRecord | None]
"""A file's path, its stat, and its record in the cache, if any."""
Result = CachedRecord | list[Problem]
"""A file's record, or its problems."""


def read_record_folder(
    root: Path,
    folder: str,
    cache: Path,
    engine: str,
    now_ns: int,
    *,
    pages: bool = False,
    urls: Iterable[str] = (),
    limits: TextLimitSettings = LIMITS,
    executor: OpenExecutor | None = None,
    wrong: list[Problem] | None = None,
) -> tuple[list[CachedRecord], list[tuple[str, str]]]:
    """Read new and changed records of a folder, and take the others from the cache.

    Args:
        root: the archive's folder.
        folder: the records' folder, relative to root, '/'-separated.
        cache: the cache file; if it is damaged, it is made again.
        engine: version of the code that reads records; a new version empties the cache.
        now_ns: the file system's clock, in nanoseconds.
        pages: True if the files are standalone pages.
        urls: URLs of the site, now and before; links to them are kept as references.
        limits: how large a file may be.
        executor: function that starts workers, used if many records are new.
        wrong: takes the problems, so that the other records are returned.

    Returns:
        The records, sorted by path; and path and body digest of all deleted records, sorted by path. Every run
        returns all of them, because the run that first misses a record may fail.

    Raises:
        ContentError: all problems of all records, without `wrong`.
        OutputError: a file cannot be read.
    """
    hosts = list_url_hosts(urls)
    engine = " ".join([engine, *hosts, f"{limits.size} {limits.cells}"])
    cached = read_cached_value(cache, _Cache, VERSION) or _Cache()
    last = {record.path: record for record in cached.records}
    known = last if cached.engine == engine else {}
    found: dict[str, CachedRecord | None] = {}
    tasks: list[Task] = []
    for path, stat in sorted(scan_files(root, folder, SUFFIXES)):
        old = found[path] = known.get(path)
        if old is None or old.stat != stat or not old.settled:
            tasks.append((path, stat, old))
    problems: list[Problem] = []
    broken: list[CachedRecord] = []
    changed = False
    read = partial(_read_chunk, root, pages, hosts, limits, now_ns)
    for (path, _, old), result in zip(tasks, _read_files(read, tasks, executor), strict=True):
        if isinstance(result, CachedRecord):
            found[path] = result
            changed |= result != old
        else:
            problems += result
            broken += [old] if old else []
            found[path] = None
    records = [record for record in found.values() if record]
    gone = {path: body for path, body in cached.gone.items() if path not in found}
    gone |= {path: last[path].body_digest for path in last.keys() - found.keys()}
    if changed or gone != cached.gone:
        write_cached_value(cache, _Cache(engine, records + broken, gone), VERSION)
    if wrong is not None:
        wrong += problems
    elif problems:
        raise ContentError(problems)
    return records, sorted(gone.items())


def _read_files(
    read: Callable[[list[Task]], list[Result]], tasks: list[Task], executor: OpenExecutor | None
) -> Iterable[Result]:
    """Read files in order, many of them in workers."""
    if executor is None or len(tasks) < MIN_FILES_FOR_WORKERS:
        return read(tasks)
    from concurrent.futures import BrokenExecutor

    import newsgen.record.read  # noqa: F401 - before the fork, so that workers inherit it

    chunks = [tasks[start : start + _CHUNK] for start in range(0, len(tasks), _CHUNK)]
    try:
        with executor() as pool:
            return list(chain.from_iterable(pool.map(read, chunks)))
    except BrokenExecutor as error:
        message = "a process that reads records was killed"
        raise OutputError(Problem("", 0, 0, message, "try again, or with --jobs 1")) from error


def list_url_hosts(urls: Iterable[str]) -> tuple[str, ...]:
    """List the hosts of URLs, without 'www.'."""
    return tuple(sorted({urlsplit(url).netloc.lower().removeprefix("www.") for url in urls}))


def _read_chunk(
    root: Path, pages: bool, hosts: tuple[str, ...], limits: TextLimitSettings, now_ns: int, tasks: list[Task]
) -> list[Result]:
    from newsgen.record.read import read_page, read_record  # heavy, and most runs do not need it

    parse = partial(read_page if pages else read_record, hosts=hosts)
    results: list[Result] = []
    for task in tasks:
        try:
            _refuse_large_file(root, limits, task[0], task[1].size)
            results.append(_read_file(root, parse, now_ns, *task))
        except ContentError as error:
            results.append(list(error.problems))
    return results


def _refuse_large_file(root: Path, limits: TextLimitSettings, path: str, size: int) -> None:
    """Raise ContentError for a file that would take gigabytes of memory: it is too large, or has too many cells of tables."""
    if size > limits.size * 1000:
        message = f"the file has {size:,} bytes, and a text at most {limits.size:,},000"
        remedy = f"split it, or allow more: [texts] size = {-(-size // 1000)}"
        raise ContentError(Problem(path, 1, 1, message, remedy, "large-text"))
    if size > limits.cells:
        with report_system_errors(path, "read"):
            data = (root / path).read_bytes()
        if (cells := data.count(b"|")) > limits.cells:
            line = data.count(b"\n", 0, data.find(b"|")) + 1
            message = f"the tables have about {cells:,} cells, and those of a text at most {limits.cells:,}"
            remedy = f"split them, or allow more: [texts] cells = {cells}"
            raise ContentError(Problem(path, line, 1, message, remedy, "large-table"))


def _read_file(
    root: Path,
    parse: Callable[[str, bytes], Record | StandalonePage],
    now_ns: int,
    path: str,
    stat: Stat,
    old: CachedRecord | None,
) -> CachedRecord:
    """Read a file; if its bytes did not change, only update its stat in the cached record."""
    try:
        with open(f"{root}/{path}", "rb", buffering=0) as file:  # noqa: PTH123 - three times as fast as a Path
            data = file.read()
    except OSError as error:
        raise OutputError(Problem(path, 0, 0, f"cannot be read: {error.strerror}")) from error
    digest = hashlib.sha256(data).hexdigest()
    if old is not None and old.file_digest == digest:
        return msgspec.structs.replace(old, stat=stat, settled=stat.is_settled(now_ns))
    record = parse(path, data)
    date = record.date if isinstance(record, Record) else None
    return CachedRecord(
        path=path,
        stat=stat,
        settled=stat.is_settled(now_ns),
        file_digest=digest,
        day=date.first_day.isoformat() if date else "",
        body_digest=record.body.sha256,
        data=msgspec.Raw(msgspec.msgpack.encode(record)),
    )


def decode_records(cached: Iterable[CachedRecord]) -> list[Record]:
    """Decode records from the cache.

    Equal names, sources, dates, paths and digests become one object, which halves the memory.
    """
    decode = msgspec.msgpack.Decoder(Record).decode
    shared: dict[Any, Any] = {}
    nothing: dict[str, Inference] = {}
    records = []
    for entry in cached:
        record = decode(entry.data)  # no other code has this object yet, so it may be changed
        force_setattr(record, "path", entry.path)
        force_setattr(record.body, "path", entry.path)
        force_setattr(record.body, "sha256", entry.body_digest)
        for field in _NAMES:
            if names := getattr(record, field):
                force_setattr(record, field, tuple([shared.setdefault(name, name) for name in names]))
        for field in ("source", "date"):
            if value := getattr(record, field):
                force_setattr(record, field, shared.setdefault(value, value))
        if not record.inferred:
            force_setattr(record, "inferred", nothing)
        records.append(record)
    return records


def scan_files(
    root: Path,
    folder: str,
    suffixes: tuple[str, ...] = (),
    *,
    hidden: bool = False,
    but: str = "",
    anywhere: bool = False,
) -> Iterator[tuple[str, Stat]]:
    """Yield path and stat of each regular file below a folder; links to folders are not followed.

    Args:
        root: the archive's folder; paths are relative to it.
        folder: '/'-separated path relative to root.
        suffixes: extensions in lower case, e.g. '.md'; () means all files.
        hidden: True includes names that begin with '.'.
        but: name of folders to skip.
        anywhere: True also yields files to which links lead out of `root`.

    Raises:
        ContentError: files have names that are not UTF-8, to which no page can link; links lead out of `root`.
    """
    problems: list[Problem] = []
    waiting = [folder]
    if not anywhere and leads_outside(root / folder, root):
        raise ContentError(make_outside_link_problem(folder))
    while waiting:
        here = waiting.pop()
        try:
            entries = os.scandir(root / here)
        except (FileNotFoundError, NotADirectoryError):
            continue
        with entries:
            for entry in entries:
                name = entry.name
                path = f"{here}/{name}"
                if name[0] == "." and not hidden:
                    continue
                if not name.isascii() and os.fsencode(name) != name.encode("utf-8", "replace"):
                    shown = os.fsencode(path).decode("utf-8", "backslashreplace")
                    message = "the file's name is not UTF-8"
                    problems.append(Problem(shown, 0, 0, message, "rename it", "bad-name"))
                elif entry.is_dir(follow_symlinks=False):
                    if name != but:
                        waiting.append(path)
                elif (not suffixes or name.lower().endswith(suffixes)) and entry.is_file():
                    if not anywhere and entry.is_symlink() and leads_outside(root / path, root):
                        problems.append(make_outside_link_problem(path))
                        continue
                    yield path, Stat.of(entry.stat())
    if problems:
        raise ContentError(problems)
