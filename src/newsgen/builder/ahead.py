"""A process of its own that looks at the output and links a second one, while this one reads, plans and renders.

What that process does is told in `builder.beside`.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache, partial
from itertools import chain, compress
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from newsgen.builder.beside import FAILED, FOLLOW, LINKED, LOOK_AGAIN, Pipes, Seen, counts, serve
from newsgen.builder.folders import Table, changed_of, names_in
from newsgen.builder.manifest import Entry, Manifest, stamp_of
from newsgen.builder.pipes import parts, receive
from newsgen.builder.places import Places
from newsgen.builder.standing import Untouched

if TYPE_CHECKING:
    from newsgen.builder.work import Planned  # it brings the theme, which an unchanged build does without

_WORTH = 200_000
"""Bytes of a manifest, about 1,500 files, from which on a look takes longer than to start a process."""


class Ahead(msgspec.Struct, frozen=True):
    """What a process beside this one does; to be asked while `places.lock` is held. Without one nothing is known."""

    untouched: Callable[[], Untouched | None] = lambda: None
    """Waits for what it found first. None if the output is not untouched, or if nothing is known: a look was not worth
    a process, that did not succeed, or another build came between."""
    follow: Callable[[Collection[str]], None] = lambda _files: None
    """Lets it make the spare a copy of the output, if that is untouched; `files` are the output's, as in its manifest."""
    followed: Callable[[], msgspec.Raw | None] = lambda: None
    """Helps it to link what is left, and waits for the spare's folders (`Spare.folders`); None if the spare is no copy."""
    look_again: Callable[[], Callable[[Table], set[str] | None]] = lambda: lambda _known: None
    """Lets it look for new names in the output, as the last it does; what is returned, given `Untouched.folders`, helps it
    and tells the paths in all folders that have changed."""


class Before(msgspec.Struct, frozen=True):
    """What is known of an output when a build begins."""

    ahead: Ahead = Ahead()
    manifest: Manifest | None = None
    """That of the output, if it was just read."""
    rest: Mapping[str, Entry] = {}
    """Of the manifest, the files that stay as they are and are not planned, by path."""
    again: Callable[[], Sequence[Planned]] = tuple
    """Plans the site with these, for the case that one does not stand as it was written."""


@contextmanager
def look_ahead(places: Places) -> Iterator[Ahead]:
    """Begin to examine a large output, on Linux; the process ends with the block at the latest."""
    manifest = stamp_of(str(places.manifest))
    if not sys.platform.startswith("linux") or manifest is None or manifest.size < _WORTH:
        yield Ahead()
        return
    pipes, parent = Pipes(os.pipe(), os.pipe(), os.pipe(), os.pipe()), os.getpid()
    process = os.fork()
    if process == 0:
        serve(places, parent, pipes)
    for end in (pipes.orders[0], pipes.answers[1], pipes.links[1], pipes.folders[1]):
        os.close(end)
    try:
        with open(pipes.answers[0], "rb") as told:  # noqa: PTH123 - a descriptor
            yield _ahead(places, pipes, told)
    finally:
        os.close(pipes.orders[1])
        os.close(pipes.links[0])
        os.close(pipes.folders[0])
        os.kill(process, signal.SIGKILL)  # a spare that is half made has no listing
        os.waitpid(process, 0)


def _ahead(places: Places, pipes: Pipes, told: BinaryIO) -> Ahead:
    """What this process may ask, each once but for `untouched`; answers come in the order of the questions."""

    @cache
    def untouched() -> Untouched | None:
        seen = receive(told, Seen)
        return seen.untouched if seen and counts(places, seen) else None

    def tell(what: bytes) -> bool:
        with suppress(OSError):  # it has ended
            return os.write(pipes.orders[1], what) == 1
        return False

    following: list[Collection[str]] = []

    def follow(files: Collection[str]) -> None:
        if tell(FOLLOW):
            following.append(files)

    @cache
    def followed() -> msgspec.Raw | None:
        if untouched() is None or not following:
            return None
        if (wanted := receive(told, bytes)) is None:
            return None
        if became := _link(places, compress(following[0], wanted), pipes.links[0]):
            tell(became)
        return receive(told, msgspec.Raw)

    def look_again() -> Callable[[Table], set[str] | None]:
        followed()
        known = untouched() and tell(LOOK_AGAIN)
        return partial(_newcomers, places, told, pipes.folders[0]) if known else lambda _known: None

    return Ahead(untouched, follow, followed, look_again)


def _newcomers(places: Places, told: BinaryIO, work: int, known: Table) -> set[str] | None:
    """Take parts of the look while there are some; what both found, None if that is not known."""
    own = changed_of(places.output, chain.from_iterable(parts(list(known.items()), work)))
    others = receive(told, list[str])
    return None if own is None or others is None else names_in(places.output, own + others, known)


def _link(places: Places, paths: Iterable[str], work: int) -> bytes:
    """Take parts of the links while there are some; what to tell of it, b'' if there were none."""
    from newsgen.builder.linking import link_all

    began = False

    def own() -> Iterator[str]:
        nonlocal began
        for part in parts(list(paths), work):
            began = True
            yield from part

    try:
        link_all(places.spare, own(), places.output)
    except OSError:  # the build, which then links by itself, meets it again and tells it
        return FAILED
    return LINKED if began else b""
