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
    means: str
    fixed: bool = False
    """True if --fix corrects it."""


CODES: dict[str, Code] = {
    "broken-link": Code("error", "a link of the site leads to a file or an anchor that it does not have"),
    "no-file": Code("error", "the site's list names a file that is gone"),
    "stale-site": Code("error", "the site is not what the records say: it was built before they changed"),
    "leak": Code("error", "a draft, an embargoed or a withdrawn article can be read in the site"),
    "lost-address": Code("error", "an address was published once, and its record is gone"),
    "missing-alias": Code("error", "an address was published once, and one article has its slug", fixed=True),
    "bad-feed": Code("error", "a feed breaks a rule of Atom or JSON Feed"),
    "bad-json-ld": Code("error", "an article's JSON-LD is broken, or says other things than its record"),
    "dead-link": Code("error", "with --external: the other site says that the page is gone"),
    "unsure-link": Code("warning", "with --external: the other site did not answer, or let nobody look"),
    "lost-link": Code("warning", "a text links to a file that is no text of the site"),
    "unused-page": Code("warning", "a text introduces a topic or a name that no article has"),
    "provisional-date": Code("warning", "a date is a guess of less than 0.5"),
    "near-duplicate": Code("warning", "two articles share most of their wording"),
    "spelling": Code(
        "warning", "one topic or name stands in two spellings, such as in two cases", fixed=True
    ),
    "spelt-two-ways": Code("warning", "two people may well be one", fixed=True),
    "unknown-key": Code("warning", "newsgen does not know a key of the front matter"),
    "no-alt": Code("warning", "a picture has no alternative text"),
    "site-size": Code("warning", "the site has over 900 MB, and GitHub Pages ends at 1 GB"),
}
"""Kinds of findings in the order of docs/check.md; other codes are errors."""
