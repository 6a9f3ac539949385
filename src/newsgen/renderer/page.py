"""What the renderer makes and the builder writes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from newsgen.model import PartialDate
from newsgen.renderer.views import View

Write = Callable[[Any, Any, Any], bytes]
"""Makes the bytes of a file, in UTF-8, of its view, of `Site` and of `newsgen.renderer.texts.Texts`."""


class Page(msgspec.Struct, frozen=True):
    """One file of the site that is made of a view, by a template or by `write`."""

    path: str
    """Path inside site/, '/'-separated, without a leading '/', e.g. 2023/11/index.html."""
    template: str
    """Name of the template, e.g. article.html; or of the kind of file that `write` makes, e.g. data.jsonl."""
    make_view: Callable[[], View]
    """Makes all that the template sees as `page`; called only if the page must be rendered."""
    modified: str | None = None
    """Day of its last change for the sitemap, YYYY-MM-DD or ''; None if it stands in none."""
    texts: int | None = None
    """Year of the article that it is, or of those whose texts it holds, 0 for undated ones; None for any other page.

    Pages of one year are best made by one process, one after another: so each text is read once.
    """
    shows: bytes = b""
    """Digest of all data that the view may show; b'' if it is not known, and then the view is always made."""
    write: Write | None = None
    """Makes the file's bytes of its view where no template does."""

    @property
    def view(self) -> Any:
        """What the template sees, made anew."""
        return self.make_view()

    def with_view(self) -> Page:
        """Make the same page with its view inside, which can be sent to another process."""
        return msgspec.structs.replace(self, make_view=partial(_same, self.make_view()))


def make_page(template: str, view: View) -> Page:
    """Make the page of a view that exists already; the sitemap lists it if it is HTML and to be indexed."""
    listed = view.indexed and view.address.endswith(".html")
    modified = view.modified if listed else None
    return Page(view.address, template, partial(_same, view), modified)


def _same(view: View) -> View:
    return view


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


class Original(msgspec.Struct, frozen=True):
    """A picture without its metadata, its pixels as they were."""

    path: str
    """As in Page."""
    source: str
    """Absolute path of the picture."""
    sha256: str
    """As in File."""


class Smaller(msgspec.Struct, frozen=True):
    """A copy of a picture in WebP, as wide as a page uses it."""

    path: str
    """As in Page."""
    source: str
    """As in Original."""
    sha256: str
    """As in File."""
    width: int
    """Pixels, not more than the picture has."""
    quality: int
    """1 to 100, as libwebp counts it."""
    encoder: str
    """Stands for the version of Pillow, on which the bytes depend."""
    place: tuple[str, int, int]
    """File, line and column where a text names the picture, for messages."""


class Card(msgspec.Struct, frozen=True):
    """A picture of an article's headline, for social media."""

    path: str
    """As in Page."""
    title: str
    kicker: str
    """'' for none, like `site`."""
    site: str
    """The archive's name."""
    date: PartialDate | None
    language: str
    """BCP 47 tag in which the date is written."""
    encoder: str
    """As in Smaller."""


MadePicture = Original | Smaller | Card
"""A picture that a build makes, and that no template sees."""


def picture_inputs(picture: MadePicture) -> tuple[object, ...]:
    """All that a picture's bytes depend on; where the archive lies on the disk is not among it."""
    if isinstance(picture, Original):
        return ("original", picture.sha256)
    if isinstance(picture, Smaller):
        return ("smaller", picture.sha256, picture.width, picture.quality, picture.encoder)
    return (
        "card",
        picture.title,
        picture.kicker,
        picture.site,
        picture.date,
        picture.language,
        picture.encoder,
    )
