"""JPEG: its size, and a copy without metadata.

Source: ITU-T T.81 Annex B (markers); Exif 2.32 §4.5.4 (APP1); ICC.1:2010 Annex B.4 (APP2).
"""

from __future__ import annotations

import re
import struct

from newsgen.renderer.media.exif import orientation, upright_note
from newsgen.renderer.media.facts import Parsed, broken, cut_off

MAGIC = b"\xff\xd8\xff"

_EXIF, _ICC = b"Exif\0\0", b"ICC_PROFILE\0"
_SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""In a scan, 0xFF is data if a zero follows, and a restart mark within 0xD0 to 0xD7."""
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_NOTE, _PROFILE, _SCAN = 0xE1, 0xE2, 0xDA
_DROPPED = frozenset({0xFE, *range(0xE1, 0xF0)} - {0xE2, 0xEE})
"""Comments and what programs add; APP0 (JFIF), APP2 (a profile of colours) and APP14 (Adobe's colours) are needed."""


def read_jpeg(data: bytes) -> Parsed:
    """Walk through the segments.

    Raises:
        PictureError: the file is cut off or broken.
    """
    kept, at = [data[:2]], 2
    size, turned = (0, 0), 1
    while True:
        marker, start, end = _segment(data, at)
        if marker == 0xD9:
            break
        content = data[start:end]
        if marker == _NOTE and content.startswith(_EXIF):
            turned = orientation(content[6:])
        if marker in _FRAMES:
            size = _size(content)
        if marker == _SCAN:
            found = _SCAN_END.search(data, end)
            if found is None:
                raise cut_off()
            end = found.start()
        if _is_needed(marker, content):
            kept.append(data[at:end])
        at = end
    if not all(size):
        raise broken("it states no size")
    if turned != 1:
        note = _EXIF + upright_note(turned)
        kept.insert(1, b"\xff\xe1" + struct.pack(">H", len(note) + 2) + note)
    return Parsed(*size, b"".join([*kept, b"\xff\xd9"]), turned)


def _size(frame: bytes) -> tuple[int, int]:
    """Width and height that the head of a frame states."""
    if len(frame) < 5:
        raise broken("its frame has no size")
    height, width = struct.unpack_from(">HH", frame, 1)
    return width, height


def _is_needed(marker: int, content: bytes) -> bool:
    """True for a segment that shows the picture; False for metadata."""
    return content.startswith(_ICC) if marker == _PROFILE else marker not in _DROPPED


def _segment(data: bytes, at: int) -> tuple[int, int, int]:
    """A segment's marker, and where its content starts and ends."""
    while data[at : at + 2] == b"\xff\xff":
        at += 1
    if len(data) < at + 2:
        raise cut_off()
    if data[at] != 0xFF:
        raise broken(f"no segment begins at byte {at}")
    marker = data[at + 1]
    if marker == 0xD9:
        return marker, at + 2, at + 2
    if len(data) < at + 4:
        raise cut_off()
    (length,) = struct.unpack_from(">H", data, at + 2)
    if length < 2:
        raise broken(f"a segment at byte {at} has no length")
    if len(data) < at + 2 + length:
        raise cut_off()
    return marker, at + 4, at + 2 + length
