"""What the renderer makes and the builder writes."""

from __future__ import annotations

from typing import Any

import msgspec


class Page(msgspec.Struct, frozen=True):
    """One file of the site that a template makes."""

    path: str
    """Path inside site/, '/'-separated, without a leading '/', e.g. 2023/11/index.html."""
    template: str
    """Name of the template, e.g. article.html."""
    view: Any
    """A frozen value of `renderer.views` with all that the template may see, under the name `page`."""


class Blob(msgspec.Struct, frozen=True):
    """One file of the site whose bytes are already known."""

    path: str
    """As in Page."""
    data: bytes


class File(msgspec.Struct, frozen=True):
    """One file of the site that is copied from the archive, e.g. a picture under static/."""

    path: str
    """As in Page."""
    source: str
    """Absolute path of the file to copy."""
    sha256: str
    """Hex digest of its bytes when the build was planned."""
