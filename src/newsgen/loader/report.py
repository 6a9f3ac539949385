"""What the loader is given and what it returns."""

from __future__ import annotations

import datetime

import msgspec

from newsgen.errors import Problem
from newsgen.lockfile import Lock
from newsgen.model import PartialDate

UNKNOWN_HASH = "0" * 64
"""Stands in the lock for the bytes of a record that was found, not written: such a record counts as edited."""


class ExistingRecord(msgspec.Struct, frozen=True):
    """A file in the folder of records."""

    path: str
    """Relative to the archive's root."""
    seed: str = ""
    """The sha256 under `seed` in its front matter; '' for a record written by hand."""
    date: PartialDate | None = None
    """Its date, if it is stated or confirmed; a date that still stands under `inferred` does not count."""


class LoadOptions(msgspec.Struct, frozen=True):
    """What holds for all seeds of a run."""

    as_of: datetime.date
    """Latest day possible for an article; an input, never the clock."""
    period: tuple[datetime.date, datetime.date] | None = None
    """First and last day of the archive, if they were given."""
    language: str = "en"
    """The site's language, BCP 47: a record in another one says so."""
    articles: str = "articles"
    """Folder of the records, relative to the archive's root."""


class UnwrittenRecord(msgspec.Struct, frozen=True):
    """A record that is not yet written."""

    path: str
    """Where it will stand, relative to the archive's root."""
    text: str
    """The whole file."""
    front: dict[str, object]
    """Its front matter by key, `inferred` and `seed` included."""
    body: str
    """Its body, Markdown."""
    seed: str
    """Path of the seed."""


class Conflict(msgspec.Struct, frozen=True):
    """A seed that changed after its record was made: the record stays, the new text goes to a folder of its own."""

    seed: str
    """Path of the seed."""
    record: str
    """Path of the record made from its old text."""
    path: str
    """Where the new text goes, relative to .newsgen/conflicts/, e.g. 2023-11-22-slug.1a2b3c.md."""
    text: str
    """The record as it would be made today."""


class LoadReport(msgspec.Struct, frozen=True):
    """What a run found; nothing has been written."""

    new: tuple[UnwrittenRecord, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    unchanged: int = 0
    """Number of seeds whose record exists."""
    deleted: tuple[tuple[str, str], ...] = ()
    """(seed, record) of each seed whose record a human deleted; it is not made again."""
    same: tuple[tuple[str, str], ...] = ()
    """(seed, other seed) of each seed that has the same bytes as another one."""
    skipped: tuple[str, ...] = ()
    """Seeds in no format that newsgen reads."""
    problems: tuple[Problem, ...] = ()
    """Why seeds were refused."""
    warnings: tuple[Problem, ...] = ()
    """Near-duplicates, guessed encodings, texts that break off."""
    lock: Lock = Lock()
    """The lock as it must be once the new records are written."""
