"""The input and output values of the loader."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

import msgspec

from newsgen.errors import Problem
from newsgen.lockfile import Lock
from newsgen.model import PartialDate

UNKNOWN_HASH = "0" * 64
"""Hash in the lock of a record that was found, not written by newsgen; it counts as edited."""

PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".avif", ".heic", ".bmp", ".ico")
"""Suffixes of pictures, which texts may show."""
NEUTRAL = ("readme", "license", "licence", "copying", "changelog", "contributing", "requirements.txt")
"""How the names of files in an archive's folder begin that are no articles."""


class ExistingRecord(msgspec.Struct, frozen=True):
    """A file in the folder of records."""

    path: str
    """Path relative to the archive's root."""
    seed: str = ""
    """The sha256 under `seed` in its front matter; '' for a record written by hand."""
    date: PartialDate | None = None
    """The date if it is stated or confirmed; None if it is still under `inferred`."""
    topics: tuple[str, ...] = ()
    item: str = ""
    """The item under `seed`; '' if the record was made of a whole file."""
    boilerplate: tuple[str, ...] = ()
    """As in Record."""


class Extractor(msgspec.Struct, frozen=True):
    """An extractor that the command line names, with its options."""

    name: str
    """Name of its entry point."""
    options: tuple[tuple[str, str], ...] = ()
    """Pairs of a name and a value, such as the model."""
    cache: str = ""
    """Folder for what it found in each text; '' for none."""


class LoadOptions(msgspec.Struct, frozen=True):
    """Options for all seeds of a run."""

    as_of: datetime.date
    """Latest possible day of an article; an input, never the clock."""
    period: tuple[datetime.date, datetime.date] | None = None
    """First and last day of the archive, if given."""
    language: str = "en"
    """The site's language, BCP 47; records in other languages state theirs."""
    articles: str = "articles"
    """Folder of the records, relative to the archive's root."""
    pages: str = "pages"
    """Folder of the standalone pages, relative to the archive's root."""
    repair_encoding: bool = False
    """Repair letters of UTF-8 that were read in another encoding."""


class PendingRecord(msgspec.Struct, frozen=True):
    """A record that is not yet written."""

    path: str
    """Path relative to the archive's root."""
    head: str
    """The front matter as written; '' until the path is known."""
    front: dict[str, object]
    """Front matter by key, with `inferred` and `seed`."""
    body: str
    """Markdown."""
    seed: str
    """Key of the seed, as `SeedRef.key`."""

    @property
    def text(self) -> str:
        """The whole file; it is not held in addition to the body, as 100,000 of them would fill the memory."""
        from newsgen.record.write import (
            join_front_matter_and_body,  # a build without new texts does not need it
        )

        return join_front_matter_and_body(self.head, self.body)


class Conflict(msgspec.Struct, frozen=True):
    """A seed that changed after its record was made. The record stays; the new text goes to .newsgen/conflicts/."""

    seed: str
    """Path of the seed."""
    record: str
    """Path of the record, which was made from the old text."""
    path: str
    """Path of the new text relative to .newsgen/conflicts/, e.g. 2023-11-22-slug.1a2b3c.md."""
    text: str
    """The record that the new text would give."""


class ContainerCount(msgspec.Struct, frozen=True):
    """How many articles of a file with several articles are new."""

    file: str
    """Path of the file relative to the archive's root."""
    new: int
    known: int
    """Those that were loaded before, or are the same as another one."""
    changed: int
    """Those whose text changed after their record was made."""


class LoadReport(msgspec.Struct, frozen=True):
    """The results of a run, before anything is written."""

    new: tuple[PendingRecord, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    unchanged: int = 0
    """Number of seeds whose record exists."""
    deleted: tuple[tuple[str, str], ...] = ()
    """(seed, record) of each seed whose record a human deleted; the record is not made again."""
    same: tuple[tuple[str, str], ...] = ()
    """(seed, other seed) of each seed with the same bytes as another one."""
    skipped: tuple[str, ...] = ()
    """Seeds in formats that newsgen does not read."""
    sections: tuple[str, ...] = ()
    """Seeds that are the pages of sections, which are no articles, and introduce no topic."""
    containers: tuple[ContainerCount, ...] = ()
    """Files with several articles, sorted by path."""
    problems: tuple[Problem, ...] = ()
    """Mistakes in refused seeds."""
    warnings: tuple[Problem, ...] = ()
    """Near-duplicates, guessed encodings, incomplete texts."""
    lock: Lock = Lock()
    """The lock after the new records are written."""


def without_text(record: PendingRecord) -> PendingRecord:
    """Drop the text of a record that is written: those of a large pile do not fit into the memory."""
    return PendingRecord(record.path, "", {}, "", record.seed)


def without_conflict_texts(report: LoadReport) -> LoadReport:
    """Drop the texts of conflicts that are written."""
    conflicts = tuple(msgspec.structs.replace(conflict, text="") for conflict in report.conflicts)
    return msgspec.structs.replace(report, conflicts=conflicts)


def count_container_articles(file: str, report: LoadReport) -> ContainerCount:
    """Count the articles of a container, given the report of its items."""
    known = report.unchanged + len(report.deleted) + len(report.same)
    return ContainerCount(file, len({record.seed for record in report.new}), known, len(report.conflicts))


def join_reports(
    reports: Sequence[LoadReport], problems: Iterable[Problem], warnings: Iterable[Problem], lock: Lock
) -> LoadReport:
    """Join the reports of several batches; `problems` and `warnings` are those of items that no batch has, `lock` is the last."""
    return LoadReport(
        new=tuple(record for report in reports for record in report.new),
        conflicts=tuple(conflict for report in reports for conflict in report.conflicts),
        unchanged=sum(report.unchanged for report in reports),
        deleted=tuple(pair for report in reports for pair in report.deleted),
        same=tuple(pair for report in reports for pair in report.same),
        skipped=tuple(path for report in reports for path in report.skipped),
        sections=tuple(path for report in reports for path in report.sections),
        containers=tuple(one for report in reports for one in report.containers),
        problems=tuple(sorted({*problems, *(problem for report in reports for problem in report.problems)})),
        warnings=(*warnings, *(problem for report in reports for problem in report.warnings)),
        lock=lock,
    )
