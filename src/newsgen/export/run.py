"""Records → one file for other programs."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from newsgen.archive.build import Selection, build_archive, localized, select
from newsgen.archive.model import Archive
from newsgen.builder.order import Progress
from newsgen.errors import Problem, RefusedError, SettingsError
from newsgen.model import Body, Record
from newsgen.pipeline.inputs import clock_of, engine
from newsgen.pipeline.open import aliases_of
from newsgen.pipeline.project import Project, read_archive_lock
from newsgen.pipeline.report import Options, now_of
from newsgen.record.store import Store, records_of
from newsgen.renderer.bodies import body_reader
from newsgen.renderer.site import Site
from newsgen.renderer.theme import open_theme
from newsgen.settings.values import parse_period


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
    """Left out because their day has not come."""
    outside: int
    """Left out because they lie outside the period."""
    undated: int
    """Left out because a period was asked for and they have no date."""


class Kept(msgspec.Struct, frozen=True):
    """What of the shown records a period keeps."""

    records: tuple[Record, ...]
    outside: int = 0
    undated: int = 0


def check_target(project: Project, form: Format, target: Path, *, force: bool) -> None:
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
    if place.exists() and not force and not _is_ours(place, form):
        hint = "name another file, or overwrite it with --force"
        raise RefusedError(Problem(str(target), 0, 0, "there is a file that newsgen did not write", hint))


def run_export(
    project: Project,
    form: Format,
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
        period: 'A..B' keeps the articles whose date may lie in it; '' keeps all.
        progress: told after each article.

    Raises:
        ContentError: all that is wrong with records.
        SettingsError: the period is none.
        OutputError: the system refused.
    """
    store = Store(project.root, project.settings.paths.articles, project.work / "cache" / "records", engine())
    kept, _ = store.read(clock_of(project.work / "cache"))
    now = now_of(project, options)
    records = localized(records_of(kept), now.zone)
    selection = select(records, now=now, drafts=options.drafts, future=options.future)
    aliases = msgspec.structs.asdict(aliases_of(project))
    archive, _ = build_archive(
        selection.shown, aliases=aliases, published=read_archive_lock(project).addresses
    )
    chosen = _within(archive.records, period)
    batch = Batch(
        archive,
        chosen.records,
        frozenset(record.path for record in select(chosen.records, now=now, drafts=True).future),
        open_theme().site(project.settings, project.root.name),
        _told(body_reader(project.root), len(chosen.records), progress),
        project.work,
    )
    chunks = form.chunks(batch)
    size = _write(target, chunks) if isinstance(target, Path) else _pour(target, chunks)
    return _report(chosen, selection, size)


def _within(records: tuple[Record, ...], period: str) -> Kept:
    """Keep what may lie in a period: an article dated 2023-11 may be of any day of that month."""
    if not period:
        return Kept(records)
    try:
        first, last = parse_period(period)
    except ValueError as error:
        hint = 'write e.g. "2004..2008"'
        raise SettingsError(Problem("", 0, 0, f"--period {period!r} is no period: {error}", hint)) from None
    dated = [(record, record.date) for record in records if record.date]
    inside = [record for record, date in dated if date.first_day <= last and date.last_day >= first]
    return Kept(tuple(inside), len(dated) - len(inside), len(records) - len(dated))


def _told(read: Callable[[Body], str], total: int, progress: Progress | None) -> Callable[[Body], str]:
    """Count the texts that are read, where somebody watches."""
    if progress is None:
        return read
    tell, done = progress, 0

    def counting(body: Body) -> str:
        nonlocal done
        done += 1
        tell(done, total)
        return read(body)

    return counting


def _is_ours(place: Path, form: Format) -> bool:
    """True if a file begins as newsgen writes one of this format, or is empty."""
    with place.open("rb") as file:
        head = file.read(form.offset + max(map(len, form.marks)))
    return not head or any(head[form.offset :].startswith(mark) for mark in form.marks)


def _write(target: Path, chunks: Iterable[bytes]) -> int:
    """Write beside the file and take its name at the end, so that it is never half there."""
    place = target.resolve()
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            size = _pour(file, chunks)
        temporary.chmod(0o644)
        temporary.replace(place)
    finally:
        temporary.unlink(missing_ok=True)
    return size


def _pour(stream: BinaryIO, chunks: Iterable[bytes]) -> int:
    return sum(map(stream.write, chunks))


def _report(chosen: Kept, selection: Selection, size: int) -> Exported:
    return Exported(
        articles=len(chosen.records),
        bytes=size,
        withdrawn=sum(record.status == "withdrawn" for record in chosen.records),
        drafts=len(selection.drafts),
        future=len(selection.future),
        outside=chosen.outside,
        undated=chosen.undated,
    )


class Batch(msgspec.Struct, frozen=True):
    """The articles to export; their texts are read one by one."""

    archive: Archive
    """The archive that they belong to, for addresses and groups; it may hold more than is exported."""
    records: tuple[Record, ...]
    """Which of its records are exported, newest first."""
    ahead: frozenset[str]
    """Paths of those whose day has not come."""
    site: Site
    read: Callable[[Body], str]
    """Fetches the Markdown of a body."""
    scratch: Path
    """Folder for files that last no longer than the export."""


Chunks = Callable[[Batch], Iterator[bytes]]
"""Makes a file piece by piece, so that memory does not grow with the text."""


class Format(msgspec.Struct, frozen=True):
    """A format of export."""

    name: str
    """Name of the file if the user gives none."""
    chunks: Chunks
    marks: tuple[bytes, ...]
    """Bytes of which one stands in every file of this format that newsgen wrote."""
    offset: int = 0
    """Where they stand, in bytes from the file's start."""
