"""A picture's bytes → what it is, and a copy without metadata."""

from __future__ import annotations

from collections.abc import Callable

from newsgen.renderer.media import gif, jpeg, png, svg, webp
from newsgen.renderer.media.facts import LARGEST, Facts, Parsed, PictureError

READERS: dict[str, tuple[bytes, Callable[[bytes], Parsed]]] = {
    "jpg": (jpeg.MAGIC, jpeg.read_jpeg),
    "png": (png.MAGIC, png.read_png),
    "webp": (webp.MAGIC, webp.read_webp),
    "gif": (gif.MAGIC, gif.read_gif),
    "svg": (b"", svg.read_svg),
}
"""For each kind the bytes with which its files begin, and what reads it."""

SUFFIXES = {
    "jpg": "jpg",
    "jpeg": "jpg",
    "jpe": "jpg",
    "png": "png",
    "webp": "webp",
    "gif": "gif",
    "svg": "svg",
}
"""Kind by extension."""

_WANTED = "take a JPEG, PNG, WebP, GIF or SVG file"


def inspect(name: str, data: bytes) -> tuple[Facts, bytes]:
    """Find out what a picture is.

    Args:
        name: the file's, for its extension.
        data: its bytes.

    Returns:
        What its header says; and the file without metadata (place, camera, author), its pixels as they were.

    Raises:
        PictureError: it is no picture that a page can show.
    """
    if not data:
        raise PictureError("is empty: the file has 0 bytes", "copy the file again")
    kind = kind_of(data)
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if not kind:
        raise PictureError("is no picture that a browser shows", _WANTED)
    if SUFFIXES.get(suffix) != kind:
        raise PictureError(f"is a {kind.upper()} file by its content", f"give it the extension .{kind}")
    parsed = READERS[kind][1](data)
    width, height = parsed.width, parsed.height
    if not 0 < width * height <= LARGEST:
        size = f"{width:,} × {height:,} pixels"
        raise PictureError(
            f"claims {size}", f"make it smaller: {LARGEST // 1_000_000} million pixels at most"
        )
    if parsed.orientation > 4:
        width, height = height, width
    scalable = kind in ("jpg", "png", "webp") and not parsed.moves
    return Facts(kind, width, height, scalable, parsed.data == data), parsed.data


def kind_of(data: bytes) -> str:
    """Tell a picture's kind by its first bytes; '' if it is none that is known."""
    for kind, (magic, _) in READERS.items():
        if magic and data.startswith(magic) and (kind != "webp" or data[8:12] == b"WEBP"):
            return kind
    return "svg" if svg.is_svg(data) else ""
