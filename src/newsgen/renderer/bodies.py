"""Bodies of articles: fetched by path, checked by content."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from newsgen.errors import ContentError, Problem
from newsgen.model import Body
from newsgen.record.read import split_body
from newsgen.record.store import contents

_KEPT = 8_000_000
"""Bytes of texts that are kept: those of a year of a thousand articles, of which a page and a file of data are made."""


def body_reader(root: Path) -> Callable[[Body], str]:
    """Make a function that reads a body's Markdown from the archive at `root`.

    It keeps the last ones, and does not look again whether the files of these have changed: their digests prove the texts.
    """
    kept: dict[str, bytes] = {}  # by their digests
    size = 0

    def read(body: Body) -> str:
        nonlocal size
        found = kept.get(body.sha256)
        if found is None:
            found = kept[body.sha256] = _read(root, body)
            size += len(found)
            while size > _KEPT:
                size -= len(kept.pop(next(iter(kept))))
        return found.decode()

    return read


def _read(root: Path, body: Body) -> bytes:
    """Read a body.

    Raises:
        ContentError: its text is another one than the record was made of.
    """
    try:
        data = contents(f"{root}/{body.path}")
        found = data[_likely_start(data) :]
        if hashlib.sha256(found).hexdigest() == body.sha256:
            return found
        found = split_body(data)[0].encode()
    except (OSError, ContentError) as error:
        raise _changed(body) from error
    if hashlib.sha256(found).hexdigest() != body.sha256:
        raise _changed(body)
    return found


def _likely_start(data: bytes) -> int:
    """Where the body starts in most files: to split the text takes half as long as to read it, and its hash proves it."""
    end = data.find(b"\n", data.find(b"\n---", 3) + 1)
    while data[end + 1 : end + 2] == b"\n":
        end += 1
    return end + 1


def _changed(body: Body) -> ContentError:
    return ContentError(
        Problem(body.path, 0, 0, "the text changed during the build", "build again", "changed-during-build")
    )
