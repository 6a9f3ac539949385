"""newsgen.lock on disk."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path

import msgspec

from newsgen.lockfile import NAME, Lock, format_lock, read_lock
from newsgen.pipeline.inputs import engine
from newsgen.pipeline.project import Project


class KnownLock:
    """A lock of which is known what every build asks; all that it says is decoded when that is asked for."""

    def __init__(self, told: bytes, published: bool, moves: bool, read: Callable[[], Lock]) -> None:
        """Keep what is known.

        Args:
            told: digest over its addresses and old pages of names, on which a generation depends.
            published: whether it holds addresses.
            moves: whether it holds old pages of names.
            read: gives the lock.
        """
        self.told, self.published, self.moves, self._read = told, published, moves, read

    @classmethod
    def of(cls, lock: Lock) -> KnownLock:
        """Find out what is asked of a lock."""
        lines = [
            f"{old}\0{new}"
            for pairs in (lock.addresses, lock.moved)
            for old, new in [("", ""), *sorted(pairs.items())]
        ]
        told = hashlib.blake2b("\n".join(lines).encode("utf-8", "surrogateescape"), digest_size=16).digest()
        return cls(told, bool(lock.addresses), bool(lock.moved), lambda: lock)

    @cached_property
    def lock(self) -> Lock:
        """All that it says."""
        return self._read()


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """A lock that was read before."""

    digest: bytes
    """Over its bytes and the code that read them."""
    told: bytes
    published: bool
    moves: bool
    lock: msgspec.Raw


def open_lock(project: Project) -> KnownLock:
    """Read the archive's lock, or take it from the cache if its bytes were read before; one that does not exist is empty.

    Raises:
        ContentError: the lock is broken.
    """
    try:
        data = (project.root / NAME).read_bytes()
    except FileNotFoundError:
        return KnownLock.of(Lock({}, {}, {}))
    digest = hashlib.blake2b(engine().encode() + data, digest_size=16).digest()
    cache = project.work / "cache" / "lock"
    with suppress(FileNotFoundError, msgspec.DecodeError):
        kept = msgspec.msgpack.decode(cache.read_bytes(), type=_Kept)
        if kept.digest == digest:
            return KnownLock(kept.told, kept.published, kept.moves, partial(_decoded, kept.lock, data))
    lock = KnownLock.of(_parsed(data))
    if cache.parent.is_dir():
        with suppress(UnicodeEncodeError):  # a path that is not UTF-8: such a lock is read each time
            whole = msgspec.Raw(msgspec.msgpack.encode(lock.lock))
            _keep(cache, msgspec.msgpack.encode(_Kept(digest, lock.told, lock.published, lock.moves, whole)))
    return lock


def read_archive_lock(project: Project) -> Lock:
    """All that the archive's lock says; as `open_lock`."""
    return open_lock(project).lock


def _decoded(kept: msgspec.Raw, data: bytes) -> Lock:
    try:
        return msgspec.msgpack.decode(kept, type=Lock)
    except msgspec.DecodeError:
        return _parsed(data)


def _parsed(data: bytes) -> Lock:
    return read_lock(data.decode("utf-8", "surrogateescape").replace("\r\n", "\n").replace("\r", "\n"))


def _keep(cache: Path, data: bytes) -> None:
    fresh = cache.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(data)
    fresh.replace(cache)


def write_archive_lock(project: Project, lock: Lock) -> None:
    """Replace the lock as a whole; a lock with the same text is not touched."""
    text = format_lock(lock).encode("utf-8", "surrogateescape")
    target = project.root / NAME
    if target.is_file() and target.read_bytes() == text:
        return
    import tempfile  # it brings shutil, which an unchanged build does without

    handle, name = tempfile.mkstemp(dir=project.work, prefix="lock-")
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - the handle is open already
            file.write(text)
        os.chmod(name, 0o644)  # noqa: PTH101 - mkstemp makes it private
        os.replace(name, target)  # noqa: PTH105
    finally:
        Path(name).unlink(missing_ok=True)


def add_addresses(project: Project, addresses: dict[str, str]) -> None:
    """Write addresses and the records behind them into the lock as it is now: a loader may have run meanwhile."""
    lock = read_archive_lock(project)
    if not (project.root / NAME).is_file() or not addresses.items() <= lock.addresses.items():
        write_archive_lock(project, msgspec.structs.replace(lock, addresses=lock.addresses | addresses))


def with_addresses(lock: Lock, addresses: Mapping[str, str]) -> Lock:
    """Remember where records stand now, beside where they ever stood.

    Args:
        lock: as it was.
        addresses: by path of record, its address.
    """
    now = {address: path for path, address in addresses.items()}
    return msgspec.structs.replace(lock, addresses=lock.addresses | now)


def with_moves(lock: Lock, moves: Mapping[str, str]) -> Lock:
    """Follow records to new files: `moves` maps old path to new path."""
    if not moves:
        return lock
    addresses = {address: moves.get(path, path) for address, path in lock.addresses.items()}
    return msgspec.structs.replace(lock, addresses=addresses)
