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


class Subject(msgspec.Struct, frozen=True):
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


Check = Callable[[Subject], Iterable[Problem]]
"""Checks an archive and its site; each finding has a code of `CODES`, a place and a remedy."""

Level = Literal["error", "warning"]


class Code(msgspec.Struct, frozen=True):
    """A kind of finding."""

    level: Level
    """An error causes exit code 1, a warning only with --strict."""
    fixed: bool = False
    """True if --fix corrects it."""


CODES: dict[str, Code] = {
    "broken-link": Code("error"),
    "no-file": Code("error"),
    "stale-site": Code("error"),
    "damaged-file": Code("error"),
    "leak": Code("error"),
    "lost-address": Code("error"),
    "missing-alias": Code("error", fixed=True),
    "bad-feed": Code("error"),
    "bad-json-ld": Code("error"),
    "dead-link": Code("error"),
    "unsure-link": Code("warning"),
    "lost-link": Code("warning"),
    "old-address": Code("warning"),
    "unused-page": Code("warning"),
    "provisional-date": Code("warning"),
    "near-duplicate": Code("warning"),
    "spelling": Code("warning", fixed=True),
    "spelt-two-ways": Code("warning"),
    "unknown-key": Code("warning"),
    "foreign-markup": Code("warning"),
    "no-alt": Code("warning"),
    "no-picture": Code("warning"),
    "bad-picture": Code("warning"),
    "outside-picture": Code("warning"),
    "no-pillow": Code("warning"),
    "no-cards": Code("warning"),
    "unused-block": Code("warning"),
    "unused-text": Code("warning"),
    "unused-template": Code("warning"),
    "unused-file": Code("warning"),
    "catalogue": Code("warning"),
    "foreign-host": Code("warning"),
    "site-size": Code("warning"),
}
"""Kinds of findings in the order of docs/check.md, which explains them; other codes are errors."""
