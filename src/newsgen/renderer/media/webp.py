"""WebP: its size, and a copy without metadata. Source: RFC 9649 §2.5 to §2.7, §3.4."""

from __future__ import annotations

import struct

from newsgen.renderer.media.exif import orientation, upright_note
from newsgen.renderer.media.facts import Parsed, broken, cut_off

MAGIC = b"RIFF"

_EXIF, _XMP, _MOVES = 0x08, 0x04, 0x02
_SHOWN = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})


def read_webp(data: bytes) -> Parsed:
    """Walk through the chunks of a RIFF file.

    Raises:
        PictureError: the file is cut off or broken.
    """
    if len(data) < 20:
        raise cut_off()
    end = 8 + int.from_bytes(data[4:8], "little")
    if len(data) < end:
        raise cut_off()
    kept: list[tuple[bytes, bytes]] = []
    turned, at = 1, 12
    while at + 8 <= end:
        name, length = struct.unpack_from("<4sI", data, at)
        content = data[at + 8 : at + 8 + length]
        if len(content) < length:
            raise cut_off()
        if name == b"EXIF":
            turned = orientation(content.removeprefix(b"Exif\0\0"))
        if name in _SHOWN:
            kept.append((name, content))
        at += 8 + length + length % 2
    first = kept[0] if kept else (b"", b"")
    size, moves = _size(*first), first[0] == b"VP8X" and bool(first[1][0] & _MOVES)
    if first[0] == b"VP8X":
        flags = first[1][0] & ~(_EXIF | _XMP) | (_EXIF if turned != 1 else 0)
        kept[0] = b"VP8X", bytes([flags]) + first[1][1:]
        if turned != 1:
            kept.append((b"EXIF", upright_note(turned)))
    return Parsed(*size, _file(kept), turned, moves)


def _size(name: bytes, content: bytes) -> tuple[int, int]:
    """Width and height, from the first chunk."""
    if name == b"VP8X" and len(content) >= 10:
        return 1 + int.from_bytes(content[4:7], "little"), 1 + int.from_bytes(content[7:10], "little")
    if name == b"VP8L" and len(content) >= 5:
        bits = int.from_bytes(content[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if name == b"VP8 " and len(content) >= 10:
        width, height = struct.unpack_from("<HH", content, 6)
        return width & 0x3FFF, height & 0x3FFF
    raise broken("it states no size")


def _file(chunks: list[tuple[bytes, bytes]]) -> bytes:
    body = b"WEBP" + b"".join(
        struct.pack("<4sI", name, len(content)) + content + b"\0" * (len(content) % 2)
        for name, content in chunks
    )
    return MAGIC + struct.pack("<I", len(body)) + body
