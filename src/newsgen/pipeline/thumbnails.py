"""Choose the pictures that the front page and lists show."""

from __future__ import annotations

import heapq
from typing import Literal

import msgspec

from newsgen.model import DECORATIVE, ArticleImage, Record

_NEWEST, _ENOUGH = 10, 3
"""Lists show pictures by themselves if so many of the newest articles have one."""
_SMALLEST_SIDE, _WIDEST_WHOLE = 150, 640
"""Pixels of a picture in lists: its shorter side at least, and the width of one without copies at most."""


def add_thumbnails(records: list[Record], wanted: bool | Literal["auto"]) -> list[Record]:
    """Add to each record its picture in lists; with 'auto' only if three of the newest ten articles have one."""
    if wanted is False:
        return records
    illustrated = (record for record in records if record.image or record.pictures)
    found = {record.path: image for record in illustrated if (image := choose_thumbnail(record))}
    if len(found) < _ENOUGH and wanted == "auto":
        return records
    if wanted == "auto":
        dated = (record for record in records if record.date and record.status != "withdrawn")
        newest = heapq.nlargest(_NEWEST, dated, key=lambda record: record.date.iso if record.date else "")
        if sum(record.path in found for record in newest) < _ENOUGH:
            return records
    return [
        msgspec.structs.replace(record, thumbnail=found[record.path]) if record.path in found else record
        for record in records
    ]


def choose_thumbnail(record: Record) -> ArticleImage | None:
    """Choose an article's picture in lists: the one above its text, else the first in it that is large enough.

    Drawings, ornaments, and large files without a smaller copy are left out.
    """
    inside = dict(record.body.pictures)
    images = [record.image] if record.image else []
    images += [ArticleImage(ref.src, ref.alt, shown=inside.get(ref.src)) for ref in record.pictures]
    for image in images if record.status != "withdrawn" else ():
        shown = image.shown
        if shown and image.alt != DECORATIVE and not shown.address.endswith((".svg", ".gif")):
            sides = sorted((shown.width, shown.height))
            is_light = bool(shown.smaller) or shown.width <= _WIDEST_WHOLE
            if sides[0] >= _SMALLEST_SIDE and sides[1] <= 4 * sides[0] and is_light:
                return image
    return None
