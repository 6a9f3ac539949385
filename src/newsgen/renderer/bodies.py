"""Bodies of articles: fetched by path, checked by content."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from newsgen.errors import ContentError, Problem
from newsgen.model import Body
from newsgen.record.read import split_body


def body_reader(root: Path) -> Callable[[Body], str]:
    """Make a function that reads a body's Markdown from the archive at `root`."""

    def read(body: Body) -> str:
        try:
            with open(f"{root}/{body.path}", "rb", buffering=0) as file:  # noqa: PTH123 - half the time of Path's
                text, _ = split_body(file.readall())
        except (OSError, ContentError) as error:
            raise _changed(body) from error
        if hashlib.sha256(text.encode()).hexdigest() != body.sha256:
            raise _changed(body)
        return text

    return read


def _changed(body: Body) -> ContentError:
    return ContentError(
        Problem(body.path, 0, 0, "the text changed during the build", "build again", "changed-during-build")
    )
