"""Make the text of a record, choose its path, and write it without replacing existing files."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from newsgen.addresses import MAX_SLUG, slugify
from newsgen.errors import OutputError, Problem, RefusedError, report_system_errors
from newsgen.files import write_atomically
from newsgen.loader.report import Conflict, PendingRecord
from newsgen.model import Inference, PartialDate, SeedRef

FIELDS = tuple("date topics people organizations places authors source language boilerplate".split())
"""Fields that rules may infer, in the order of the front matter; `load --refresh` infers them again."""
_DATE_IN_NAME = re.compile(r"\d{4}(?:-\d{2}){0,2}-")
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}
"""Errors of link(2) if a file system has no hard links, or too many to a file, or the files are on two file systems."""


def make_pending_record(
    front: Mapping[str, object],
    inferred: Mapping[str, Inference],
    seed: SeedRef,
    body: str,
) -> PendingRecord:
    """Make a record without a path, and without its front matter as written: that follows when nothing changes any more.

    `inferred` says how the fields were inferred that the seed does not state.
    """
    fields = [*(field for field in FIELDS if field in inferred), *sorted(inferred.keys() - set(FIELDS))]
    listed = {field: inferred[field] for field in fields}
    return PendingRecord("", "", {**front, "inferred": listed, "seed": seed}, body, seed.key)


def choose_record_paths(
    articles: Sequence[tuple[str, PartialDate | None, str]], taken: Collection[str], folder: str = "articles"
) -> list[str]:
    """Choose a path for each new record.

    Records with the same path, or the path of an existing file, get the first digits of their seeds' hashes, so that the
    order of the seeds changes nothing.

    Args:
        articles: slug or title, date, and the sha256 of the seed of each record.
        taken: existing paths.

    Returns:
        Paths relative to the archive's root, e.g. articles/2023/2023-11-22-slug.md, articles/2023/2023-11-slug.md,
        articles/undated/slug.md.
    """
    wanted = [make_record_path(folder, title, date) for title, date, _ in articles]
    used = {path.lower() for path in taken}
    hashes: dict[str, list[str]] = {}
    for path, (_, _, sha256) in zip(wanted, articles, strict=True):
        hashes.setdefault(path, []).append(sha256)
    return [
        path
        if len(hashes[path]) == 1 and path.lower() not in used
        else _make_unique(path, sha256, hashes[path], used)
        for path, (_, _, sha256) in zip(wanted, articles, strict=True)
    ]


def make_record_path(folder: str, title: str, date: PartialDate | None) -> str:
    """Make the usual path of a record, from its slug or title and its date."""
    slug = slugify(title)
    if date is None:
        return f"{folder}/undated/{slug}.md"
    return f"{folder}/{date.year:04d}/{date.iso[:10]}-{slug}.md"


def _make_unique(path: str, sha256: str, hashes: Sequence[str], used: set[str]) -> str:
    """Add digits of the seed's hash, at least six, until the paths of all records that share this path are unique."""
    for count in range(6, 64):
        paths = {_add_digits(path, other[:count]) for other in hashes}
        if len(paths) == len(hashes) and used.isdisjoint(paths):
            return _add_digits(path, sha256[:count])
    return _add_digits(path, sha256)


def _add_digits(path: str, digits: str) -> str:
    """Add digits to a file's name; cut a long slug, so that the address stays short enough."""
    folder, _, name = path.removesuffix(".md").rpartition("/")
    dated = _DATE_IN_NAME.match(name)
    date = dated[0] if dated else ""
    slug = name.removeprefix(date)
    return f"{folder}/{date}{slug[: MAX_SLUG - len(digits) - 1].rstrip('-')}-{digits}.md"


def write_new_records(root: Path, records: Iterable[PendingRecord], work: Path) -> None:
    """Write new records below the archive's root, each of them atomically.

    Args:
        work: folder for unfinished files, emptied first, so that a crash leaves no partial record.

    Raises:
        RefusedError: a file of that name exists; it does not change.
        OutputError: the operating system failed.
    """
    shutil.rmtree(work, ignore_errors=True)
    for record in records:
        target = root / record.path
        try:
            work.mkdir(parents=True, exist_ok=True)
            target.parent.mkdir(parents=True, exist_ok=True)
            _create_file(target, record.text, work / "record")
        except FileExistsError:
            message, remedy = "a file of that name exists already", "rename or delete it"
            raise RefusedError(Problem(record.path, 0, 0, message, remedy, "file-exists")) from None
        except OSError as error:
            raise OutputError(Problem(record.path, 0, 0, f"cannot be written: {error.strerror}")) from error


def _create_file(target: Path, text: str, temporary: Path) -> None:
    """Create a file: link it, which fails if it exists. Without hard links create an empty file first, and replace it."""
    write_atomically(temporary, text)
    try:
        os.link(temporary, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        target.open("xb").close()
        write_atomically(target, text)
    temporary.unlink()


def write_conflicts(folder: Path, conflicts: Iterable[Conflict]) -> None:
    """Write the new texts of changed seeds; replace older texts of the same name. Failures raise OutputError."""
    for conflict in conflicts:
        target = folder / conflict.path
        with report_system_errors(target.name):
            target.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(target, conflict.text.encode())
