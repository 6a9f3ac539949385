"""What the cache holds of a record, and how a file becomes that; many at once by workers."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from functools import cache
from itertools import chain, islice, repeat
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from newsgen.errors import ContentError, OutputError, Problem
from newsgen.model import Body, Record, StandalonePage
from newsgen.record.contents import contents
from newsgen.record.parts import Parts, digests_of, plain_parts

if TYPE_CHECKING:
    from concurrent.futures import Executor  # it brings logging, which most runs do without

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
    """What stands for the file's bytes: `newsgen.record.parts.digest_of` of a record, else their hex digest."""
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
