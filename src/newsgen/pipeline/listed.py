"""The pages of lists as the last build planned them, so that a build after an edit of texts need not plan them.

What is kept is found by a hash over all that these pages can see; it is right or not there at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec

from newsgen.archive.model import Archive
from newsgen.builder.manifest import read_manifest
from newsgen.builder.places import Places
from newsgen.renderer.page import Blob, Known, Page
from newsgen.renderer.plan import seen_by_lists
from newsgen.renderer.sitemap import modified_of
from newsgen.renderer.views import Site


class Lists(msgspec.Struct, frozen=True):
    """All pages of lists of one archive."""

    key: bytes = b""
    """Over all that they can see, the theme and the code."""
    pages: list[Known] = []


def key_of(archive: Archive, site: Site, engine: str, theme: str) -> bytes:
    """Hash all that pages of lists depend on."""
    digest = hashlib.blake2b(f"{engine} {theme} ".encode(), digest_size=16)
    digest.update(seen_by_lists(archive, site))
    return digest.digest()


def read_lists(places: Places) -> Lists:
    """What the last build of this output planned; nothing if that is not known."""
    try:
        return msgspec.msgpack.decode((places.state / "lists").read_bytes(), type=Lists)
    except (FileNotFoundError, msgspec.DecodeError):
        return Lists()


def keep_lists(places: Places, key: bytes, pages: Sequence[Page | Blob]) -> None:
    """Remember what was planned, once it is built; nothing for the key b'', nor if static/ took the place of a page."""
    entries = read_manifest(places.manifest).entries if key else {}
    if not key or any(page.path not in entries for page in pages):
        return
    known = [Known(page.path, entries[page.path].fingerprint, modified_of(page)) for page in pages]
    fresh = places.state / "lists.new"
    fresh.write_bytes(msgspec.msgpack.encode(Lists(key, known)))
    fresh.replace(places.state / "lists")
