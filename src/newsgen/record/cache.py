"""What is known of all records, on the disk: in one file, and what has changed since it was written in another beside it.

To write the first takes as long as to read a thousand records, and an edit changes one.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeVar

import msgspec

from newsgen.record.kept import Kept

T = TypeVar("T")

VERSION = 5
_FEW = 64
"""Changed records that are always few enough for the second file; of many records, one in fifty."""


class _All(msgspec.Struct, frozen=True):
    version: int = 0
    engine: str = ""
    number: int = 0
    """How often this file was written."""
    records: list[Kept] = []
    gone: dict[str, str] = {}


class _Late(msgspec.Struct, frozen=True):
    number: int = 0
    """That of the file which this one amends; beside another it means nothing."""
    records: list[Kept] = []
    gone: dict[str, str] = {}


class Cache(msgspec.Struct, frozen=True):
    """What both files say."""

    engine: str
    """Stands for the version of the code that read the records."""
    records: dict[str, Kept]
    """By path."""
    gone: dict[str, str]
    """Records that ever vanished and have not come back: path → body digest."""
    number: int
    late: dict[str, Kept]
    """Those that are in the second file."""


def load(file: Path) -> Cache:
    """Read the first file at `file`, and the second; what cannot be read is as if it were not there."""
    whole = _read(file, _All)
    if whole.version != VERSION:
        return Cache("", {}, {}, 0, {})
    records = {one.path: one for one in whole.records}
    amended = _read(_beside(file), _Late)
    if amended.number != whole.number:
        return Cache(whole.engine, records, whole.gone, whole.number, {})
    late = {one.path: one for one in amended.records}
    records |= late
    for path in amended.gone:
        records.pop(path, None)
    return Cache(whole.engine, records, amended.gone, whole.number, late)


def save(
    file: Path, engine: str, old: Cache, records: list[Kept], changed: dict[str, Kept], gone: dict[str, str]
) -> None:
    """Write what is new.

    Args:
        file: as in `load`.
        engine: as in `Cache`.
        old: what is on the disk.
        records: all of them.
        changed: those that are not as in `old`, by path.
        gone: as in `Cache`.
    """
    late = [*(old.late | changed).values()]
    if old.number and engine == old.engine and len(late) <= max(_FEW, len(records) // 50):
        _write(_beside(file), _Late(old.number, late, gone))
    else:
        _write(file, _All(VERSION, engine, old.number + 1, records, gone))
        _beside(file).unlink(missing_ok=True)


def _beside(file: Path) -> Path:
    return file.with_suffix(".late")


def _read(file: Path, kind: type[T]) -> T:
    try:
        return msgspec.msgpack.decode(file.read_bytes(), type=kind)
    except (FileNotFoundError, msgspec.DecodeError):
        return kind()


def _write(file: Path, value: _All | _Late) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(f".{os.getpid()}")  # a preview and a build may write at once
    fresh.write_bytes(msgspec.msgpack.encode(value))
    fresh.replace(file)
