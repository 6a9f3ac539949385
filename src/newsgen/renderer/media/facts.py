"""What a picture's file says of itself, and how a file that is none is refused."""

from __future__ import annotations

import msgspec

LARGEST = 80_000_000
"""Pixels of a picture at most: a small file may claim more than any memory holds."""


class PictureError(Exception):
    """A file is no picture that a page can show; the message says what is wrong, `expected` what to do."""

    def __init__(self, message: str, expected: str) -> None:
        """Keep both sentences, without the file's name."""
        self.expected = expected
        super().__init__(message)


class Facts(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A picture as its header describes it."""

    kind: str
    """'jpg', 'png', 'webp', 'gif' or 'svg': the extension of its copies."""
    width: int
    """Pixels as a reader sees it, turned as the camera was held."""
    height: int
    scalable: bool
    """Smaller copies may be made: it does not move and is made of pixels."""
    clean: bool
    """It holds no metadata but what shows it right."""


class Parsed(msgspec.Struct, frozen=True):
    """What a reader of one format finds."""

    width: int
    """Pixels as stored."""
    height: int
    data: bytes
    """The file without metadata; its pixels are untouched."""
    orientation: int = 1
    """1 to 8, as in Exif."""
    moves: bool = False


def cut_off() -> PictureError:
    """The file ends before the picture does."""
    return PictureError("is cut off: the file ends before the picture does", "copy the file again")


def broken(what: str) -> PictureError:
    """The file contradicts its own format."""
    return PictureError(f"is broken: {what}", "save it anew, or take another copy")
