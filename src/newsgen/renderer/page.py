"""Files of a site: a `Page` is rendered, a `Blob` has its bytes, a `CopiedFile` is copied."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from newsgen.archive.model import hash_values
from newsgen.renderer.views import View

Write = Callable[[Any, Any, Any], bytes]
"""Makes the UTF-8 bytes of a file from its view, `Site` and `newsgen.renderer.texts.BodyRenderer`."""


class Page(msgspec.Struct, frozen=True):
    """One file of the site, made from a view by a template or by `write`."""

    path: str
    """Path inside site/, '/'-separated, without a leading '/', e.g. 2023/11/index.html."""
    template: str
    """Name of the template, e.g. article.html, or of the kind of file that `write` makes, e.g. data.jsonl."""
    make_view: Callable[[], View]
    """Makes what the template sees as `page`; called only if the page may have changed."""
    modified: str | None = None
    """Day of the last change for the sitemap, YYYY-MM-DD or ''; None leaves the page out of the sitemap."""
    shows: bytes = b""
    """Digest of all data that the view may show; b'' if unknown: then the page is always rendered."""
    write: Write | None = None
    """Makes the file's bytes from its view, in place of a template."""

    @property
    def view(self) -> Any:
        """Make what the template sees as `page`."""
        return self.make_view()

    def with_view(self) -> Page:
        """Return the same page with its view already made, so that it can be sent to another process."""
        return msgspec.structs.replace(self, make_view=partial(_return_view, self.make_view()))


def make_page(template: str, view: View) -> Page:
    """Make a page from a finished view; the sitemap lists it if it is HTML and `indexed`."""
    listed = view.indexed and view.address.endswith(".html")
    modified = view.modified if listed else None
    return Page(view.address, template, partial(_return_view, view), modified, hash_values(view))


def _return_view(view: View) -> View:
    return view


class Blob(msgspec.Struct, frozen=True):
    """One file of the site with its bytes."""

    path: str
    data: bytes


class CopiedFile(msgspec.Struct, frozen=True):
    """One file of the site that is copied from the archive, e.g. a picture under static/."""

    path: str
    source: str
    """Absolute path of the file to copy."""
    sha256: str
    """Hex digest of its bytes when the build was planned."""
