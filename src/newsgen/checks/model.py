"""What a check sees and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec

from newsgen.archive.model import Archive
from newsgen.errors import Problem
from newsgen.model import Record, StandalonePage


class Generation(msgspec.Struct, frozen=True):
    """A whole built site on disk."""

    folder: Path
    files: Mapping[str, str]
    """sha256 of each file by path, as build.json lists them."""


class Subject(msgspec.Struct, frozen=True):
    """All that is looked at."""

    archive: Archive
    """What the site shows."""
    generation: Generation
    root: Path
    """Of the archive on disk; the records' paths are relative to it."""
    records: tuple[Record, ...] = ()
    """All records, also those that are not shown, in order of path."""
    held: tuple[Record | StandalonePage, ...] = ()
    """Drafts, and articles whose date has not come: nothing of them may be in the site."""
    aliases: Mapping[str, Mapping[str, str]] = {}
    """Spelling → name by kind, as names.toml has it."""
    spelt: tuple[tuple[str, ...], ...] = ()
    """People who may be one person, under all their spellings: the one to keep comes first."""
    lost: Mapping[str, str] = {}
    """Each address that was published once and is lost now, with the path of its record."""

    @property
    def texts(self) -> tuple[Record | StandalonePage, ...]:
        """All that the site shows: articles, pages, introductions of topics and names."""
        archive = self.archive
        return (*archive.records, *archive.pages.values(), *archive.introductions.values())


Check = Callable[[Subject], Iterable[Problem]]
"""Looks at the archive and its generation; each finding has a code of `CODES`, a place and a remedy."""
