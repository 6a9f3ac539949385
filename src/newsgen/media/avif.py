"""Read an AVIF picture: its size, and its metadata overwritten in place.

Not by imagesize: 2.0.1 fails at every picture that is turned (it takes `irot` for a box with a version), and would spare the
other readers no line, because they come past the size on their way through the file.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from newsgen.media.parsed import ParsedPicture, broken_error, cut_off_error

AVIF = frozenset({b"avif", b"avis"})
HEIC = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})
"""Brands of pictures. Source: ISO/IEC 23008-12 §10, AVIF 1.1 §6."""

_METADATA = (b"Exif", b"mime", b"uri ")
"""Types of items that are not shown."""
_CONTAINERS = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
_DROPPED = (b"uuid", b"udta", b"free", b"skip")


def find_iso_brands(data: bytes) -> frozenset[bytes]:
    """Find the brands of a file made of ISO boxes; none if it is none."""
    if data[4:8] != b"ftyp":
        return frozenset()
    end = min(int.from_bytes(data[:4], "big"), len(data), 256)
    return frozenset(data[at : at + 4] for at in (8, *range(16, end - 3, 4)))


def parse_and_strip_avif(data: bytes) -> ParsedPicture:
    """Read an AVIF file, box by box; items of metadata are overwritten with zeros, so that no offset changes.

    Source: ISO/IEC 14496-12 §4.2 (boxes), §8.11.3 (iloc), §8.11.6 (iinf).
    """
    clean = bytearray(data)
    try:
        _strip_boxes(clean, 0, len(data))
        width, height = _find_size(clean)
    except (IndexError, struct.error):
        raise cut_off_error() from None
    return ParsedPicture(width, height, bytes(clean), moves=b"avis" in find_iso_brands(data))


def _find_size(data: bytearray) -> tuple[int, int]:
    """Find the size of the primary item as it is shown. Source: ISO/IEC 23008-12 §6.5.3 (ispe), §6.5.10 (irot)."""
    meta = next(
        ((start, end) for name, _, start, end in _list_boxes(data, 0, len(data)) if name == b"meta"), None
    )
    if meta is None:
        raise broken_error("it contains no picture")
    boxes = {name: (start, end) for name, _, start, end in _list_boxes(data, meta[0] + 4, meta[1])}
    start = boxes.get(b"pitm", (len(data), 0))[0]
    primary, _ = _read_number(data, start + 4, 4 if data[start] else 2)
    parts = {name: (start, end) for name, _, start, end in _list_boxes(data, *boxes.get(b"iprp", (0, 0)))}
    properties = [(name, start) for name, _, start, _ in _list_boxes(data, *parts.get(b"ipco", (0, 0)))]
    width = height = 0
    turned = False
    for number in _list_properties(data, parts.get(b"ipma", (len(data), 0))[0], primary):
        name, start = properties[number - 1]
        if name == b"ispe":
            width, height = struct.unpack_from(">II", data, start + 4)
        elif name == b"irot":
            turned = bool(data[start] & 1)
    return (height, width) if turned else (width, height)


def _list_properties(data: bytearray, start: int, wanted: int) -> list[int]:
    """List the numbers, from 1 on, of an item's properties. Source: ISO/IEC 23008-12 §9.3.2 (ipma)."""
    size = 2 if data[start + 3] & 1 else 1
    count, at = _read_number(data, start + 4, 4)
    for _ in range(count):
        item, at = _read_number(data, at, 4 if data[start] else 2)
        ends = at + 1 + size * data[at]
        if item == wanted:
            found = (_read_number(data, place, size)[0] for place in range(at + 1, ends, size))
            return [number for value in found if (number := value & (0x7F if size == 1 else 0x7FFF))]
        at = ends
    return []


def _list_boxes(data: bytearray, at: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Yield the type of each box, where that is, and where the content starts and ends."""
    while at < end:
        if end < at + 8:
            raise cut_off_error()
        length, name = struct.unpack_from(">I4s", data, at)
        start = at + 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, start)
            start += 8
        last = at + length if length else end
        if last > end:
            raise cut_off_error()
        if last < start:
            raise broken_error(f"a box at byte {at} has no length")
        yield name, at + 4, start, last
        at = last


def _strip_boxes(data: bytearray, at: int, end: int, *, nested: bool = False) -> None:
    """Overwrite the metadata in boxes, and in the boxes within them."""
    for name, named, start, last in _list_boxes(data, at, end):
        if name in _CONTAINERS:
            _strip_boxes(data, start, last, nested=True)
        elif name in _DROPPED or (nested and name == b"meta"):
            data[named : named + 4] = b"free"
            data[start:last] = bytes(last - start)
        elif name == b"meta":
            _strip_items(data, start + 4, last)


def _strip_items(data: bytearray, at: int, end: int) -> None:
    """Overwrite the items of metadata; their type becomes 'free', which no reader looks for."""
    found: set[int] = set()
    places: list[tuple[int, int, int, int]] = []
    inside = 0
    for name, _, start, last in _list_boxes(data, at, end):
        if name == b"iinf":
            for _, _, entry, _ in _list_boxes(data, start + (8 if data[start] else 6), last):
                item, kind = _read_number(data, entry + 4, 2 if data[entry] == 2 else 4)
                if data[kind + 2 : kind + 6] in _METADATA and data[entry] >= 2:
                    data[kind + 2 : kind + 6] = b"free"
                    found.add(item)
        elif name == b"iloc":
            places += _list_item_places(data, start)
        elif name == b"idat":
            inside = start
    for item, method, offset, length in places:
        if item in found and method < 2:
            first = offset + (inside if method else 0)
            if first + length > len(data):
                raise cut_off_error()
            data[first : first + length] = bytes(length)


def _read_number(data: bytearray, at: int, size: int) -> tuple[int, int]:
    """Read a number of some bytes; return it and where it ends."""
    if at + size > len(data):
        raise cut_off_error()
    return int.from_bytes(data[at : at + size], "big"), at + size


def _list_item_places(data: bytearray, start: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield, for each piece of each item: the item, how its offset counts (0: file, 1: idat), offset and length."""
    version, sizes, more = data[start], data[start + 4], data[start + 5]
    wide = 2 if version < 2 else 4
    count, at = _read_number(data, start + 6, wide)
    for _ in range(count):
        item, at = _read_number(data, at, wide)
        method, at = _read_number(data, at, 2 if version else 0)
        base, at = _read_number(data, at + 2, more >> 4)
        pieces, at = _read_number(data, at, 2)
        for _ in range(pieces):
            offset, at = _read_number(data, at + (more & 15 if version else 0), sizes >> 4)
            length, at = _read_number(data, at, sizes & 15)
            yield item, method & 15, base + offset, length
