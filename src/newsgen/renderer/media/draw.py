"""Social cards: an article's headline, set large, as a PNG of 1200 × 630 pixels.

The letters are those of the one font that Pillow ships (Aileron, CC0): Latin without accents. A text that it cannot set
is not drawn: `can_set` is asked before.
"""

from __future__ import annotations

import io
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from newsgen.renderer.dates import long_date
from newsgen.renderer.media.wrap import plain, wrap
from newsgen.renderer.page import Card

WIDTH, HEIGHT = 1200, 630
_EDGE = 80
_ROOM = WIDTH - 2 * _EDGE
_TITLES = (96, 84, 74, 66, 58, 52)
"""Sizes of a headline in pixels: the first at which it fits is taken."""
_LEADING = 1.14
_TOP, _BOTTOM = 176, 508
"""Between which a headline stands."""
_SMALL = 30
_PAPER, _INK, _ACCENT = (253, 252, 248), (27, 25, 21), (122, 31, 35)
"""The theme's colours."""
_HALF = 128
"""Entries of the palette from a colour to the paper."""


def can_set(text: str) -> bool:
    """True if the font has a sign for each letter of a text."""
    return all(_has(sign) for sign in set(plain(text)))


def draw(card: Card) -> bytes:
    """Draw a card."""
    image = Image.new("L", (WIDTH, HEIGHT), 255)
    pen = ImageDraw.Draw(image)
    pen.rectangle((_EDGE, 74, WIDTH - _EDGE, 77), fill=0)
    pen.rectangle((_EDGE, 82, WIDTH - _EDGE, 82), fill=0)
    size, lines = _fitted(card.title)
    for number, line in enumerate(lines):
        pen.text((_EDGE - size // 24, _TOP + round(number * size * _LEADING)), line, 0, _font(size))
    pen.text((_EDGE, HEIGHT - 96), _cut(plain(card.site), 0.6 * _ROOM), 0, _font(_SMALL))
    date = plain(long_date(card.date, card.language)) if card.date else ""
    if can_set(date):
        pen.text((WIDTH - _EDGE - _font(_SMALL).getlength(date), HEIGHT - 96), date, 0, _font(_SMALL))
    indexed = image.point([value // 2 for value in range(256)])
    if card.kicker:
        _print_kicker(indexed, plain(card.kicker))
    indexed.putpalette(_palette())
    target = io.BytesIO()
    indexed.save(target, "PNG", compress_level=6)
    return target.getvalue()


def _print_kicker(indexed: Image.Image, kicker: str) -> None:
    """Print the topic in the second half of the palette."""
    strip = Image.new("L", (WIDTH - 2 * _EDGE, 48), 255)
    ImageDraw.Draw(strip).text((0, 4), _cut(kicker, _ROOM), 0, _font(_SMALL))
    indexed.paste(strip.point([_HALF + value // 2 for value in range(256)]), (_EDGE, 116))


def _fitted(title: str) -> tuple[int, list[str]]:
    """The size of a headline and its lines; one that is too long even for the smallest ends in '…'."""
    for size in _TITLES:
        most = int((_BOTTOM - _TOP) / (size * _LEADING))
        lines = wrap(plain(title), _ROOM, _font(size).getlength)
        if len(lines) <= most:
            return size, lines
    last = f"{lines[most - 1]}…"
    return size, [*lines[: most - 1], _cut(last, _ROOM, size)]


def _cut(text: str, room: float, size: int = _SMALL) -> str:
    """Shorten a line to a width in pixels."""
    while len(text) > 1 and _font(size).getlength(text) > room:
        text = text.rstrip("…")[:-1].rstrip(" ,;:-") + "…"
    return text


def _palette() -> list[int]:
    """Two ramps, from ink and from accent to paper."""
    return [
        round(dark + (light - dark) * step / (_HALF - 1))
        for colour in (_INK, _ACCENT)
        for step in range(_HALF)
        for dark, light in zip(colour, _PAPER, strict=True)
    ]


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    """The font, set letter by letter: a layout engine that some systems lack would give other bytes."""
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont), "Pillow is built without FreeType"
    return font.font_variant(layout_engine=ImageFont.Layout.BASIC)


@cache
def _has(sign: str) -> bool:
    return sign == " " or bytes(_font(_SMALL).getmask(sign)) != bytes(_font(_SMALL).getmask("\ufffe"))
