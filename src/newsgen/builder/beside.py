"""The process of `builder.ahead`: it looks at the output, and then does what it is told."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain
from typing import NoReturn

import msgspec

from newsgen.builder.folders import Table, changed_of
from newsgen.builder.manifest import Manifest, read_manifest, stamp_of
from newsgen.builder.pipes import lay_out, parts, send
from newsgen.builder.places import Places
from newsgen.builder.standing import Untouched, examined

_ROOM = 1 << 20
"""Bytes that wait in a pipe, so that the process need not: the folders of 20,000 articles."""
FOLLOW, LOOK_AGAIN = b"f", b"l"
"""What the process is told to do."""
LINKED, FAILED = b"d", b"x"
"""What it is told of links that it left to the other one."""


class Pipes(msgspec.Struct, frozen=True):
    """Between the two processes; of each the end to read from, and the end to write to."""

    orders: tuple[int, int]
    answers: tuple[int, int]
    links: tuple[int, int]
    """Which parts of the links nobody has taken yet; see `pipes.parts`."""
    folders: tuple[int, int]
    """The same of the folders to look at."""


class Seen(msgspec.Struct, frozen=True):
    """What the process tells first."""

    root: tuple[int, int, int]
    """Of the output, before the look: another build puts another folder in its place."""
    untouched: Untouched | None


def serve(places: Places, parent: int, pipes: Pipes) -> NoReturn:
    """Look, do what is told, end without a word and without what others have to clean up."""
    gc.disable()  # it would copy what both processes hold
    try:
        orders, answers = pipes.orders[0], pipes.answers[1]
        os.close(pipes.orders[1])  # so that it sees the end of orders
        os.close(pipes.answers[0])
        import fcntl

        with suppress(OSError, AttributeError):
            fcntl.fcntl(answers, fcntl.F_SETPIPE_SZ, _ROOM)
        root, stamp, manifest = (
            root_of(places),
            stamp_of(str(places.manifest)),
            read_manifest(places.manifest),
        )
        seen = Seen(root, examined(places, manifest, stamp) if stamp else None)
        send(answers, seen)
        # Imported here, for an unchanged build does without.
        from newsgen.builder.lineage import die_with_parent

        if bind := die_with_parent():
            bind()
        known: Table = {}
        while os.getppid() == parent and (order := os.read(orders, 1)) and seen.untouched:
            known = known or seen.untouched.folders(places)
            if order == FOLLOW and counts(places, seen):
                _follow(places, manifest, pipes)
                continue
            if order == LOOK_AGAIN:
                lay_out(known, pipes.folders[1])
                part = chain.from_iterable(parts(list(known.items()), pipes.folders[0]))
                send(answers, changed_of(places.output, part))
            break
    finally:
        os._exit(0)


def counts(places: Places, seen: Seen) -> bool:
    """Tell whether what was seen is of the output that stands now; the caller of `follow` and of this holds `places.lock`."""
    with suppress(FileNotFoundError):
        manifest = seen.untouched and seen.untouched.manifest == stamp_of(str(places.manifest))
        return bool(manifest) and seen.root == root_of(places)
    return False


def root_of(places: Places) -> tuple[int, int, int]:
    """What changes when another folder takes the output's place, or a name in it comes or goes."""
    found = places.output.stat()
    return found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _follow(places: Places, manifest: Manifest, pipes: Pipes) -> None:
    """Make the spare a copy of the output; the other process takes as many of the links as it has time for.

    Raises:
        OSError: the system refused, here or there; the spare is then without a listing.
    """
    from newsgen.builder.spare import follow_output

    files = {path: entry.sha256 for path, entry in manifest.entries.items()}

    def shared(paths: Sequence[str]) -> Iterator[str]:
        send(pipes.answers[1], bytes(map(set(paths).__contains__, files)))  # the other one knows the paths
        own, all_parts = 0, lay_out(paths, pipes.links[1])
        for part in parts(paths, pipes.links[0]):
            own += 1
            yield from part
        if own < all_parts and os.read(pipes.orders[0], 1) != LINKED:
            raise BrokenPipeError

    send(pipes.answers[1], follow_output(places, files, shared))
