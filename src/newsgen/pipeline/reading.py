"""What a run of the loader leaves for the build that follows it."""

from __future__ import annotations

import msgspec

from newsgen.loader.report import LoadReport
from newsgen.record.store import Kept


class Reading(msgspec.Struct, frozen=True):
    """The records of an archive, as `Store.read` found them."""

    kept: list[Kept]
    """In order of path."""
    vanished: list[tuple[str, str]]
    """Path and body digest of all that ever vanished."""


class Loaded(msgspec.Struct, frozen=True):
    """What a run of the loader did and read."""

    report: LoadReport
    reading: Reading | None
    """The records as they are a moment before the run ends, so that a build at once need not read them again; None if
    the run took its time after it read them, or changed some."""
