"""Bodies of articles: fetched by path, checked by content."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from newsgen.errors import ContentError, Problem
from newsgen.model import Body
from newsgen.record.contents import contents
from newsgen.record.read import split_body


def body_reader(root: Path) -> Callable[[Body], str]:
    """Make a function that reads a body's Markdown from the archive at `root`."""

    def read(body: Body) -> str:
        try:
            data = contents(f"{root}/{body.path}")
            start = _likely_start(data)
            if hashlib.sha256(memoryview(data)[start:]).hexdigest() == body.sha256:
                return data[start:].decode()
            text, _ = split_body(data)
        except (OSError, ContentError) as error:
            raise _changed(body) from error
        if hashlib.sha256(text.encode()).hexdigest() != body.sha256:
            raise _changed(body)
        return text

    return read


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
