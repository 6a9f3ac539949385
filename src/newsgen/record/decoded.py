"""Records as the cache holds them → records; what they take is what most of a build's memory goes into."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec.structs import force_setattr as put

from newsgen.model import Inference, Record
from newsgen.record.kept import Kept

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
