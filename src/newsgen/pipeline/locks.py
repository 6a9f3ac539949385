"""newsgen.lock on disk."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from newsgen.lockfile import NAME, Lock, format_lock, read_lock
from newsgen.pipeline.inputs import engine
from newsgen.pipeline.project import Project


class _Known(msgspec.Struct, frozen=True, array_like=True):
    """A lock that was read before."""

    digest: bytes
    """Over its bytes and the code that read them."""
    lock: Lock


def read_archive_lock(project: Project) -> Lock:
    """Read the archive's lock, or take it from the cache if its bytes were read before; one that does not exist is empty.

    Raises:
        ContentError: the lock is broken.
    """
    try:
        data = (project.root / NAME).read_bytes()
    except FileNotFoundError:
        return Lock({}, {}, {})
    digest = hashlib.blake2b(engine().encode() + data, digest_size=16).digest()
    cache = project.work / "cache" / "lock"
    try:
        known = msgspec.msgpack.decode(cache.read_bytes(), type=_Known)
        if known.digest == digest:
            return known.lock
    except (FileNotFoundError, msgspec.DecodeError):
        pass
    text = data.decode("utf-8", "surrogateescape").replace("\r\n", "\n").replace("\r", "\n")
    lock = read_lock(text)
    if cache.parent.is_dir():
        with suppress(UnicodeEncodeError):  # a path that is not UTF-8: such a lock is read each time
            _keep(cache, msgspec.msgpack.encode(_Known(digest, lock)))
    return lock


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
