"""What the bytes of each file depend on, as one hash."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import msgspec

from newsgen.builder.stage import Planned
from newsgen.renderer.page import Blob, File, Known, Page, made_of
from newsgen.renderer.views import Site


def fingerprints(engine: str, theme: str, site: Site, plan: Sequence[Planned | Known]) -> dict[str, bytes]:
    """Hash for each file, by path, all that its bytes depend on.

    Args:
        engine: stands for the versions of newsgen and of its libraries.
        theme: fingerprint of the theme; copied files and pictures do not depend on it, nor on the settings.
        site: what templates see of the settings.
        plan: the files.
    """
    encode = msgspec.msgpack.Encoder(order="deterministic").encode
    shown = hashlib.blake2b(encode((engine, theme, site)), digest_size=16)
    copied = hashlib.blake2b(encode(engine), digest_size=16)
    prints: dict[str, bytes] = {}
    for page in plan:
        if isinstance(page, Known):
            prints[page.path] = page.fingerprint
            continue
        own = (shown if isinstance(page, Page | Blob) else copied).copy()
        own.update(_content(page, encode))
        prints[page.path] = own.digest()
    return prints


def _content(page: Planned, encode: Callable[[object], bytes]) -> bytes:
    if isinstance(page, Page):
        return encode((page.template, page.view))
    if isinstance(page, Blob):
        return page.data
    return page.sha256.encode() if isinstance(page, File) else encode(made_of(page))
