"""Pictures as records name them and as the site shows them."""

from __future__ import annotations

from urllib.parse import quote

import msgspec


class Picture(msgspec.Struct, frozen=True, omit_defaults=True):
    """A picture as it stands in the site."""

    address: str
    """Of the whole picture inside site/, e.g. images/ferry-0f3a9c1b22d4.jpg."""
    width: int
    """Pixels as a reader sees it."""
    height: int
    smaller: tuple[tuple[int, str], ...] = ()
    """Width and address of each copy in WebP, narrowest first."""

    @property
    def href(self) -> str:
        """Its address as a link: names in static/ may hold what an address must not."""
        return quote(self.address)


DECORATIVE = "decorative"
"""Alternative text of a picture that says nothing: readers who do not see it are told nothing of it."""


class Image(msgspec.Struct, frozen=True, omit_defaults=True):
    """A picture that belongs to an article."""

    src: str
    """Path relative to the record or to static/, or an http(s) URL."""
    alt: str = ""
    """What a reader who does not see it is told; `DECORATIVE` for nothing."""
    caption: str = ""
    credit: str = ""
    shown: Picture | None = None
    """As it stands in the site; None before that is known, or where it is not in the site."""


class PictureRef(msgspec.Struct, frozen=True, omit_defaults=True):
    """A picture in a body: `![alt](src "caption | credit")`."""

    src: str
    """As written, without percent signs."""
    line: int
    """Line of the file, from 1."""
    column: int = 0
    """From 1; 0 if it is not known."""
    alt: str = ""
