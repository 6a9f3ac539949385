"""A planned picture → its bytes; scaled copies and cards are cached."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from newsgen.errors import ContentError, OutputError, Problem
from newsgen.files import read_cached, write_cached
from newsgen.media.formats import inspect_picture
from newsgen.media.pictures import Card, MadePicture, Original, PictureError, ScaledPicture, picture_inputs

VERSION = 1
"""Counts up when pictures shall look otherwise."""


def make_picture(picture: MadePicture, cache: Path) -> bytes:
    """Make a picture, or take it from the cache.

    Args:
        picture: what to make.
        cache: folder of pictures that were made, by a hash of all that they depend on; it is made if need be.

    Raises:
        ContentError: the picture changed since it was planned, or cannot be read.
        OutputError: it or the cache cannot be used.
    """
    if isinstance(picture, Original):
        return _read_source(picture)
    key = hashlib.sha256(msgspec.msgpack.encode((VERSION, picture_inputs(picture)))).hexdigest()
    cached = cache / key[:2] / key
    if (known := read_cached(cached, bytes)) is not None:
        return known
    data = _draw(picture) if isinstance(picture, Card) else _scale(picture)
    try:
        write_cached(cached, data)
    except OSError as error:
        raise OutputError(Problem(str(cached), 0, 0, f"cannot be written: {error.strerror}")) from error
    return data


def _read_source(picture: Original | ScaledPicture) -> bytes:
    """The picture without metadata."""
    try:
        data = Path(picture.source).read_bytes()
    except OSError as error:
        raise OutputError(Problem(picture.source, 0, 0, f"cannot be read: {error.strerror}")) from error
    if hashlib.sha256(data).hexdigest() != picture.sha256:
        raise ContentError(Problem(picture.source, 0, 0, "the file changed during the build", "build again"))
    return inspect_picture(Path(picture.source).name, data)[1]


def _scale(picture: ScaledPicture) -> bytes:
    from newsgen.media.scale import scale_picture

    try:
        return scale_picture(_read_source(picture), picture.width, picture.quality)
    except PictureError as error:
        message = f"{Path(picture.source).name} {error}"
        raise ContentError(Problem(*picture.place, message, error.expected, "bad-picture")) from error


def _draw(card: Card) -> bytes:
    from newsgen.media.cards import draw_card

    return draw_card(card)
