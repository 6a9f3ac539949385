"""One build of an archive: records → archive → plan → generation."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from newsgen.builder.lock import locked
from newsgen.builder.manifest import Manifest, read_manifest
from newsgen.builder.places import Places, places_for
from newsgen.builder.standing import is_current
from newsgen.errors import ContentError
from newsgen.pipeline.open import (
    Inputs,
    Reading,
    digest_beside,
    digest_of_inputs,
    read_inputs,
)
from newsgen.pipeline.project import Project, add_addresses
from newsgen.pipeline.report import OpenExecutor, Options, Report, read_summary, write_summary

if TYPE_CHECKING:
    from newsgen.builder.order import Progress
    from newsgen.pipeline.planned import Planned

_LATE = ("search-index", "site-size")
"""Codes of warnings that are known only when the site stands: with --strict the build then fails after it."""


def get_ready() -> None:
    """Import what plans and renders, for a build that will do both: while others read records it costs half the time."""
    import newsgen.pipeline.carry_out
    import newsgen.renderer.theme.render  # noqa: F401


def run_build(
    project: Project,
    options: Options,
    *,
    reading: Reading | None = None,
    executor: OpenExecutor | None = None,
    progress: Progress | None = None,
    seen: Callable[[Inputs, Planned], None] | None = None,
) -> Report:
    """Bring the output up to date with the records; seeds are loaded before, by `pipeline.load`.

    Args:
        project: the archive.
        options: what is asked.
        reading: the records, if the loader has just read them.
        executor: opens workers for many pages.
        progress: told after each chunk of pages.
        seen: shown what was read and planned, before anything is rendered; not if nothing changed.

    Raises:
        ContentError: all that is wrong with records, templates and addresses; the output is untouched.
        RefusedError, OutputError, BusyError: as `builder.build`.
    """
    places = places_for(project.root, project.output, project.scratch)
    with locked(places.lock, project.settings.paths.output):
        inputs = read_inputs(project, options, reading)
        manifest = read_manifest(places.manifest)
        beside = digest_beside(project, options, inputs, inputs.lock)
        digest = digest_of_inputs(beside, inputs) if manifest.inputs else b""
        if (
            digest
            and digest == manifest.inputs
            and (summary := _unchanged(places, options, digest, manifest))
        ):
            return summary
        digests = beside, digest
        made, report = _anew(project, options, places, inputs, digests, manifest, seen, executor, progress)
        if not options.dry_run:
            write_summary(places, report)
        if not options.dry_run and not options.locked and made.lock is not inputs.lock:
            add_addresses(project, made.lock.lock.addresses)
        if options.strict and (failed := [one for one in report.warnings if one.code in _LATE]):
            raise ContentError(failed)
    return report


def _unchanged(places: Places, options: Options, digest: bytes, manifest: Manifest) -> Report | None:
    """What a build reports that has nothing to do; None if there is something."""
    summary = read_summary(places) if is_current(places, digest, manifest) else None
    if summary is None:
        return None
    if options.strict and summary.warnings:
        raise ContentError(summary.warnings)
    return msgspec.structs.replace(summary, unchanged=True, rendered=0, written=0, removed=0, renamed=())


def _anew(
    project: Project,
    options: Options,
    places: Places,
    inputs: Inputs,
    digests: tuple[bytes, bytes],
    manifest: Manifest,
    seen: Callable[[Inputs, Planned], None] | None,
    executor: OpenExecutor | None,
    progress: Progress | None,
) -> tuple[Planned, Report]:
    # They bring all kinds of pages, which an unchanged build does without.
    from newsgen.pipeline.carry_out import carry_out
    from newsgen.pipeline.planned import planned

    made = planned(project, options, inputs)
    if seen:
        seen(inputs, made)
    return made, carry_out(project, options, places, inputs, made, executor, progress, digests, manifest)
