"""Settings of pictures."""

from __future__ import annotations

from typing import Literal

import msgspec


class ImageSettings(msgspec.Struct, frozen=True):
    """[images]: copies of pictures, and cards for social media; both need Pillow: pip install 'newsgen[images]'."""

    widths: tuple[int, ...] = (480, 960, 1440)
    """Widths of the copies in pixels; no copy is wider than its picture."""
    quality: int = 80
    """Of the copies, from 1 to 100."""
    cards: bool | Literal["auto"] = "auto"
    """A card for each article without a picture; 'auto': if the site's address is known, up to 2,000 articles."""


def check_widths(value: tuple[int, ...]) -> tuple[str, str] | None:
    """What is wrong with the widths of copies, and what to write."""
    if not value or len(value) > 8 or not all(16 <= width <= 8192 for width in value):
        return (
            "holds no widths of pictures",
            "write e.g. [480, 960, 1440]: one to eight numbers from 16 to 8192",
        )
    return None


def check_quality(value: int) -> tuple[str, str] | None:
    """What is wrong with the quality of copies, and what to write."""
    return None if 1 <= value <= 100 else (f"is {value}", "write a whole number from 1 to 100")
