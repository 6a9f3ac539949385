"""Inspect a picture's bytes: find its size, remove its metadata, refuse files that are not pictures.

The pixels do not change. Of Exif only the orientation stays, because it decides how a picture is shown.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator

import msgspec

from newsgen.media.avif import AVIF, HEIC, find_iso_brands, parse_and_strip_avif
from newsgen.media.parsed import (
    ParsedPicture,
    PictureError,
    broken_error,
    cut_off_error,
    unsupported_format_error,
)
from newsgen.media.svg import sanitize_svg

LARGEST = 80_000_000
"""Most pixels of a picture: a small file can claim more than fit into memory."""


class PictureFacts(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Kind, size and properties of a picture."""

    kind: str
    """'jpg', 'png', 'webp', 'gif', 'avif' or 'svg': the extension of its copies."""
    width: int
    """Pixels as shown, after rotation by the Exif orientation."""
    height: int
    scalable: bool
    """True if smaller copies can be made: it has pixels and no animation."""
    clean: bool
    """True if it has no metadata except what is needed to show it."""


_ORIENTATION_TAG = 274


def read_orientation(tiff: bytes) -> int:
    """Read the orientation from an Exif block without its 'Exif\\0\\0'; 1 (upright) if it has none.

    Source: CIPA DC-008 (Exif 2.32) §4.6.4 (tag 274, Orientation); TIFF 6.0 §2.
    """
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return 1
    try:
        (at,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, at)
        for entry in range(at + 2, at + 2 + 12 * count, 12):
            tag, kind, number = struct.unpack_from(f"{order}HHI", tiff, entry)
            if tag == _ORIENTATION_TAG and kind == 3 and number == 1:
                (value,) = struct.unpack_from(f"{order}H", tiff, entry + 8)
                return value if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


def make_orientation_exif(value: int) -> bytes:
    """Write an Exif block, without 'Exif\\0\\0', with only an orientation."""
    return struct.pack(">4sIHHHIHHI", b"MM\0*", 8, 1, _ORIENTATION_TAG, 3, 1, value, 0, 0)


JPEG_MAGIC = b"\xff\xd8\xff"

_JPEG_EXIF, _JPEG_ICC = b"Exif\0\0", b"ICC_PROFILE\0"
_SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""In a scan, 0xFF is data if a zero follows, and a restart mark within 0xD0 to 0xD7."""
_START_OF_FRAME = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_APP1, _APP2, _SOS = 0xE1, 0xE2, 0xDA
_JPEG_DROPPED = frozenset({0xFE, *range(0xE1, 0xF0)} - {0xE2, 0xEE})
"""Segments to remove: comments and metadata; APP0 (JFIF), APP2 (colour profile) and APP14 (Adobe colours) are needed."""


def parse_and_strip_jpeg(data: bytes) -> ParsedPicture:
    """Read a JPEG file, segment by segment.

    Source: ITU-T T.81 Annex B (markers); Exif 2.32 §4.5.4 (APP1); ICC.1:2010 Annex B.4 (APP2).
    """
    kept, at = [data[:2]], 2
    width, height, orientation = 0, 0, 1
    while True:
        marker, start, end = _jpeg_segment(data, at)
        if marker == 0xD9:
            break
        content = data[start:end]
        if marker == _APP1 and content.startswith(_JPEG_EXIF):
            orientation = read_orientation(content[6:])
        if marker in _START_OF_FRAME:
            if len(content) < 5:
                raise broken_error("its frame has no size")
            height, width = struct.unpack_from(">HH", content, 1)
        if marker == _SOS:
            found = _SCAN_END.search(data, end)
            if found is None:
                raise cut_off_error()
            end = found.start()
        if content.startswith(_JPEG_ICC) if marker == _APP2 else marker not in _JPEG_DROPPED:
            kept.append(data[at:end])
        at = end
    if not (width and height):
        raise broken_error("it states no size")
    if orientation != 1:
        note = _JPEG_EXIF + make_orientation_exif(orientation)
        kept.insert(1, b"\xff\xe1" + struct.pack(">H", len(note) + 2) + note)
    return ParsedPicture(width, height, b"".join([*kept, b"\xff\xd9"]), orientation)


def _jpeg_segment(data: bytes, at: int) -> tuple[int, int, int]:
    """Find a segment's marker, and where its content starts and ends."""
    while data[at : at + 2] == b"\xff\xff":
        at += 1
    if len(data) < at + 2:
        raise cut_off_error()
    if data[at] != 0xFF:
        raise broken_error(f"no segment begins at byte {at}")
    marker = data[at + 1]
    if marker == 0xD9:
        return marker, at + 2, at + 2
    if len(data) < at + 4:
        raise cut_off_error()
    (length,) = struct.unpack_from(">H", data, at + 2)
    if length < 2:
        raise broken_error(f"a segment at byte {at} has no length")
    if len(data) < at + 2 + length:
        raise cut_off_error()
    return marker, at + 4, at + 2 + length


PNG_MAGIC = b"\x89PNG\r\n\x1a\n"

_PNG_SHOWN = frozenset(b"tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP mDCV cLLI acTL fcTL fdAT".split())
"""Ancillary chunks that change how the picture looks."""


def parse_and_strip_png(data: bytes) -> ParsedPicture:
    """Read a PNG file, chunk by chunk. Source: PNG (W3C, third edition) §5, §11."""
    before: list[bytes] = []
    pixels: list[bytes] = []
    size, orientation, moves = (0, 0), 1, False
    for name, content, chunk in _png_chunks(data):
        if name == b"IHDR" and len(content) >= 8:
            size = struct.unpack_from(">II", content)
        elif name == b"eXIf":
            orientation = read_orientation(content)
        moves |= name == b"acTL"
        if name in _PNG_SHOWN or not name[0] & 0x20:
            (pixels if pixels or name == b"IDAT" else before).append(chunk)
    if not all(size) or len(pixels) < 2:
        raise broken_error("it contains no picture" if all(size) else "it states no size")
    if orientation != 1:
        note = b"eXIf" + make_orientation_exif(orientation)
        before.append(struct.pack(">I", len(note) - 4) + note + struct.pack(">I", zlib.crc32(note)))
    return ParsedPicture(size[0], size[1], b"".join([PNG_MAGIC, *before, *pixels]), orientation, moves)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield name and content of each chunk up to the last, and the whole chunk.

    An ancillary chunk with a wrong checksum is left out, as browsers do (§13.2).
    """
    at, name = len(PNG_MAGIC), b""
    while name != b"IEND":
        if len(data) < at + 12:
            raise cut_off_error()
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if len(data) < end:
            raise cut_off_error()
        if zlib.crc32(data[at + 4 : end - 4]) == int.from_bytes(data[end - 4 : end], "big"):
            yield name, data[at + 8 : end - 4], data[at:end]
        elif not name[0] & 0x20:
            raise broken_error(f"the checksum at byte {at} is wrong")
        at = end


RIFF_MAGIC = b"RIFF"

_EXIF_FLAG, _XMP_FLAG, _ANIMATION_FLAG = 0x08, 0x04, 0x02
_WEBP_SHOWN = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})


def parse_and_strip_webp(data: bytes) -> ParsedPicture:
    """Read a WebP file, chunk by chunk. Source: RFC 9649 §2.5 to §2.7, §3.4."""
    if len(data) < 20:
        raise cut_off_error()
    end = 8 + int.from_bytes(data[4:8], "little")
    if len(data) < end:
        raise cut_off_error()
    kept: list[tuple[bytes, bytes]] = []
    orientation, at = 1, 12
    while at + 8 <= end:
        name, length = struct.unpack_from("<4sI", data, at)
        content = data[at + 8 : at + 8 + length]
        if len(content) < length:
            raise cut_off_error()
        if name == b"EXIF":
            orientation = read_orientation(content.removeprefix(b"Exif\0\0"))
        if name in _WEBP_SHOWN:
            kept.append((name, content))
        at += 8 + length + length % 2
    first = kept[0] if kept else (b"", b"")
    size, moves = _webp_size(*first), first[0] == b"VP8X" and bool(first[1][0] & _ANIMATION_FLAG)
    if first[0] == b"VP8X":
        flags = first[1][0] & ~(_EXIF_FLAG | _XMP_FLAG) | (_EXIF_FLAG if orientation != 1 else 0)
        kept[0] = b"VP8X", bytes([flags]) + first[1][1:]
        if orientation != 1:
            kept.append((b"EXIF", make_orientation_exif(orientation)))
    body = b"WEBP" + b"".join(
        struct.pack("<4sI", name, len(content)) + content + b"\0" * (len(content) % 2)
        for name, content in kept
    )
    return ParsedPicture(*size, RIFF_MAGIC + struct.pack("<I", len(body)) + body, orientation, moves)


def _webp_size(name: bytes, content: bytes) -> tuple[int, int]:
    """Read width and height from the first chunk."""
    if name == b"VP8X" and len(content) >= 10:
        return 1 + int.from_bytes(content[4:7], "little"), 1 + int.from_bytes(content[7:10], "little")
    if name == b"VP8L" and len(content) >= 5:
        bits = int.from_bytes(content[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if name == b"VP8 " and len(content) >= 10:
        width, height = struct.unpack_from("<HH", content, 6)
        return width & 0x3FFF, height & 0x3FFF
    raise broken_error("it states no size")


GIF_MAGIC = b"GIF8"

_GIF_PLAYED = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
"""Application blocks that set the number of loops."""


def parse_and_strip_gif(data: bytes) -> ParsedPicture:
    """Read a GIF file, block by block. Source: GIF89a specification, §17 to §27."""
    try:
        at = 13 + _gif_table_size(data[10])
        kept, pictures = [data[:at]], 0
        while data[at] != 0x3B:
            start, block = at, data[at]
            if block == 0x2C:
                pictures += 1
                at = _gif_blocks_end(data, at + 11 + _gif_table_size(data[at + 9]))
            elif block == 0x21:
                at = _gif_blocks_end(data, at + 2)
            else:
                raise broken_error(f"no block begins at byte {at}")
            is_application = data[start + 1] == 0xFF and data[start + 3 : start + 14] in _GIF_PLAYED
            if block == 0x2C or data[start + 1] == 0xF9 or is_application:
                kept.append(data[start:at])  # other extensions are metadata: comments, texts
    except IndexError:
        raise cut_off_error() from None
    width, height = (int.from_bytes(data[start : start + 2], "little") for start in (6, 8))
    return ParsedPicture(width, height, b"".join([*kept, b";"]), moves=pictures > 1)


def _gif_table_size(flags: int) -> int:
    """Return the size in bytes of the colour table, from its flags."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _gif_blocks_end(data: bytes, at: int) -> int:
    """Find the end of a sequence of blocks that begin with their length."""
    while data[at]:
        at += data[at] + 1
    return at + 1


READERS: dict[str, tuple[bytes, Callable[[bytes], ParsedPicture]]] = {
    "jpg": (JPEG_MAGIC, parse_and_strip_jpeg),
    "png": (PNG_MAGIC, parse_and_strip_png),
    "webp": (RIFF_MAGIC, parse_and_strip_webp),
    "gif": (GIF_MAGIC, parse_and_strip_gif),
    "avif": (b"", parse_and_strip_avif),
    "svg": (b"", sanitize_svg),
}
"""First bytes and parser of each kind."""

_EXTENSIONS = {"jpg": ("jpg", "jpeg", "jpe", "jfif")}


def has_right_extension(name: str, kind: str) -> bool:
    """True if a file's extension is one of its kind."""
    return name.rpartition(".")[2].lower() in _EXTENSIONS.get(kind, (kind,))


def inspect_and_strip_picture(data: bytes) -> tuple[PictureFacts, bytes]:
    """Find a picture's kind, by its content, and its size; also return the file without metadata (place, camera, author).

    Raises:
        PictureError: it is not a picture that a page can show.
    """
    if not data:
        raise PictureError("is empty: the file has 0 bytes", "copy the file again")
    kind = find_picture_kind(data)
    if kind not in READERS:
        what = f"a {kind} picture, which browsers do not show" if kind else "no picture that a browser shows"
        raise unsupported_format_error(what)
    parsed = READERS[kind][1](data)
    width, height = parsed.width, parsed.height
    if not 0 < width * height <= LARGEST:
        remedy = f"make it smaller: {LARGEST // 1_000_000} million pixels at most"
        raise PictureError(f"claims {width:,} × {height:,} pixels", remedy)
    if parsed.orientation > 4:
        width, height = height, width
    scalable = kind in ("jpg", "png", "webp") and not parsed.moves
    return PictureFacts(kind, width, height, scalable, parsed.data == data), parsed.data


_SVG_ROOT = re.compile(rb"<(?:[\w.-]++:)?svg[\s/>]")
_HTML = re.compile(rb"<(?:!doctype\s++)?html", re.IGNORECASE)
_BEFORE_MARKUP = b"\xef\xbb\xbf\xff\xfe \t\r\n"
"""Bytes of byte-order marks and blanks."""
_UNSHOWN = {b"II*\0": "TIFF", b"MM\0*": "TIFF", b"8BPS": "Photoshop"}


def find_picture_kind(data: bytes) -> str:
    """Find a picture's kind by its first bytes; a name in capitals for one that browsers do not show, '' if unknown."""
    for kind, (magic, _) in READERS.items():
        if magic and data.startswith(magic) and (kind != "webp" or data[8:12] == b"WEBP"):
            return kind
    if brands := find_iso_brands(data):
        return "avif" if brands & AVIF else "HEIC" if brands & HEIC else ""
    head = data[:65_536].replace(b"\0", b"").lstrip(_BEFORE_MARKUP)
    if head.startswith(b"<") and not _HTML.match(head) and _SVG_ROOT.search(head):
        return "svg"
    return _UNSHOWN.get(data[:4], "")
