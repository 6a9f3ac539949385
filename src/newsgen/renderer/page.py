"""What the renderer makes and the builder writes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

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
