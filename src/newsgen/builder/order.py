"""What a build is asked and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from newsgen.builder.searched import Outcome, Searched
from newsgen.renderer.site import Site

Progress = Callable[[int, int], None]
"""Called with the number of pages rendered and of all to render."""


class Result(msgspec.Struct, frozen=True):
    """What a build did to the output."""

    files: int
    """Files of the generation, build.json not counted."""
    bytes: int
    """Their size together."""
    rendered: int
    """Pages that were dirty and rendered."""
    written: int
    """Files whose bytes are new."""
    removed: int
    """Files of the last generation that are gone."""
    search: Outcome = Outcome()
    """What became of the search index; its files count in none of the numbers above."""
    index_bytes: int = 0
    """Their size together."""


class Order(msgspec.Struct, frozen=True):
    """What is to be built, and with what."""

    root: Path
    templates: Path
    """The archive's own templates."""
    theme: str
    """Fingerprint of the theme."""
    site: Site
    engine: str
    """Stands for the versions of newsgen and of the libraries that render."""
    generator: str
    """For build.json, e.g. 'newsgen 0.1.0'."""
    inputs: bytes
    """Digest of all inputs, kept in the manifest for `is_current`."""
    search: Searched | None = None
    """What readers may search; None for a site without search."""
    user_cache: Path | None = None
    """The user's cache folder, for compiled templates; None for none."""
    cache: Path = Path(".newsgen/cache/pictures")
    """Where pictures that were made are kept."""
