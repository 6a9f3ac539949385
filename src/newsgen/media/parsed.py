"""What the parser of a picture format returns, and its errors."""

from __future__ import annotations

import msgspec


class PictureError(Exception):
    """A file is not a picture that a page can show; the message says what is wrong, `expected` what to do."""

    def __init__(self, message: str, expected: str) -> None:
        """Keep both sentences, without the file's name."""
        self.expected = expected
        super().__init__(message)


class ParsedPicture(msgspec.Struct, frozen=True):
    """A picture as parsed from one format."""

    width: int
    """Pixels as stored."""
    height: int
    data: bytes
    """The file without metadata, with the same pixels."""
    orientation: int = 1
    """1 to 8, as in Exif."""
    moves: bool = False


def cut_off_error() -> PictureError:
    """Make the error of a file that ends before the picture does."""
    return PictureError("is cut off: the file ends before the picture does", "copy the file again")


def broken_error(what: str) -> PictureError:
    """Make the error of a file that contradicts its own format."""
    return PictureError(f"is broken: {what}", "save it again, or take another copy")


def unsupported_format_error(what: str = "no picture that a browser shows") -> PictureError:
    """Make the error of a file of another format."""
    return PictureError(f"is {what}", "take a JPEG, PNG, WebP, GIF, AVIF or SVG file")
