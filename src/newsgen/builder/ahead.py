"""A process of its own that looks at the output and links a second one, while this one reads, plans and renders."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING, BinaryIO, NoReturn, TypeVar

import msgspec

from newsgen.builder.folders import Table, survey
from newsgen.builder.manifest import Entry, Manifest, read_manifest, stamp_of
from newsgen.builder.places import Places
from newsgen.builder.standing import Untouched, examined

if TYPE_CHECKING:
    from newsgen.builder.work import Planned  # it brings the theme, which an unchanged build does without

T = TypeVar("T")
_WORTH = 200_000
"""Bytes of a manifest, about 1,500 files, from which on a look takes longer than to start a process."""
_ROOM = 1 << 20
"""Bytes that wait in a pipe, so that the process need not: the folders of 20,000 articles."""
_FOLLOW, _LOOK_AGAIN = b"f", b"l"
"""What the process is told to do."""


class Ahead(msgspec.Struct, frozen=True):
    """What a process beside this one does; to be asked while `places.lock` is held. Without one nothing is known."""

    untouched: Callable[[], Untouched | None] = lambda: None
    """Waits for what it found first. None if the output is not untouched, or if nothing is known: a look was not worth
    a process, that did not succeed, or another build came between."""
    follow: Callable[[], None] = lambda: None
    """Lets it make the spare a copy of the output, if that is untouched."""
    followed: Callable[[], Table | None] = lambda: None
    """Waits for the spare's folders (`Spare.folders`); None if the spare is no copy."""
    look_again: Callable[[], Callable[[], set[str] | None]] = lambda: lambda: None
    """Lets it look for new names in the output; what it returns waits for the paths in all folders that have changed."""


class Before(msgspec.Struct, frozen=True):
    """What is known of an output when a build begins."""

    ahead: Ahead = Ahead()
    manifest: Manifest | None = None
    """That of the output, if it was just read."""
    rest: Mapping[str, Entry] = {}
    """Of the manifest, the files that stay as they are and are not planned, by path."""
    again: Callable[[], Sequence[Planned]] = tuple
    """Plans the site with these, for the case that one does not stand as it was written."""


class _Seen(msgspec.Struct, frozen=True):
    """What the process tells first."""

    root: tuple[int, int, int]
    """Of the output, before the look: another build puts another folder in its place."""
    untouched: Untouched | None


@contextmanager
def look_ahead(places: Places) -> Iterator[Ahead]:
    """Begin to examine a large output, on Linux; the process ends with the block at the latest."""
    manifest = stamp_of(str(places.manifest))
    if not sys.platform.startswith("linux") or manifest is None or manifest.size < _WORTH:
        yield Ahead()
        return
    (orders, order), (answer, answers), parent = os.pipe(), os.pipe(), os.getpid()
    process = os.fork()
    if process == 0:
        os.close(order)  # so that it sees the end of orders
        os.close(answer)
        _serve(places, parent, orders, answers)
    os.close(orders)
    os.close(answers)
    try:
        with open(answer, "rb") as told:  # noqa: PTH123 - a descriptor
            yield _ahead(places, order, told)
    finally:
        os.close(order)
        os.kill(process, signal.SIGKILL)  # a spare that is half made has no listing
        os.waitpid(process, 0)


def _ahead(places: Places, order: int, told: BinaryIO) -> Ahead:
    """What this process may ask, each once but for `untouched`; answers come in the order of the questions."""

    @cache
    def untouched() -> Untouched | None:
        seen = _receive(told, _Seen)
        return seen.untouched if seen and _counts(places, seen) else None

    def tell(what: bytes) -> bool:
        with suppress(OSError):  # it has ended
            return os.write(order, what) == 1
        return False

    following: list[bool] = []

    def follow() -> None:
        following.append(tell(_FOLLOW))

    @cache
    def followed() -> Table | None:
        untouched()  # its answer comes before
        return _receive(told, Table) if any(following) else None

    def look_again() -> Callable[[], set[str] | None]:
        followed()
        return (lambda: _receive(told, set[str])) if untouched() and tell(_LOOK_AGAIN) else lambda: None

    return Ahead(untouched, follow, followed, look_again)


def _serve(places: Places, parent: int, orders: int, answers: int) -> NoReturn:
    """Be the process: look, do what is told, end without a word and without what others have to clean up."""
    gc.disable()  # it would copy what both processes hold
    try:
        import fcntl

        with suppress(OSError, AttributeError):
            fcntl.fcntl(answers, fcntl.F_SETPIPE_SZ, _ROOM)
        root, stamp, manifest = _root(places), stamp_of(str(places.manifest)), read_manifest(places.manifest)
        seen = _Seen(root, examined(places, manifest, stamp) if stamp else None)
        _send(answers, seen)
        # Imported here, for an unchanged build does without.
        from newsgen.builder.lineage import die_with_parent
        from newsgen.builder.spare import follow_output

        if bind := die_with_parent():
            bind()
        while os.getppid() == parent and (order := os.read(orders, 1)) and seen.untouched:
            if order == _LOOK_AGAIN:
                _send(answers, survey(places.output, seen.untouched.folders(places), 0).names)
            elif _counts(places, seen):
                _send(answers, follow_output(places, _files(manifest)))
            else:
                break
    finally:
        os._exit(0)


def _counts(places: Places, seen: _Seen) -> bool:
    """Tell whether what was seen is of the output that stands now; the caller of `follow` and of this holds `places.lock`."""
    with suppress(FileNotFoundError):
        manifest = seen.untouched and seen.untouched.manifest == stamp_of(str(places.manifest))
        return bool(manifest) and seen.root == _root(places)
    return False


def _files(manifest: Manifest) -> dict[str, str]:
    return {path: entry.sha256 for path, entry in manifest.entries.items()}


def _send(answers: int, what: object) -> None:
    data = msgspec.msgpack.encode(what)
    data = len(data).to_bytes(8) + data
    while data:
        data = data[os.write(answers, data) :]


def _receive(told: BinaryIO, kind: type[T]) -> T | None:
    """Wait for an answer; None if the process ended before it gave one."""
    with suppress(msgspec.DecodeError):
        return msgspec.msgpack.decode(told.read(int.from_bytes(told.read(8))), type=kind)
    return None


def _root(places: Places) -> tuple[int, int, int]:
    found = places.output.stat()
    return found.st_mtime_ns, found.st_ctime_ns, found.st_ino
