"""The input and the findings of checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from newsgen.archive.model import Archive
from newsgen.errors import Problem
from newsgen.model import Record, StandalonePage
from newsgen.pipeline.open import OpenedArchive


class CheckedArchive(msgspec.Struct, frozen=True):
    """The input of checks: an archive and its built site."""

    opened: OpenedArchive
    files: Mapping[str, str]
    """SHA-256 of each file of the site by path, from build.json."""

    @property
    def archive(self) -> Archive:
        """The archive that a build would show."""
        return self.opened.archive

    @property
    def root(self) -> Path:
        """The archive's folder; paths of texts are relative to it."""
        return self.opened.project.root

    @property
    def texts(self) -> tuple[Record | StandalonePage, ...]:
        """All shown texts: articles, pages, introductions."""
        archive = self.archive
        return (*archive.records, *archive.pages.values(), *archive.introductions.values())

    def read_file(self, path: str) -> bytes | None:
        """Read a file of the site; None if build.json does not list it, or it is gone."""
        try:
            return (self.opened.project.output / path).read_bytes() if path in self.files else None
        except (FileNotFoundError, IsADirectoryError):
            return None


Check = Callable[[CheckedArchive], Iterable[Problem]]
"""Checks an archive and its site; each finding has a code of `CODES`, a place and a remedy."""

Level = Literal["error", "warning"]


class FindingKind(msgspec.Struct, frozen=True):
    """A kind of finding."""

    level: Level
    """An error causes exit code 1, a warning only with --strict."""
    fixed: bool = False
    """True if --fix corrects it."""


CODES: dict[str, FindingKind] = {
    "broken-link": FindingKind("error"),
    "no-file": FindingKind("error"),
    "stale-site": FindingKind("error"),
    "damaged-file": FindingKind("error"),
    "leak": FindingKind("error"),
    "lost-address": FindingKind("error"),
    "missing-alias": FindingKind("error", fixed=True),
    "bad-feed": FindingKind("error"),
    "bad-json-ld": FindingKind("error"),
    "dead-link": FindingKind("error"),
    "unsure-link": FindingKind("warning"),
    "lost-link": FindingKind("warning"),
    "old-address": FindingKind("warning"),
    "unused-page": FindingKind("warning"),
    "provisional-date": FindingKind("warning"),
    "near-duplicate": FindingKind("warning"),
    "spelling": FindingKind("warning", fixed=True),
    "spelt-two-ways": FindingKind("warning"),
    "unknown-key": FindingKind("warning"),
    "foreign-markup": FindingKind("warning"),
    "no-alt": FindingKind("warning"),
    "no-picture": FindingKind("warning"),
    "bad-picture": FindingKind("warning"),
    "outside-picture": FindingKind("warning"),
    "no-pillow": FindingKind("warning"),
    "no-cards": FindingKind("warning"),
    "unused-block": FindingKind("warning"),
    "unused-text": FindingKind("warning"),
    "unused-template": FindingKind("warning"),
    "unused-file": FindingKind("warning"),
    "catalogue": FindingKind("warning"),
    "foreign-host": FindingKind("warning"),
    "site-size": FindingKind("warning"),
}
"""Kinds of findings in the order of docs/check.md, which explains them; other codes are errors."""
