"""One build of an archive: read → archive → plan → render → publish → finish."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

import newsgen
from newsgen.addresses import article_address
from newsgen.builder.build import BuildInputs, Progress, Result
from newsgen.builder.output import MOST, Manifest, is_output_current, read_manifest, warn_of_large_output
from newsgen.builder.paths import OutputPaths, choose_work_folders, hold_lock
from newsgen.builder.search.index import SearchContent
from newsgen.errors import ContentError, OutputError, Problem
from newsgen.files import remove_leftovers
from newsgen.lockfile import NAME, Lock
from newsgen.media.pictures import ScaledPicture
from newsgen.pipeline.open import OpenedArchive, StoredRecords, open_archive
from newsgen.pipeline.project import Project, fingerprint_engine
from newsgen.pipeline.published_addresses import mark_addresses_published, update_lock_addresses
from newsgen.pipeline.report import (
    BuildReport,
    GroupSummary,
    LastBuild,
    RunOptions,
    SearchReport,
    find_renamed_groups,
    summarize_foreign_markup,
    summarize_topics_and_names,
    write_last_build,
)
from newsgen.record.store import OpenExecutor

if TYPE_CHECKING:
    from newsgen.archive.model import Archive
    from newsgen.pipeline.plan import PlannedSite
    from newsgen.renderer.site import Site

GENERATOR = f"newsgen {newsgen.__version__}"

LATE = ("search-index", "site-size", "lock-unwritten")
"""Codes of problems that appear after the site is published; with --strict the first two fail the build at its end."""


def run_build(
    project: Project,
    options: RunOptions,
    *,
    records: StoredRecords | None = None,
    jobs: int = 1,
    executor: OpenExecutor | None = None,
    progress: Progress | None = None,
    step: Callable[[str], None] = lambda _name: None,
    planned: Callable[[OpenedArchive, PlannedSite], None] | None = None,
) -> BuildReport:
    """Build the site from the records; `pipeline.load` loads seeds before.

    Args:
        project, options: the archive and what to do.
        records: the records, if the loader has just read them.
        jobs: number of worker processes for many pages.
        executor: opens an executor to use in place of worker processes.
        progress: called after each chunk of pages.
        step: called with the name of each step when it begins.
        planned: called with each plan before pages are rendered; a picture that turns out to be broken gives another plan.

    Raises:
        ContentError: all mistakes in records, templates and addresses; the output does not change.
        RefusedError, OutputError, BusyError: as `builder.build`.
    """
    places = choose_work_folders(project.root, project.output, project.scratch)
    with hold_lock(places.lock, project.settings.paths.output):
        step("read")
        for folder in (project.root, project.work / "cache"):
            remove_leftovers(folder)
        opened = open_archive(project, options, illustrated=True, records=records)
        manifest = read_manifest(places.manifest)
        if report := _report_unchanged(opened, places, manifest):
            return report
        # These import all kinds of pages, which an unchanged build does not need.
        from newsgen.builder.build import build
        from newsgen.pipeline.plan import plan_site

        result = None
        while result is None:
            step("archive")
            archive = opened.archive
            step("plan")
            plan = plan_site(opened)
            if planned:
                planned(opened, plan)
            if options.dry_run:
                return _make_report(opened, plan, Result(len(plan.files), 0, 0, 0, 0), places, manifest)
            order = _make_order(opened, opened.lock if options.locked else plan.lock)
            try:
                result = build(
                    order,
                    places,
                    plan.files,
                    jobs=jobs,
                    executor=executor,
                    progress=progress,
                    step=step,
                    manifest=manifest,
                )
            except ContentError as error:
                opened = _leave_out_broken_pictures(opened, plan, error)
        step("finish")
        groups = summarize_topics_and_names(archive)
        report = _make_report(opened, plan, result, places, manifest, groups)
        last = LastBuild(order.inputs, report, groups, opened.static, opened.illustration.files.list_found())
        with suppress(OSError):  # without it the next build does more
            write_last_build(project, last)
        _update_lock_addresses(opened, plan)
        if options.strict and (late := [problem for problem in report.warnings if problem.code in LATE]):
            raise ContentError(late)
    return report


def _update_lock_addresses(opened: OpenedArchive, plan: PlannedSite) -> None:
    """Note the addresses that the build has published.

    Raises:
        OutputError: newsgen.lock could not be written; the site is published.
    """
    try:
        if opened.options.locked:
            mark_addresses_published(opened.project, opened.forgotten)
        else:
            gone = opened.forgotten - plan.lock.addresses.keys()
            update_lock_addresses(opened.project, plan.lock.addresses, gone)
    except OSError as error:
        message = f"cannot be written: {error.strerror}"
        raise OutputError(Problem(NAME, 0, 0, message, "build again", "lock-unwritten")) from error


def _report_unchanged(opened: OpenedArchive, places: OutputPaths, manifest: Manifest) -> BuildReport | None:
    """Return the report of a build without anything to do; None if the site must be built.

    Raises:
        ContentError: with --strict, the warnings of the last build.
    """
    last, inputs = opened.last, opened.digest(opened.lock, opened.pictures)
    if last.report is None or last.inputs != inputs or not is_output_current(places, inputs, manifest):
        return None
    if opened.options.strict and last.report.warnings:
        raise ContentError(last.report.warnings)
    found = opened.static, opened.pictures.list_found()
    if found != (last.static, last.pictures):  # files have settled and need not be hashed again
        write_last_build(opened.project, msgspec.structs.replace(last, static=found[0], pictures=found[1]))
    return msgspec.structs.replace(last.report, unchanged=True, rendered=0, written=0, removed=0, renamed=())


def _leave_out_broken_pictures(
    opened: OpenedArchive, plan: PlannedSite, error: ContentError
) -> OpenedArchive:
    """Return the archive without the pictures whose pixels could not be read, to plan it again.

    Raises:
        ContentError: something else is wrong, too.
    """
    wrong = {(one.file, one.line, one.column): one for one in error.problems if one.code == "bad-picture"}
    broken = dict(opened.broken)
    for file in plan.files:
        if isinstance(file, ScaledPicture) and (problem := wrong.get(file.place)):
            path = Path(file.source).relative_to(opened.project.root).as_posix()
            broken[path] = problem.message.removeprefix(f"{Path(path).name} "), problem.expected
    if any(one.code != "bad-picture" for one in error.problems) or len(broken) == len(opened.broken):
        raise error
    return msgspec.structs.replace(opened, broken=broken)


def _make_order(opened: OpenedArchive, lock: Lock) -> BuildInputs:
    """Make the order for the builder; `lock` is newsgen.lock after the build."""
    from newsgen.pipeline.plan import find_source_of_address

    project, site = opened.project, opened.site
    return BuildInputs(
        root=project.root,
        cache=project.work / "cache" / "pictures",
        templates=project.templates,
        theme=opened.theme.fingerprint,
        site=site,
        engine=fingerprint_engine(),
        user_cache=opened.options.user_cache,
        generator=GENERATOR,
        inputs=opened.digest(lock, opened.illustration.files),
        locate=partial(find_source_of_address, opened),
        search=make_search_content(opened.archive, site) if opened.options.index else None,
    )


def make_search_content(archive: Archive, site: Site) -> SearchContent | None:
    """Return the content of the search index; None for a site without search."""
    if site.search is None:
        return None
    from newsgen.renderer.pages.search import choose_word_limit, make_search_documents

    return SearchContent(list(make_search_documents(archive, site)), choose_word_limit(archive, site.search))


def _count_kept_addresses(opened: OpenedArchive) -> int:
    """Count the articles that stay at addresses other than those of the pattern in the settings."""
    if not opened.rules.pattern:
        return 0
    fresh = msgspec.structs.replace(opened.rules, published={})
    archive = opened.archive
    return sum(article_address(record, fresh) != archive.addresses[record.path] for record in archive.records)


def _make_report(
    opened: OpenedArchive,
    plan: PlannedSite,
    result: Result,
    places: OutputPaths,
    manifest: Manifest,
    groups: Iterable[GroupSummary] = (),
) -> BuildReport:
    """Make the report of a build; `groups` are the topics and names of the archive, `manifest` is that of the last build."""
    from newsgen.renderer.pages.search import choose_word_limit

    archive, site, selection = opened.archive, opened.site, opened.selection
    made, search = result.search, None
    heavy = warn_of_large_output(places) if result.bytes + result.index_bytes > MOST else None
    before = opened.last.groups
    renamed = find_renamed_groups(before, groups, manifest.entries, archive) if result.removed else ()
    if site.search is not None and made.folder is not None:
        words = choose_word_limit(archive, site.search)
        search = SearchReport(made.fresh, result.index_bytes, words, made.seconds, made.memory)
    return BuildReport(
        articles=len(archive.records),
        files=result.files,
        bytes=result.bytes,
        rendered=result.rendered,
        written=result.written,
        removed=result.removed,
        drafts=len(selection.drafts),
        empty=tuple(record.path for record in selection.empty),
        future=tuple((record.path, record.date.iso if record.date else "") for record in selection.future),
        provisional=sum(bool(record.inferred) and record.provisional for record in archive.records),
        undated=len(archive.undated),
        redirects=len(archive.redirects),
        kept=_count_kept_addresses(opened),
        untranslated=site.language if site.words.is_missing else "",
        search=search,
        renamed=renamed,
        foreign=summarize_foreign_markup(
            (*archive.records, *archive.pages.values(), *archive.introductions.values())
        ),
        warnings=(*plan.warnings, *filter(None, (made.problem, heavy))),
    )
