"""What was planned → a generation, and what is told of it; an unchanged build does without."""

from __future__ import annotations

import msgspec

import newsgen
from newsgen.builder.build import build
from newsgen.builder.manifest import Manifest
from newsgen.builder.order import Order, Progress, Result
from newsgen.builder.places import Places
from newsgen.builder.weight import MOST, weigh_built
from newsgen.errors import Problem
from newsgen.pipeline.inputs import engine
from newsgen.pipeline.open import Inputs, digest_beside, digest_of_inputs
from newsgen.pipeline.pictures import keep_pictures
from newsgen.pipeline.planned import Planned
from newsgen.pipeline.project import Project
from newsgen.pipeline.regrouped import regrouped
from newsgen.pipeline.remembered import remember
from newsgen.pipeline.report import OpenExecutor, Options, Regrouped, Report
from newsgen.pipeline.search import search_report, searched

GENERATOR = f"newsgen {newsgen.__version__}"


def carry_out(
    project: Project,
    options: Options,
    places: Places,
    inputs: Inputs,
    made: Planned,
    executor: OpenExecutor | None,
    progress: Progress | None,
    digests: tuple[bytes, bytes],
    manifest: Manifest,
) -> Report:
    """Build what was planned; a dry run only tells it.

    `digests` are `digest_beside` and `digest_of_inputs`, the second b'' if it is not known; `manifest` is that of the output.

    Raises:
        ContentError, RefusedError, OutputError: as `builder.build`.
    """
    if options.dry_run:
        return _report(made, Result(len(made.pages), 0, 0, 0, 0))
    kept = inputs.lock if options.locked else made.lock
    same = kept.told == inputs.lock.told and made.pictures.state() == inputs.pictures.state()
    inputs = msgspec.structs.replace(inputs, pictures=made.pictures)
    beside, digest = digests
    if not same:
        beside, digest = digest_beside(project, options, inputs, kept), b""
    order = _order(project, options, inputs, made, digest or digest_of_inputs(beside, inputs))
    result = build(order, places, made.pages, executor=executor, progress=progress, manifest=manifest)
    renamed: tuple[Regrouped, ...] = ()
    if result.removed:  # else no topic is gone
        renamed = regrouped(places, manifest.entries, made.archive)
    remember(places, made.arrangement)
    keep_pictures(project, made.pictures)
    heavy = weigh_built(places) if result.bytes + result.index_bytes > MOST else None
    return msgspec.structs.replace(_report(made, result, heavy), renamed=renamed)


def _order(project: Project, options: Options, inputs: Inputs, made: Planned, digest: bytes) -> Order:
    return Order(
        root=project.root,
        cache=project.work / "cache" / "pictures",
        templates=project.folder(project.settings.paths.templates),
        theme=inputs.theme.fingerprint,
        site=made.site,
        engine=engine(),
        user_cache=options.user_cache,
        generator=GENERATOR,
        inputs=digest,
        search=searched(made.archive, made.site) if options.index else None,
    )


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
        provisional=sum(bool(record.inferred) and record.provisional for record in archive.records),
        undated=len(archive.undated),
        redirects=len(archive.redirects),
        untranslated=made.site.language if made.site.words.lacking else "",
        search=search_report(result, archive, made.site),
        warnings=(*made.warnings, *filter(None, late)),
    )
