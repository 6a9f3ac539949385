"""Articles → one file for other programs."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from newsgen.archive.build import select_records
from newsgen.archive.model import Archive
from newsgen.builder.build import Progress
from newsgen.desk.names import match_period
from newsgen.errors import Problem, RefusedError, SettingsError
from newsgen.files import write_atomically
from newsgen.model import Body, Record
from newsgen.pipeline.open import open_archive
from newsgen.pipeline.project import Project
from newsgen.pipeline.report import Options
from newsgen.renderer.site import Site
from newsgen.renderer.texts import body_reader
from newsgen.renderer.theme.theme import open_theme


class Batch(msgspec.Struct, frozen=True):
    """The articles to export; their texts are read one by one."""

    archive: Archive
    """The archive that they belong to, for addresses and groups; it may hold more than is exported."""
    records: tuple[Record, ...]
    """Which of its records are exported, newest first."""
    future: frozenset[str]
    """Paths of those whose date has not come."""
    site: Site
    read: Callable[[Body], str]
    """Fetches the Markdown of a body."""
    scratch: Path
    """Folder for files that last no longer than the export."""


class ExportFormat(msgspec.Struct, frozen=True):
    """A format of export."""

    name: str
    """Name of the file if the user gives none."""
    chunks: Callable[[Batch], Iterator[bytes]]
    """Makes a file piece by piece, so that memory does not grow with the text."""
    marks: tuple[bytes, ...]
    """Bytes of which one stands in every file of this format that newsgen wrote."""
    offset: int = 0
    """Where they stand, in bytes from the file's start."""


class Exported(msgspec.Struct, frozen=True):
    """What an export did; the closing lines are made of it."""

    articles: int
    bytes: int
    """Size of the file."""
    withdrawn: int
    """Articles without their text."""
    drafts: int
    """Left out because they are drafts."""
    future: int
    """Left out because their date has not come."""
    outside: int
    """Left out because they lie outside the period."""
    undated: int
    """Left out because a period was asked for and they have no date."""


def check_target(project: Project, form: ExportFormat, target: Path, *, force: bool) -> None:
    """Refuse a file that an export must not write.

    Raises:
        RefusedError: it would be lost, or newsgen would stumble over it later.
        SettingsError: its folder does not exist.
    """
    place = target.absolute()
    if not place.parent.is_dir():
        raise SettingsError(Problem(str(target), 0, 0, "there is no such folder", "make it first"))
    if place.is_dir():
        raise SettingsError(Problem(str(target), 0, 0, "this is a folder", "name a file in it"))
    paths = project.settings.paths
    for folder in (paths.output, paths.articles, paths.seeds):
        if place.resolve().is_relative_to(project.folder(folder).resolve()):
            hint = "write it elsewhere; what stands in static/ is published with the site"
            raise RefusedError(Problem(str(target), 0, 0, f"{folder}/ is not for exports", hint))
    if force or not place.exists():
        return
    with place.open("rb") as file:
        head = file.read(form.offset + max(map(len, form.marks)))
    if head and not head[form.offset :].startswith(form.marks):
        hint = "name another file, or overwrite it with --force"
        raise RefusedError(Problem(str(target), 0, 0, "there is a file that newsgen did not write", hint))


def run_export(
    project: Project,
    form: ExportFormat,
    options: Options,
    target: Path | BinaryIO,
    *,
    period: str = "",
    progress: Progress | None = None,
) -> Exported:
    """Write the articles that a build would show, as the site treats them: withdrawn ones without their text.

    Args:
        project: the archive.
        form: how to write them.
        options: which are shown.
        target: a file, which is replaced as a whole at the end, or a stream.
        period: 'A..B' keeps the articles that `match_period` chooses; '' keeps all.
        progress: called after each article.

    Raises:
        ContentError: all that is wrong with records.
        SettingsError: the period is none.
        OutputError: the system refused.
    """
    opened = open_archive(project, options, pages=False)
    records, outside, undated = opened.archive.records, 0, 0
    if period:
        undated = sum(record.date is None for record in records)
        inside = tuple(filter(match_period(period), records))
        outside = len(records) - undated - len(inside)
        records = inside
    read = body_reader(project.root)
    if progress is not None:
        read = _read_with_progress(read, len(records), progress)
    batch = Batch(
        opened.archive,
        records,
        frozenset(record.path for record in select_records(records, now=opened.now, drafts=True).future),
        open_theme().site(project.settings, project.root.name),
        read,
        project.work,
    )
    size = 0

    def count_bytes() -> Iterator[bytes]:
        nonlocal size
        for chunk in form.chunks(batch):
            size += len(chunk)
            yield chunk

    if isinstance(target, Path):
        write_atomically(target.resolve(), count_bytes())
    else:
        target.writelines(count_bytes())
    return Exported(
        articles=len(records),
        bytes=size,
        withdrawn=sum(record.status == "withdrawn" for record in records),
        drafts=len(opened.selection.drafts),
        future=len(opened.selection.future),
        outside=outside,
        undated=undated,
    )


def _read_with_progress(read: Callable[[Body], str], total: int, progress: Progress) -> Callable[[Body], str]:
    """Make a reader of bodies that reports each of them."""
    numbers = itertools.count(1)

    def read_counted(body: Body) -> str:
        progress(next(numbers), total)
        return read(body)

    return read_counted
