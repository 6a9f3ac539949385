"""Export articles to one file for other programs."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import msgspec

from newsgen.archive.build import separate_held_back
from newsgen.archive.model import Archive
from newsgen.builder.build import Progress
from newsgen.desk.names import make_period_filter
from newsgen.errors import Problem, RefusedError, SettingsError
from newsgen.files import write_atomically
from newsgen.model import Body, Record
from newsgen.pipeline.open import open_archive
from newsgen.pipeline.project import Project
from newsgen.pipeline.report import Options
from newsgen.renderer.site import Site
from newsgen.renderer.texts import make_body_reader
from newsgen.renderer.theme.theme import open_theme


class Batch(msgspec.Struct, frozen=True):
    """The articles to export; texts are read one by one."""

    archive: Archive
    """The whole archive, for addresses and groups."""
    records: tuple[Record, ...]
    """The records to export, newest first."""
    future: frozenset[str]
    """Paths of records dated later than now."""
    site: Site
    read: Callable[[Body], str]
    """Reads the Markdown of a body."""
    scratch: Path
    """Folder for temporary files."""
    digests: Mapping[str, str] = {}
    """SHA-256 of each record's file in hex, by path."""


class ExportFormat(msgspec.Struct, frozen=True):
    """An export format."""

    name: str
    """Default file name."""
    chunks: Callable[[Batch], Iterator[bytes]]
    """Makes the file in chunks, so that memory does not grow with the archive."""
    marks: tuple[bytes, ...]
    """Alternative bytes that mark every file of this format by newsgen."""
    offset: int = 0
    """Offset of the mark, in bytes."""


class Exported(msgspec.Struct, frozen=True):
    """What an export did; the command line prints it."""

    articles: int
    bytes: int
    """Size of the file."""
    withdrawn: int
    """Number of withdrawn articles, exported without text."""
    drafts: int
    """Number of drafts, left out."""
    future: int
    """Number of articles dated later than now, left out."""
    outside: int
    """Number of articles outside the period, left out."""
    undated: int
    """Number of undated articles, left out if there is a period."""


def check_target(project: Project, form: ExportFormat, target: Path, *, force: bool) -> None:
    """Refuse a target file that an export must not overwrite.

    Raises:
        RefusedError: the target is in a folder of the archive, or a file that newsgen did not write.
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
            hint = "write it elsewhere; files in static/ are published with the site"
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
    """Write the articles that a build would show, withdrawn ones without their text.

    Args:
        project: the archive.
        form: the format.
        options: which articles to show.
        target: a file, which is replaced atomically at the end, or a stream.
        period: 'A..B', as in `make_period_filter`; '' for all articles.
        progress: called after each article.

    Raises:
        ContentError: all mistakes in records.
        SettingsError: the period is wrong.
        OutputError: the file cannot be written.
    """
    opened = open_archive(project, options, pages=False)
    records, outside, undated = opened.archive.records, 0, 0
    if period:
        undated = sum(record.date is None for record in records)
        inside = tuple(filter(make_period_filter(period), records))
        outside = len(records) - undated - len(inside)
        records = inside
    read, numbers, size = make_body_reader(project.root), itertools.count(1), 0

    def read_counted(body: Body) -> str:
        if progress:
            progress(next(numbers), len(records))
        return read(body)

    future = separate_held_back(records, now=opened.now, drafts=True).future
    site = open_theme().site(project.settings, project.root.name)
    paths = frozenset(record.path for record in future)
    digests = {entry.path: entry.file_digest for entry in opened.entries}
    batch = Batch(opened.archive, records, paths, site, read_counted, project.work, digests)

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
