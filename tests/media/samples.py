"""Pictures of every kind, drawn for the tests."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageDraw

SECRET = b"SECRET-PLACE"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0h40v20z"/></svg>'


def drawing(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A picture of which each corner has its own colour: red, green, blue, white from the upper left on."""
    image = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(image)
    half, middle = width // 2, height // 2
    pen.rectangle((0, 0, half - 1, middle - 1), fill="red")
    pen.rectangle((half, 0, width, middle - 1), fill="lime")
    pen.rectangle((0, middle, half - 1, height), fill="blue")
    return image.convert(mode)


def picture(kind: str, width: int = 640, height: int = 400, mode: str = "RGB", **options: Any) -> bytes:
    """The bytes of a picture of a kind: 'jpeg', 'png', 'webp' or 'gif'."""
    target = io.BytesIO()
    drawing(width, height, mode).save(target, kind, **options)
    return target.getvalue()


def moving(kind: str) -> bytes:
    """A picture of three frames."""
    frames = [Image.new("RGB", (64, 48), colour) for colour in ("red", "lime", "blue")]
    target = io.BytesIO()
    frames[0].save(target, kind, save_all=True, append_images=frames[1:], loop=0)
    return target.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """Metadata as a camera writes them, with a place and a name."""
    data = Image.Exif()
    data[274] = orientation
    data[315] = SECRET.decode()
    data.get_ifd(0x8825).update({1: "N", 2: (35.0, 41.0, 22.0), 29: SECRET.decode()})
    return data


def pixels(data: bytes) -> tuple[tuple[int, int], bytes]:
    """What a browser shows: size and pixels, upright."""
    from PIL import ImageOps

    with Image.open(io.BytesIO(data)) as image:
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    return upright.size, upright.tobytes()
