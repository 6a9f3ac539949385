"""PNG: its size, and a copy without metadata. Source: PNG (W3C, third edition) §5, §11."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from newsgen.renderer.media.exif import orientation, upright_note
from newsgen.renderer.media.facts import Parsed, broken, cut_off

MAGIC = b"\x89PNG\r\n\x1a\n"

_SHOWN = frozenset(b"tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP mDCV cLLI acTL fcTL fdAT".split())
"""Chunks beside the critical ones that change how it looks."""


def read_png(data: bytes) -> Parsed:
    """Walk through the chunks.

    Raises:
        PictureError: the file is cut off or broken.
    """
    before: list[bytes] = []
    pixels: list[bytes] = []
    size, turned, moves = (0, 0), 1, False
    for name, content, chunk in _chunks(data):
        if name == b"IHDR" and len(content) >= 8:
            size = struct.unpack_from(">II", content)
        elif name == b"eXIf":
            turned = orientation(content)
        moves |= name == b"acTL"
        if name in _SHOWN or not name[0] & 0x20:
            (pixels if pixels or name == b"IDAT" else before).append(chunk)
    if not all(size) or len(pixels) < 2:
        raise broken("it holds no picture" if all(size) else "it states no size")
    note = [_chunk(b"eXIf", upright_note(turned))] if turned != 1 else []
    return Parsed(size[0], size[1], b"".join([MAGIC, *before, *note, *pixels]), turned, moves)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Name and content of each chunk up to the last, and the chunk as it stands."""
    at, name = len(MAGIC), b""
    while name != b"IEND":
        if len(data) < at + 12:
            raise cut_off()
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if len(data) < end:
            raise cut_off()
        if zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            raise broken(f"the checksum at byte {at} is wrong")
        yield name, data[at + 8 : end - 4], data[at:end]
        at = end


def _chunk(name: bytes, content: bytes) -> bytes:
    body = name + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))
