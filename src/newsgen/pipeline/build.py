"""One build of an archive: records → archive → plan → generation."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import msgspec

from newsgen.builder.ahead import look_ahead as begin
from newsgen.builder.lock import locked
from newsgen.builder.places import Places, places_for
from newsgen.builder.standing import Untouched, is_current
from newsgen.errors import ContentError
from newsgen.pipeline.gather import Inputs, digest_of_inputs, read_inputs
from newsgen.pipeline.locks import add_addresses
from newsgen.pipeline.project import Project
from newsgen.pipeline.reading import Reading
from newsgen.pipeline.report import OpenExecutor, Options, Report, read_summary, write_summary

if TYPE_CHECKING:
    from newsgen.builder.order import Progress
    from newsgen.pipeline.planned import Planned

_LATE = ("search-index", "site-size")
"""Codes of warnings that are known only when the site stands: with --strict the build then fails after it."""


def look_ahead(project: Project) -> AbstractContextManager[Callable[[], Untouched | None]]:
    """Begin to look at the output, for a build in the block; see `builder.ahead`."""
    return begin(places_for(project.root, project.output, project.scratch))


def run_build(
    project: Project,
    options: Options,
    *,
    reading: Reading | None = None,
    ahead: Callable[[], Untouched | None] = lambda: None,
    executor: OpenExecutor | None = None,
    progress: Progress | None = None,
    seen: Callable[[Inputs, Planned], None] | None = None,
) -> Report:
    """Bring the output up to date with the records; seeds are loaded before, by `pipeline.load`.

    Args:
        project: the archive.
        options: what is asked.
        reading: the records, if the loader has just read them.
        ahead: tells what `look_ahead` found, if it was begun before.
        executor: opens workers for many pages.
        progress: told after each chunk of pages.
        seen: shown what was read and planned, before anything is rendered; not if nothing changed.

    Raises:
        ContentError: all that is wrong with records, templates and addresses; the output is untouched.
        RefusedError, OutputError, BusyError: as `builder.build`.
    """
    places = places_for(project.root, project.output, project.scratch)
    with locked(places.lock, project.settings.paths.output):
        inputs = read_inputs(project, reading)
        digest, untouched = digest_of_inputs(project, options, inputs, inputs.lock), ahead()
        files = is_current(places, digest, untouched)
        summary = read_summary(places) if files is not None else None
        if summary is not None and options.strict and summary.warnings:
            raise ContentError(summary.warnings)
        if summary is not None:
            return msgspec.structs.replace(summary, unchanged=True, rendered=0, written=0, removed=0)
        made, report = _anew(project, options, places, inputs, digest, untouched, seen, executor, progress)
        if not options.dry_run:
            write_summary(places, report)
            if not options.locked:
                add_addresses(project, made.lock.addresses)
        failed = [problem for problem in report.warnings if problem.code in _LATE]
        if failed and options.strict:
            raise ContentError(failed)
    return report


def _anew(
    project: Project,
    options: Options,
    places: Places,
    inputs: Inputs,
    digest: bytes,
    untouched: Untouched | None,
    seen: Callable[[Inputs, Planned], None] | None,
    executor: OpenExecutor | None,
    progress: Progress | None,
) -> tuple[Planned, Report]:
    # They bring all kinds of pages, which an unchanged build does without.
    from newsgen.pipeline.carry_out import carry_out
    from newsgen.pipeline.planned import planned

    # Who wants to see the plan wants to see all of it.
    made = planned(project, options, inputs, None if seen else places)
    if seen:
        seen(inputs, made)
    return made, carry_out(project, options, places, inputs, made, executor, progress, digest, untouched)
