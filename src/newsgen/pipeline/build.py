"""One build of an archive: records → archive → plan → generation."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

import newsgen
from newsgen.builder.build import Order, Progress, Result, build
from newsgen.builder.lock import locked
from newsgen.builder.places import Places, places_for
from newsgen.builder.standing import is_current
from newsgen.builder.weight import MOST, weigh_built
from newsgen.errors import ContentError, Problem
from newsgen.pipeline.gather import Inputs, digest_of_inputs, read_inputs
from newsgen.pipeline.inputs import engine
from newsgen.pipeline.locks import add_addresses
from newsgen.pipeline.picture_files import keep_pictures
from newsgen.pipeline.project import Project
from newsgen.pipeline.report import OpenExecutor, Options, Report, read_summary, write_summary
from newsgen.pipeline.search import search_report, searched

if TYPE_CHECKING:
    from newsgen.pipeline.planned import Planned

GENERATOR = f"newsgen {newsgen.__version__}"
_LATE = ("search-index", "site-size")
"""Codes of warnings that are known only when the site stands: with --strict the build then fails after it."""


def run_build(
    project: Project,
    options: Options,
    *,
    executor: OpenExecutor | None = None,
    progress: Progress | None = None,
    seen: Callable[[Inputs, Planned], None] | None = None,
) -> Report:
    """Bring the output up to date with the records; seeds are loaded before, by `pipeline.load`.

    Args:
        project: the archive.
        options: what is asked.
        executor: opens workers for many pages.
        progress: told after each chunk of pages.
        seen: shown what was read and planned, before anything is rendered; not if nothing changed.

    Raises:
        ContentError: all that is wrong with records, templates and addresses; the output is untouched.
        RefusedError, OutputError, BusyError: as `builder.build`.
    """
    places = places_for(project.root, project.output, project.scratch)
    with locked(places.lock, project.settings.paths.output):
        inputs = read_inputs(project)
        files = is_current(places, digest_of_inputs(project, options, inputs, inputs.lock))
        summary = read_summary(places) if files is not None else None
        if summary is not None and options.strict and summary.warnings:
            raise ContentError(summary.warnings)
        if summary is not None:
            return msgspec.structs.replace(summary, unchanged=True, rendered=0, written=0, removed=0)
        made = _plan(project, options, inputs)
        if seen:
            seen(inputs, made)
        report = _build(project, options, places, inputs, made, executor, progress)
        if not options.dry_run:
            write_summary(places, report)
            if not options.locked:
                add_addresses(project, made.lock.addresses)
        failed = [problem for problem in report.warnings if problem.code in _LATE]
        if failed and options.strict:
            raise ContentError(failed)
    return report


def _plan(project: Project, options: Options, inputs: Inputs) -> Planned:
    # It brings all kinds of pages, which an unchanged build does without.
    from newsgen.pipeline.planned import planned

    return planned(project, options, inputs)


def _build(
    project: Project,
    options: Options,
    places: Places,
    inputs: Inputs,
    made: Planned,
    executor: OpenExecutor | None,
    progress: Progress | None,
) -> Report:
    if options.dry_run:
        return _report(made, Result(len(made.pages), 0, 0, 0, 0))
    inputs = msgspec.structs.replace(inputs, pictures=made.pictures)
    kept = inputs.lock if options.locked else made.lock
    order = Order(
        root=project.root,
        cache=project.work / "cache" / "pictures",
        templates=project.folder(project.settings.paths.templates),
        theme=inputs.theme.fingerprint,
        site=made.site,
        engine=engine(),
        generator=GENERATOR,
        inputs=digest_of_inputs(project, options, inputs, kept),
        search=searched(made.archive, made.site) if options.index else None,
    )
    result = build(order, places, made.pages, executor=executor, progress=progress)
    keep_pictures(project, made.pictures)
    heavy = weigh_built(places) if result.bytes + result.index_bytes > MOST else None
    return _report(made, result, heavy)


def _report(made: Planned, result: Result, heavy: Problem | None = None) -> Report:
    archive, late = made.archive, (result.search.problem, heavy)
    return Report(
        articles=len(archive.records),
        files=result.files,
        bytes=result.bytes,
        rendered=result.rendered,
        written=result.written,
        removed=result.removed,
        drafts=len(made.selection.drafts),
        future=tuple(
            (record.path, record.date.iso if record.date else "") for record in made.selection.future
        ),
        provisional=sum(record.provisional for record in archive.records),
        undated=len(archive.undated),
        redirects=len(archive.redirects),
        untranslated=made.site.language if made.site.words.lacking else "",
        search=search_report(result, archive, made.site),
        warnings=(*made.warnings, *filter(None, late)),
    )
