"""A planned picture → its bytes; what is dear to make is kept by content."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import msgspec

from newsgen.errors import ContentError, OutputError, Problem
from newsgen.renderer.media.facts import PictureError
from newsgen.renderer.media.inspect import inspect
from newsgen.renderer.page import Card, Made, Original, Smaller, made_of

VERSION = 1
"""Counts up when pictures shall look otherwise."""


def make(picture: Made, cache: Path) -> bytes:
    """Make a picture, or take it from the cache.

    Args:
        picture: what to make.
        cache: folder for pictures that were made, by a hash of all that went into them; it is made if need be.

    Raises:
        ContentError: the picture changed since it was planned, or cannot be read.
        OutputError: it or the cache cannot be used.
    """
    if isinstance(picture, Original):
        return _source(picture)
    key = hashlib.sha256(msgspec.msgpack.encode((VERSION, made_of(picture)))).hexdigest()
    kept = cache / key[:2] / key
    try:
        return kept.read_bytes()
    except FileNotFoundError:
        pass
    data = _drawn(picture) if isinstance(picture, Card) else _scaled(picture)
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(data)
        fresh.replace(kept)
    except OSError as error:
        raise OutputError(Problem(str(kept), 0, 0, f"cannot be written: {error.strerror}")) from error
    return data


def _source(picture: Original | Smaller) -> bytes:
    """The picture without metadata."""
    try:
        data = Path(picture.source).read_bytes()
    except OSError as error:
        raise OutputError(Problem(picture.source, 0, 0, f"cannot be read: {error.strerror}")) from error
    if hashlib.sha256(data).hexdigest() != picture.sha256:
        raise ContentError(Problem(picture.source, 0, 0, "the file changed during the build", "build again"))
    return inspect(Path(picture.source).name, data)[1]


def _scaled(picture: Smaller) -> bytes:
    from newsgen.renderer.media.scale import scale

    try:
        return scale(_source(picture), picture.width, picture.quality)
    except PictureError as error:
        message = f"{Path(picture.source).name} {error}"
        raise ContentError(Problem(*picture.place, message, error.expected, "bad-picture")) from error


def _drawn(card: Card) -> bytes:
    from newsgen.renderer.media.draw import draw

    return draw(card)
