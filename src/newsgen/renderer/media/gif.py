"""GIF: its size, and a copy without comments. Source: GIF89a specification, §17 to §27."""

from __future__ import annotations

from newsgen.renderer.media.facts import Parsed, broken, cut_off

MAGIC = b"GIF8"

_PLAYED = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
"""Applications whose block says how often it is played."""


def read_gif(data: bytes) -> Parsed:
    """Walk through the blocks.

    Raises:
        PictureError: the file is cut off or broken.
    """
    try:
        at = 13 + _table(data[10])
        kept, pictures = [data[:at]], 0
        while data[at] != 0x3B:
            start, block = at, data[at]
            if block == 0x2C:
                pictures += 1
                at = _blocks(data, at + 11 + _table(data[at + 9]))
            elif block == 0x21:
                at = _blocks(data, at + 2)
            else:
                raise broken(f"no block begins at byte {at}")
            if not _is_note(data, start):
                kept.append(data[start:at])
    except IndexError:
        raise cut_off() from None
    width, height = (int.from_bytes(data[start : start + 2], "little") for start in (6, 8))
    return Parsed(width, height, b"".join([*kept, b";"]), moves=pictures > 1)


def _table(flags: int) -> int:
    """Bytes of the table of colours that flags announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks(data: bytes, at: int) -> int:
    """Where a row of blocks, each led by its length, ends."""
    while data[at]:
        at += data[at] + 1
    return at + 1


def _is_note(data: bytes, at: int) -> bool:
    """True for a comment, a text and an application that does not say how it is played."""
    if data[at] != 0x21 or data[at + 1] == 0xF9:
        return False
    return data[at + 1] != 0xFF or data[at + 3 : at + 14] not in _PLAYED
