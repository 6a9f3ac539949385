"""Pictures that a build makes: plain copies, scaled copies and cards."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from newsgen.errors import ContentError, Problem, report_system_errors
from newsgen.files import read_cached_value, read_planned_file, write_cached_value
from newsgen.media.formats import inspect_and_strip_picture
from newsgen.media.parsed import PictureError
from newsgen.model import PartialDate


class CleanedPicture(msgspec.Struct, frozen=True):
    """A copy of a picture without its metadata."""

    path: str
    """Path inside site/, as in `newsgen.renderer.page.Page`."""
    source: str
    """Absolute path of the picture."""
    sha256: str
    """Hex digest of its bytes when the build was planned."""


class ScaledPicture(msgspec.Struct, frozen=True):
    """A scaled copy of a picture in WebP; the first fields are those of Original."""

    path: str
    source: str
    sha256: str
    width: int
    """Pixels, at most those of the picture."""
    quality: int
    """1 to 100, as libwebp counts it."""
    encoder: str
    """Fingerprint of Pillow's version, on which the bytes depend."""
    place: tuple[str, int, int]
    """File, line and column where a text names the picture, for messages."""


class Card(msgspec.Struct, frozen=True):
    """A picture of an article's headline, for social media."""

    path: str
    title: str
    kicker: str
    """'' for none, like `site`."""
    site: str
    """The archive's name."""
    date: PartialDate | None
    language: str
    """BCP 47 tag of the date's language."""
    encoder: str


MadePicture = CleanedPicture | ScaledPicture | Card
"""A picture that a build makes."""


def list_picture_inputs(picture: MadePicture) -> tuple[object, ...]:
    """List all values that a picture's bytes depend on, without the archive's location."""
    if isinstance(picture, CleanedPicture):
        return ("original", picture.sha256)
    if isinstance(picture, ScaledPicture):
        return ("smaller", picture.sha256, picture.width, picture.quality, picture.encoder)
    return ("card", *msgspec.structs.astuple(picture)[1:])


VERSION = 1
"""Increase it when pictures must be made again."""


def make_picture_bytes(picture: MadePicture, cache: Path) -> bytes:
    """Make a picture, or read it from the cache, a folder of finished pictures, named by a hash of their inputs.

    Raises:
        ContentError: the picture changed since it was planned, or cannot be read.
        OutputError: the picture cannot be read, or the cache cannot be written.
    """
    if isinstance(picture, CleanedPicture):
        return _read_source(picture)
    key = hashlib.sha256(msgspec.msgpack.encode((VERSION, list_picture_inputs(picture)))).hexdigest()
    cached = cache / key[:2] / key
    if (known := read_cached_value(cached, bytes)) is not None:
        return known
    if isinstance(picture, Card):
        from newsgen.media.make import draw_card  # imports Pillow

        data = draw_card(picture)
    else:
        data = _scale(picture)
    with report_system_errors(str(cached)):
        write_cached_value(cached, data)
    return data


def _read_source(picture: CleanedPicture | ScaledPicture) -> bytes:
    """Read a picture and remove its metadata."""
    return inspect_and_strip_picture(read_planned_file(picture.source, picture.sha256))[1]


def _scale(picture: ScaledPicture) -> bytes:
    from newsgen.media.make import scale_picture  # imports Pillow

    try:
        return scale_picture(_read_source(picture), picture.width, picture.quality)
    except PictureError as error:
        message = f"{Path(picture.source).name} {error}"
        raise ContentError(Problem(*picture.place, message, error.expected, "bad-picture")) from error
