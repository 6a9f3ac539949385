"""Scale a picture and save it as WebP.

All options are fixed, so that the bytes are the same everywhere; another version of Pillow can give other bytes.
"""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image, ImageCms, ImageOps

from newsgen.media.parsed import broken_error

_FAILURES = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
"""Exceptions of Pillow for a damaged file."""

_METHOD = 4
"""libwebp's effort, 0 to 6; 5 takes twice the time and saves 1 % of the bytes."""


def scale_picture(data: bytes, width: int, quality: int) -> bytes:
    """Make a copy of a width in WebP: upright, in sRGB, without metadata.

    Args:
        data: a JPEG, PNG or WebP file.
        width: pixels of the copy.
        quality: 1 to 100.

    Raises:
        PictureError: its pixels cannot be read.
    """
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as image:
            wide, high = image.size
            turned = image.getexif().get(274, 1) > 4
            wide, high = (high, wide) if turned else (wide, high)
            height = max(1, round(width * high / wide))
            rough = (2 * height, 2 * width) if turned else (2 * width, 2 * height)
            image.draft(None, rough)
            upright = _to_web_colours(ImageOps.exif_transpose(image))
            small = upright.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    except _FAILURES as error:
        raise broken_error(str(error) or type(error).__name__) from error
    target = io.BytesIO()
    small.save(target, "WEBP", quality=quality, method=_METHOD, exact=False)
    return target.getvalue()


def _to_web_colours(image: Image.Image) -> Image.Image:
    """Convert to RGB or RGBA, with the picture's colour profile if it is valid."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):  # 16 bits a pixel
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if profile and image.mode in ("RGB", "RGBA", "CMYK"):
        wanted = "RGBA" if image.mode == "RGBA" else "RGB"
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            web = ImageCms.createProfile("sRGB")
            if changed := ImageCms.profileToProfile(image, own, web, outputMode=wanted):
                return changed
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # without its profile
    return image.convert("RGBA" if image.has_transparency_data else "RGB")
