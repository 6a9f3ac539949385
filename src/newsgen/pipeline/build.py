"""One build of an archive: records → archive → plan → generation."""

from __future__ import annotations

import datetime

import msgspec

import newsgen
from newsgen.archive.build import Selection, build_archive, localized, select
from newsgen.archive.model import Archive
from newsgen.archive.moved import with_moved
from newsgen.builder.build import Order, Progress, Result, build
from newsgen.builder.lock import locked
from newsgen.builder.places import Places, places_for
from newsgen.builder.standing import is_current
from newsgen.errors import ContentError, Problem
from newsgen.lockfile import Lock
from newsgen.pipeline.frame import check_frame, framed, read_texts, shown_pages
from newsgen.pipeline.inputs import clock_of, digest_of, engine
from newsgen.pipeline.locks import add_addresses, moved, read_archive_lock, with_addresses, with_moves
from newsgen.pipeline.project import Project
from newsgen.pipeline.report import OpenExecutor, Options, Report, advice, now_of, read_summary, write_summary
from newsgen.pipeline.search import search_report, searched
from newsgen.pipeline.static import Static, read_static, static_files
from newsgen.pipeline.tables import aliases_of
from newsgen.record.store import Kept, records_of
from newsgen.renderer.theme import Theme, open_theme
from newsgen.zones import Now

GENERATOR = f"newsgen {newsgen.__version__}"


class Inputs(msgspec.Struct, frozen=True):
    """All that a build is made of, read but not yet put together."""

    kept: list[Kept]
    theme: Theme
    lock: Lock
    """With the records that were renamed since the last run under their new names."""
    pages: list[Kept]
    """The standalone pages."""
    static: list[Static]
    aliases: dict[str, dict[str, str]]
    """Spellings of names that names.toml joins, by kind."""


def run_build(
    project: Project,
    options: Options,
    *,
    executor: OpenExecutor | None = None,
    progress: Progress | None = None,
) -> Report:
    """Bring the output up to date with the records; seeds are loaded before, by `pipeline.load`.

    Raises:
        ContentError: all that is wrong with records, templates and addresses; the output is untouched.
        RefusedError, OutputError, BusyError: as `builder.build`.
    """
    places = places_for(project.root, project.output, project.scratch)
    with locked(places.lock, project.settings.paths.output):
        inputs = _read(project)
        files = is_current(places, _digest(project, options, inputs, inputs.lock))
        summary = read_summary(places) if files is not None else None
        if summary is not None and options.strict and summary.warnings:
            raise ContentError(summary.warnings)
        if summary is not None:
            return msgspec.structs.replace(summary, unchanged=True, rendered=0, written=0, removed=0)
        report, lock = _build(project, options, places, inputs, executor, progress)
        if not options.dry_run:
            write_summary(places, report)
            if not options.locked:
                add_addresses(project, lock.addresses)
        failed = [problem for problem in report.warnings if problem.code == "search-index"]
        if failed and options.strict:
            raise ContentError(failed)
    return report


def _read(project: Project) -> Inputs:
    now = clock_of(project.work / "cache")
    kept, pages, vanished = read_texts(project, now)
    lock = read_archive_lock(project)
    known = set(lock.addresses.values())
    fresh = ((record.path, record.body) for record in (*kept, *pages) if record.path not in known)
    theme = open_theme(project.folder(project.settings.paths.templates))
    aliases = msgspec.structs.asdict(aliases_of(project))
    static = read_static(project, now)
    return Inputs(kept, theme, with_moves(lock, moved(vanished, fresh)), pages, static, aliases)


def _digest(project: Project, options: Options, inputs: Inputs, lock: Lock) -> bytes:
    """Hash all that the generation depends on; of today only which records it holds back."""
    shown = options.drafts, options.future, options.locked
    now = now_of(project, options)
    ahead = _waiting(inputs.kept, now)
    theme, addresses = inputs.theme.fingerprint, (sorted(lock.addresses.items()), sorted(lock.moved.items()))
    static = [(file.path, file.sha256) for file in inputs.static]
    given = project.settings, engine(), shown, ahead, theme, static, addresses, inputs.aliases
    return digest_of(given, records=[*inputs.kept, *inputs.pages])


def _waiting(kept: list[Kept], now: Now) -> list[str]:
    """Paths of the records whose date has not come; only those of these days are decoded."""
    since = datetime.date.fromordinal(max(now.last.toordinal() - 2, 1)).isoformat()
    late = [entry for entry in kept if entry.day >= since]
    dates = (record.date for record in records_of(late))
    return [entry.path for entry, date in zip(late, dates, strict=True) if date and not now.has_come(date)]


def _build(
    project: Project,
    options: Options,
    places: Places,
    inputs: Inputs,
    executor: OpenExecutor | None,
    progress: Progress | None,
) -> tuple[Report, Lock]:
    from newsgen.renderer.plan import plan
    from newsgen.renderer.views import site_from

    now = now_of(project, options)
    records = localized(records_of(inputs.kept), now.zone)
    selection = select(records, now=now, drafts=options.drafts, future=options.future)
    own = shown_pages(inputs.pages, drafts=options.drafts)
    archive, lost = build_archive(
        selection.shown,
        aliases=inputs.aliases,
        published=inputs.lock.addresses,
        pages=own,
        folder=project.settings.paths.pages,
    )
    archive = with_moved(archive, inputs.lock.moved)
    waiting = {record.path for record in (*selection.drafts, *selection.future)}
    waiting |= {page.path for page in inputs.pages} - {page.path for page in own}
    warnings = advice(
        (*records, *own), {address: path for address, path in lost.items() if path not in waiting}
    )
    warnings += archive.warnings
    if warnings and options.strict:
        raise ContentError(warnings)
    site = framed(project, site_from(project.settings, inputs.theme, project.root.name), archive)
    pages = [*plan(archive, site), *inputs.theme.assets, *static_files(project, inputs.static)]
    check_frame(project, site, archive, (page.path for page in pages))
    public = select(archive.records, now=now).shown
    where = {record.path: archive.addresses[record.path] for record in public}
    where |= {page.path: address for address, page in archive.pages.items() if page.status != "draft"}
    lock = with_addresses(inputs.lock, where)
    if options.dry_run:
        return _report(archive, selection, Result(len(pages), 0, 0, 0, 0), warnings), lock
    order = Order(
        root=project.root,
        templates=project.folder(project.settings.paths.templates),
        theme=inputs.theme.fingerprint,
        site=site,
        engine=engine(),
        generator=GENERATOR,
        inputs=_digest(project, options, inputs, inputs.lock if options.locked else lock),
        search=searched(archive, site),
    )
    result = build(order, places, pages, executor=executor, progress=progress)
    if result.search.problem:
        warnings.append(result.search.problem)
    report = _report(archive, selection, result, warnings)
    return msgspec.structs.replace(report, search=search_report(result, archive, site)), lock


def _report(archive: Archive, selection: Selection, result: Result, warnings: list[Problem]) -> Report:
    return Report(
        articles=len(archive.records),
        files=result.files,
        bytes=result.bytes,
        rendered=result.rendered,
        written=result.written,
        removed=result.removed,
        drafts=len(selection.drafts),
        future=tuple((record.path, record.date.iso if record.date else "") for record in selection.future),
        provisional=sum(record.provisional for record in archive.records),
        undated=len(archive.undated),
        redirects=len(archive.redirects),
        warnings=tuple(warnings),
    )
