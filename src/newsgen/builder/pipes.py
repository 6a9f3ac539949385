"""What a process and the one that it forked tell each other through pipes, and how they share work."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence, Sized
from contextlib import suppress
from typing import BinaryIO, TypeVar

import msgspec

T = TypeVar("T")
PARTS = 1000
"""Into which work is divided at most. Their numbers fit into a pipe of any size, so that who lays them out need not wait."""
_WIDTH = 4


def send(pipe: int, what: object) -> None:
    """Write one value, with its length before it."""
    data = msgspec.msgpack.encode(what)
    data = len(data).to_bytes(8) + data
    while data:
        data = data[os.write(pipe, data) :]


def receive(pipe: BinaryIO, kind: type[T]) -> T | None:
    """Wait for a value; None if the process ended before it gave one."""
    with suppress(msgspec.DecodeError):
        return msgspec.msgpack.decode(pipe.read(int.from_bytes(pipe.read(8))), type=kind)
    return None


def lay_out(work: Sized, pipe: int) -> int:
    """Let whoever calls `parts` take some, and close the pipe; how many there are.

    Parts of one half and of the other take turns, so that two processes seldom wait for each other in one folder.
    """
    number = -(-len(work) // _size(work))
    half = max(1, -(-number // 2))
    order = sorted(range(number), key=lambda part: part % half)
    os.write(pipe, b"".join(part.to_bytes(_WIDTH) for part in order))
    os.close(pipe)
    return number


def parts(work: Sequence[T], pipe: int) -> Iterator[Sequence[T]]:
    """Take one part after the other until none is left; each goes to one process, which then has to do it.

    Args:
        work: the same in all processes, and for `lay_out`.
        pipe: where `lay_out` wrote; to read a few bytes that are there is one step of the system.
    """
    size = _size(work)
    while number := os.read(pipe, _WIDTH):
        at = int.from_bytes(number) * size
        yield work[at : at + size]


def _size(work: Sized) -> int:
    return max(1, -(-len(work) // PARTS))
