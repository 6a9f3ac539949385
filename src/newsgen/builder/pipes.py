"""What a process and the one that it forked tell each other through pipes, and how they share work."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import BinaryIO, TypeVar

import msgspec

T = TypeVar("T")
PARTS = 1000
"""Into which work is divided. Their numbers fit into a pipe of any size, so that who lays them out need not wait."""
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


def lay_out(pipe: int) -> None:
    """Let whoever calls `parts` take some, and close the pipe."""
    os.write(pipe, b"".join(number.to_bytes(_WIDTH) for number in range(PARTS)))
    os.close(pipe)


def parts(work: Sequence[T], pipe: int) -> Iterator[Sequence[T]]:
    """Take one part after the other until none is left; each goes to one process, which then has to do it.

    Args:
        work: the same in all processes.
        pipe: where `lay_out` wrote; to read a few bytes that are there is one step of the system.
    """
    size = -(-len(work) // PARTS)
    while number := os.read(pipe, _WIDTH):
        at = int.from_bytes(number) * size
        yield work[at : at + size]
