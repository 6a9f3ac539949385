"""The one thing of Exif that a reader must see: how the camera was held.

Source: CIPA DC-008 (Exif 2.32) §4.6.4 (tag 274, Orientation); TIFF 6.0 §2.
"""

from __future__ import annotations

import struct

_TAG = 274


def orientation(tiff: bytes) -> int:
    """Read the orientation of an Exif block without its 'Exif\\0\\0'; 1, upright, if it states none that is valid."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return 1
    try:
        (at,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, at)
        for entry in range(at + 2, at + 2 + 12 * count, 12):
            tag, kind, number = struct.unpack_from(f"{order}HHI", tiff, entry)
            if tag == _TAG and kind == 3 and number == 1:
                (value,) = struct.unpack_from(f"{order}H", tiff, entry + 8)
                return value if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


def upright_note(value: int) -> bytes:
    """Write an Exif block, without 'Exif\\0\\0', that holds an orientation and nothing else."""
    return struct.pack(">4sIHHHIHHI", b"MM\0*", 8, 1, _TAG, 3, 1, value, 0, 0)
