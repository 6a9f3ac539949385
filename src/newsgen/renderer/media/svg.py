"""SVG: its size; drawings that bring a script are refused.

A page shows a drawing as `<img>`, where nothing in it runs. But the file has an address of its own, and a reader may
open it. Source: SVG 2 §8.2 (viewBox), §8.9; HTML §4.8.4.3.
"""

from __future__ import annotations

import re
from html import unescape

from newsgen.renderer.media.facts import Parsed, PictureError, broken

_ROOT = re.compile(r"<(?:\w+:)?svg\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_LEAD = re.compile(r"\s*(?:<\?xml[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>|\s+)*<(?:\w+:)?svg\b", re.DOTALL)
_SIZE = re.compile(r"\b(width|height)\s*=\s*[\"']\s*(\d+(?:\.\d+)?)(?:px)?\s*[\"']")
_BOX = re.compile(r"\bviewBox\s*=\s*[\"']([^\"']*)[\"']")
_ACTIVE = re.compile(
    r"<(?:[\w.-]+:)?(script|foreignObject|iframe|handler|listener)\b|[\s\"'/](on\w+)\s*=|(javascript:)|<!(ENTITY)",
    re.IGNORECASE,
)


def is_svg(data: bytes) -> bool:
    """True if the file is a drawing: its first element is `<svg>`."""
    return _LEAD.match(data[:4096].decode("utf-8-sig", "replace")) is not None


def read_svg(data: bytes) -> Parsed:
    """Find the size, of width and height or of the viewBox.

    Raises:
        PictureError: the drawing holds a script, is no UTF-8, or states no size.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise broken("it is not UTF-8") from None
    if active := _ACTIVE.search(unescape(text)):
        what = next(filter(None, active.groups()))
        raise PictureError(
            f"holds what may run: {what}", "save it as a plain drawing, without scripts and entities"
        )
    root = _ROOT.search(text)
    if root is None:
        raise broken("its first element does not end")
    stated = {name: float(value) for name, value in _SIZE.findall(root[1])}
    if len(stated) < 2:
        box = _BOX.search(root[1])
        numbers = re.findall(r"[-+.\deE]+", box[1]) if box else []
        try:
            _, _, width, height = (float(number) for number in numbers)
        except ValueError:
            raise PictureError("states no size", "give its <svg> a viewBox, or width and height") from None
        stated = {"width": width, "height": height}
    if not all(0.5 <= side < 1_000_000 for side in stated.values()):
        raise PictureError(
            "states no size that can be shown", "give its <svg> a viewBox, or width and height"
        )
    return Parsed(round(stated["width"]), round(stated["height"]), data)
