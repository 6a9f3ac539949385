"""Make pictures with Pillow: social cards, and scaled copies in WebP.

A card is an article's headline, set large, as a PNG of 1200 × 630 pixels, in the font that Pillow ships (Aileron, CC0):
Latin without accents. Call `has_font_letters` before `draw_card`: other texts cannot be drawn.

All options are fixed, so that the bytes are the same everywhere; another version of Pillow can give other bytes.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import cache

from PIL import Image, ImageDraw, ImageFont, ImageOps

from newsgen.media.parsed import broken_error
from newsgen.media.pictures import Card
from newsgen.renderer.locale.dates import long_date

WIDTH, HEIGHT = 1200, 630
_EDGE = 80
_ROOM = WIDTH - 2 * _EDGE
_TITLES = (96, 84, 74, 66, 58, 52)
"""Sizes of a headline in pixels; the first that fits is used."""
_LEADING = 1.14
_TOP, _BOTTOM = 176, 508
"""Top and bottom of the headline in pixels."""
_SMALL = 30
_PAPER, _INK, _ACCENT = (253, 252, 248), (27, 25, 21), (122, 31, 35)
"""The theme's colours."""
_HALF = 128
"""Palette entries from a colour to the paper."""


def has_font_letters(text: str) -> bool:
    """Return whether the font has all letters of a text."""
    return all(_has_letter(letter) for letter in set(replace_missing_characters(text)))


def draw_card(card: Card) -> bytes:
    """Draw a card; return a PNG."""
    image = Image.new("L", (WIDTH, HEIGHT), 255)
    pen = ImageDraw.Draw(image)
    pen.rectangle((_EDGE, 74, WIDTH - _EDGE, 77), fill=0)
    pen.rectangle((_EDGE, 82, WIDTH - _EDGE, 82), fill=0)
    size, lines = _fit_title(card.title)
    for number, line in enumerate(lines):
        pen.text((_EDGE - size // 24, _TOP + round(number * size * _LEADING)), line, 0, _load_font(size))
    small = _load_font(_SMALL)
    pen.text((_EDGE, HEIGHT - 96), _shorten(replace_missing_characters(card.site), 0.6 * _ROOM), 0, small)
    date = replace_missing_characters(long_date(card.date, card.language)) if card.date else ""
    if has_font_letters(date):
        pen.text((WIDTH - _EDGE - small.getlength(date), HEIGHT - 96), date, 0, small)
    indexed = image.point([value // 2 for value in range(256)])
    if card.kicker:
        strip = Image.new("L", (_ROOM, 48), 255)
        ImageDraw.Draw(strip).text((0, 4), _shorten(replace_missing_characters(card.kicker), _ROOM), 0, small)
        second_half = [_HALF + value // 2 for value in range(256)]  # of the palette: other colours
        indexed.paste(strip.point(second_half), (_EDGE, 116))
    indexed.putpalette(
        [
            round(dark + (light - dark) * step / (_HALF - 1))
            for colour in (_INK, _ACCENT)
            for step in range(_HALF)
            for dark, light in zip(colour, _PAPER, strict=True)
        ]
    )
    target = io.BytesIO()
    indexed.save(target, "PNG", compress_level=6)
    return target.getvalue()


def _fit_title(title: str) -> tuple[int, list[str]]:
    """Find the size and the lines of a headline; a headline too long for the smallest size ends in '…'."""
    for size in _TITLES:
        most = int((_BOTTOM - _TOP) / (size * _LEADING))
        lines = wrap_lines_evenly(replace_missing_characters(title), _ROOM, _load_font(size).getlength)
        if len(lines) <= most:
            return size, lines
    last = f"{lines[most - 1]}…"
    return size, [*lines[: most - 1], _shorten(last, _ROOM, size)]


def _shorten(text: str, room: float, size: int = _SMALL) -> str:
    """Shorten a line to a width in pixels."""
    while len(text) > 1 and _load_font(size).getlength(text) > room:
        text = text.rstrip("…")[:-1].rstrip(" ,;:-") + "…"
    return text


@cache
def _load_font(size: int) -> ImageFont.FreeTypeFont:
    """Load the font with the basic layout engine: the other one is missing on some systems and gives other bytes."""
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont), "Pillow is built without FreeType"
    return font.font_variant(layout_engine=ImageFont.Layout.BASIC)


@cache
def _has_letter(letter: str) -> bool:
    mask = _load_font(_SMALL).getmask
    return letter == " " or bytes(mask(letter)) != bytes(mask("\ufffe"))


_SIMPLER = str.maketrans(
    {"–": "-", "—": "-", "‑": "-", "−": "-", "\xa0": " ", "\u202f": " ", "\u2009": " ", "\xad": ""}
)


def replace_missing_characters(text: str) -> str:
    """Replace dashes and spaces that the font lacks."""
    return " ".join(text.translate(_SIMPLER).split())


def wrap_lines_evenly(text: str, room: float, length: Callable[[str], float]) -> list[str]:
    """Break a text between words into lines, at most as wide as the room; `length` measures a text.

    Use as few lines as possible, then make them as even as possible, so that the last line is not a single word. Words
    wider than the room are split.
    """
    words = [(piece, length(piece)) for word in text.split(" ") for piece in _split_word(word, room, length)]
    space = length(" ")
    lines = _fill_lines(words, room, space)
    low, high = room / 2, room
    while high - low > room / 50:
        middle = (low + high) / 2
        if len(_fill_lines(words, middle, space)) <= len(lines):
            high = middle
        else:
            low = middle
    return _fill_lines(words, high, space)


def _split_word(word: str, room: float, length: Callable[[str], float]) -> Iterator[str]:
    """Yield a word, or the pieces of a word that is wider than a line."""
    while len(word) > 1 and length(word) > room:
        cut = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or length(word[:n]) <= room)
        yield word[:cut]
        word = word[cut:]
    yield word


def _fill_lines(words: list[tuple[str, float]], room: float, space: float) -> list[str]:
    """Fill lines with words up to a width."""
    lines: list[str] = []
    taken = room
    for word, width in words:
        if taken + space + width <= room:
            lines[-1] += f" {word}"
            taken += space + width
        else:
            lines.append(word)
            taken = width
    return lines


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
    """Make a copy of a JPEG, PNG or WebP file in WebP: so many pixels wide, upright, in sRGB, without metadata.

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
        from PIL import ImageCms  # not needed by cards

        wanted = "RGBA" if image.mode == "RGBA" else "RGB"
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            web = ImageCms.createProfile("sRGB")
            if changed := ImageCms.profileToProfile(image, own, web, outputMode=wanted):
                return changed
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # without its profile
    return image.convert("RGBA" if image.has_transparency_data else "RGB")
