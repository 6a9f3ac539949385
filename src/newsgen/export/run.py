"""Export articles to one file for other programs."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import msgspec

from newsgen.archive.build import separate_held_back
from newsgen.archive.model import Archive
from newsgen.builder.build import Progress
from newsgen.desk.names import make_period_filter
from newsgen.errors import Problem, RefusedError, SettingsError
from newsgen.files import write_atomically
from newsgen.media.pictures import CleanedPicture
from newsgen.model import BodyReference, Record
from newsgen.pipeline.open import OpenedArchive, open_archive
from newsgen.pipeline.project import Project
from newsgen.pipeline.report import RunOptions
from newsgen.renderer.site import Site
from newsgen.renderer.texts import make_body_reader
from newsgen.renderer.theme.theme import open_theme


class ExportInput(msgspec.Struct, frozen=True):
    """The articles to export; texts are read one by one."""

    archive: Archive
    """The whole archive, for addresses and groups."""
    records: tuple[Record, ...]
    """The records to export, newest first."""
    future: frozenset[str]
    """Paths of records dated later than now."""
    site: Site
    read: Callable[[BodyReference], str]
    """Reads the Markdown of a body."""
    scratch: Path
    """Folder for temporary files."""
    digests: Mapping[str, str] = {}
    """SHA-256 of each record's file in hex, by path."""
    root: Path = Path()
    """The archive's root."""
    pictures: Mapping[str, str] = {}
    """Path of each picture of an article relative to the root, by its address in the site."""
    day: str = ""
    """The day of the export, YYYY-MM-DD."""
    generator: str = "hugo"
    """The generator whose front matter is written, 'hugo' or 'jekyll'."""


class ExportFormat(msgspec.Struct, frozen=True):
    """An export format."""

    name: str
    """Default file name."""
    chunks: Callable[[ExportInput], Iterator[bytes]]
    """Makes the file in chunks, so that memory does not grow with the archive."""
    marks: tuple[bytes, ...]
    """Alternative bytes that mark every file of this format by newsgen."""
    offset: int = 0
    """Offset of the mark, in bytes."""
    illustrated: bool = False
    """True if pictures are named."""


class FolderFormat(msgspec.Struct, frozen=True):
    """A format of several files in a folder."""

    name: str
    """Default name of the folder."""
    list_files: Callable[[ExportInput], Iterator[tuple[str, bytes]]]
    """Yields path and content of each file, so that memory does not grow with the archive."""
    illustrated: bool = True
    """True if pictures are exported, too."""


_MARK = ".newsgen-export"
"""File in an exported folder that lists the files in it by newsgen, one a line; later exports replace only these."""


class ExportReport(msgspec.Struct, frozen=True):
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


def check_target(project: Project, form: ExportFormat | FolderFormat, target: Path, *, force: bool) -> None:
    """Refuse a target file or folder that an export must not overwrite.

    Raises:
        RefusedError: the target is in a folder of the archive, or a file that newsgen did not write.
        SettingsError: its folder does not exist.
    """
    place = target.absolute()
    if not place.parent.is_dir():
        raise SettingsError(Problem(str(target), 0, 0, "there is no such folder", "make it first"))
    is_folder = isinstance(form, FolderFormat)
    if not is_folder and place.is_dir():
        raise SettingsError(Problem(str(target), 0, 0, "this is a folder", "name a file in it"))
    paths = project.settings.paths
    for folder in (paths.output, paths.articles, paths.seeds):
        own = project.folder(folder).resolve()
        if place.resolve().is_relative_to(own) or (is_folder and own.is_relative_to(place.resolve())):
            hint = "write it elsewhere; files in static/ are published with the site"
            raise RefusedError(Problem(str(target), 0, 0, f"{folder}/ is not for exports", hint))
    if force or not place.exists():
        return
    if isinstance(form, FolderFormat):
        if place.is_file() or (not (place / _MARK).is_file() and any(place.iterdir())):
            hint = "name another folder, or write into it with --force"
            raise RefusedError(Problem(str(target), 0, 0, "there are files that newsgen did not write", hint))
        return
    with place.open("rb") as file:
        head = file.read(form.offset + max(map(len, form.marks)))
    if head and not head[form.offset :].startswith(form.marks):
        hint = "name another file, or overwrite it with --force"
        raise RefusedError(Problem(str(target), 0, 0, "there is a file that newsgen did not write", hint))


def run_export(
    project: Project,
    form: ExportFormat | FolderFormat,
    options: RunOptions,
    target: Path | BinaryIO,
    *,
    period: str = "",
    generator: str = "hugo",
    force: bool = False,
    progress: Progress | None = None,
) -> ExportReport:
    """Write the articles that a build would show, withdrawn ones without their text.

    The target is a file, which is replaced atomically at the end, a folder, or a stream. `period` is as in
    `make_period_filter`, '' for all; `generator` is 'hugo' or 'jekyll', for Markdown; `force` overwrites files in a folder
    that newsgen did not write; `progress` is called after each article.

    Raises:
        ContentError: all mistakes in records.
        SettingsError: the period is wrong.
        OutputError: the file cannot be written.
    """
    opened = open_archive(project, options, pages=False, illustrated=form.illustrated)
    records, outside, undated = _choose_records(opened.archive.records, period)
    batch = _make_batch(opened, records, generator, progress)
    size = _write_export(form, batch, target, force=force)
    return ExportReport(
        articles=len(records),
        bytes=size,
        withdrawn=sum(record.status == "withdrawn" for record in records),
        drafts=len(opened.selection.drafts),
        future=len(opened.selection.future),
        outside=outside,
        undated=undated,
    )


def _make_batch(
    opened: OpenedArchive, records: tuple[Record, ...], generator: str, progress: Progress | None
) -> ExportInput:
    project, numbers = opened.project, itertools.count(1)
    read = make_body_reader(project.root)

    def read_counted(body: BodyReference) -> str:
        if progress:
            progress(next(numbers), len(records))
        return read(body)

    future = separate_held_back(records, now=opened.now, drafts=True).future
    return ExportInput(
        archive=opened.archive,
        records=records,
        future=frozenset(record.path for record in future),
        site=open_theme().site(project.settings, project.root.name),
        read=read_counted,
        scratch=project.work,
        digests={entry.path: entry.file_digest for entry in opened.entries},
        root=project.root,
        pictures=_find_sources(opened) if opened.illustrated else {},
        day=opened.options.as_of.isoformat(),
        generator=generator,
    )


def _choose_records(records: tuple[Record, ...], period: str) -> tuple[tuple[Record, ...], int, int]:
    """Return the records of a period, and the numbers of those outside and of undated ones."""
    if not period:
        return records, 0, 0
    inside = tuple(filter(make_period_filter(period), records))
    undated = sum(record.date is None for record in records)
    return inside, len(records) - undated - len(inside), undated


def _find_sources(opened: OpenedArchive) -> dict[str, str]:
    """Find the file of each picture by its address in the site: copies have sources, others are in static/."""
    root, static = opened.project.root, opened.project.settings.paths.static
    found = {
        made.path: Path(made.source).relative_to(root).as_posix()
        for made in opened.illustration.plan
        if isinstance(made, CleanedPicture)
    }
    for record in opened.archive.records:
        shown = [picture for _, picture in record.body.pictures]
        for picture in (*shown, record.image and record.image.shown):
            if picture:
                found.setdefault(picture.address, f"{static}/{picture.address}")
    return found


def _write_export(
    form: ExportFormat | FolderFormat, batch: ExportInput, target: Path | BinaryIO, *, force: bool
) -> int:
    """Write an export; return its size in bytes."""
    size = 0

    def count_bytes(chunks: Iterable[bytes]) -> Iterator[bytes]:
        nonlocal size
        for chunk in chunks:
            size += len(chunk)
            yield chunk

    if isinstance(form, FolderFormat):
        assert isinstance(target, Path), "a folder is no stream"
        files = ((path, next(count_bytes([data]))) for path, data in form.list_files(batch))
        _write_folder(target.resolve(), files, force=force)
    elif isinstance(target, Path):
        write_atomically(target.resolve(), count_bytes(form.chunks(batch)))
    else:
        target.writelines(count_bytes(form.chunks(batch)))
    return size


def _write_folder(folder: Path, files: Iterable[tuple[str, bytes]], *, force: bool) -> None:
    """Write the files of an export; delete those of an earlier one that are not in it, and no others.

    Raises:
        RefusedError: a file is in the way that newsgen did not write.
    """
    folder.mkdir(exist_ok=True)
    mark = folder / _MARK
    known = set(mark.read_text("utf-8").splitlines()) if mark.is_file() else set[str]()
    written: dict[str, None] = {}
    try:
        for path, data in files:
            place = folder / path
            if path not in known and path not in written and not force and place.exists():
                problem = Problem(str(place), 0, 0, "there is a file that newsgen did not write")
                raise RefusedError(msgspec.structs.replace(problem, expected="move it away, or use --force"))
            place.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(place, data)
            written[path] = None
        for path in known - written.keys():
            (folder / path).unlink(missing_ok=True)
            for above in (folder / path).parents:
                if above == folder or any(above.iterdir()):
                    break
                above.rmdir()
        known.clear()
    finally:
        write_atomically(mark, "".join(f"{path}\n" for path in sorted({*known, *written})))


def choose_file_name(name: str, identity: str, taken: set[str]) -> str:
    """Return a file's name; add digits of the hash of its identity if another file has it. The name is added to `taken`."""
    if name.lower() in taken:
        name = f"{name}-{hashlib.sha256(identity.encode()).hexdigest()[:8]}"
    taken.add(name.lower())
    return name
