"""A look at the output by a process of its own, while this one reads what it is made of."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial

import msgspec

from newsgen.builder.manifest import stamp_of
from newsgen.builder.places import Places
from newsgen.builder.standing import Untouched, examine

_WORTH = 200_000
"""Bytes of a manifest, about 1,500 files, from which on a look takes longer than to start a process."""


class _Seen(msgspec.Struct, frozen=True):
    """What the process tells."""

    root: tuple[int, int, int]
    """Of the output, before the look: another build puts another folder in its place."""
    untouched: Untouched | None


@contextmanager
def look_ahead(places: Places) -> Iterator[Callable[[], Untouched | None]]:
    """Begin to examine a large output, on Linux; the process ends with the block at the latest.

    Yields:
        What waits for the result, and is to be asked while `places.lock` is held. None if the output is not untouched,
        or nothing is known: it was not worth a process, that did not succeed, or another build came between.
    """
    manifest = stamp_of(str(places.manifest))
    if not sys.platform.startswith("linux") or manifest is None or manifest.size < _WORTH:
        yield lambda: None
        return
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        _tell(places, writer)
    os.close(writer)
    try:
        yield cache(partial(_result, places, reader))
    finally:
        os.close(reader)
        os.kill(process, signal.SIGKILL)  # it only reads
        os.waitpid(process, 0)


def _tell(places: Places, writer: int) -> None:
    """Be the process: examine, write what was found, end without a word and without what others have to clean up."""
    gc.disable()  # it would copy what both processes hold
    try:
        root = _root(places)
        data = msgspec.msgpack.encode(_Seen(root, examine(places)))
        while data:
            data = data[os.write(writer, data) :]
    finally:
        os._exit(0)


def _result(places: Places, reader: int) -> Untouched | None:
    data = bytearray()
    while part := os.read(reader, 1 << 20):
        data += part
    with suppress(msgspec.DecodeError, FileNotFoundError):
        seen = msgspec.msgpack.decode(data, type=_Seen)
        same = seen.untouched and seen.untouched.manifest == stamp_of(str(places.manifest))
        return seen.untouched if same and seen.root == _root(places) else None
    return None


def _root(places: Places) -> tuple[int, int, int]:
    found = places.output.stat()
    return found.st_mtime_ns, found.st_ctime_ns, found.st_ino
