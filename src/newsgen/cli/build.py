"""newsgen build."""

from __future__ import annotations

import datetime
import shlex
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path

import click
import msgspec

from newsgen.cli.load_text import list_load_warnings, print_load_report
from newsgen.cli.options import add_options, count_jobs, make_run_options, open_project_from_options
from newsgen.cli.output import (
    ShowProgress,
    format_size,
    is_verbose,
    make_damaged_state_warning,
    print_json,
    print_next_step,
    print_problems_by_kind,
    print_report,
    progress_bar,
)
from newsgen.errors import (
    BusyError,
    ContentError,
    NewsgenError,
    Problem,
    collect_problems,
    count_noun,
    join_first,
    make_error_from_system_error,
)
from newsgen.pipeline.build import LATE, run_build
from newsgen.pipeline.load import LoadResult, run_load
from newsgen.pipeline.project import Project, override_settings, use_scratch_folder
from newsgen.pipeline.report import BuildReport, RunOptions
from newsgen.record.store import OpenExecutor

NAMED = 5
"""Names of template code that are listed for each kind."""
SOON = 5
"""Held-back articles that are listed by name."""
_STEPS = {
    "load": "loading",
    "read": "reading",
    "archive": "sorting",
    "plan": "planning",
    "render": "rendering",
    "search": "search index",
    "publish": "publishing",
    "finish": "finishing",
}
"""What the progress bar says of each step."""


@click.command(
    "build", epilog="Examples: newsgen build   newsgen build --site-url https://example.org/news/ --strict"
)
@add_options("config", "site-url", "output", "drafts", "future", "as-of", "period", "jobs", "executor")
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option(
    "--locked", is_flag=True, help="Write no record and no lock; fail if a seed has no record. For CI."
)
@click.option("--no-load", is_flag=True, help="Leave seeds/ alone: build the records that are there.")
@click.option("--no-search", is_flag=True, help="Build without the search index.")
@click.option(
    "--no-templates",
    is_flag=True,
    help="Leave templates/ alone, which is code: build with the default theme.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be built; write nothing.")
@add_options("format", "verbose", "quiet")
def command(
    config: Path | None,
    output: Path | None,
    site_url: str | None,
    as_of: datetime.date | None,
    period: str | None,
    jobs: int | None,
    executor: OpenExecutor | None,
    no_load: bool,
    no_search: bool,
    no_templates: bool,
    **flags: bool,
) -> None:
    """Load what is new in seeds/, render what changed, publish the site as a whole.

    The site is entirely old or entirely new at every moment; a build that fails leaves it as it was.
    """
    began = time.monotonic()
    with _close_failure():
        project = open_project_from_options(config, site_url=site_url, output=output, period=period)
        if no_search:
            project = override_settings(project, {"search": {"enabled": False}})
        project = msgspec.structs.replace(project, has_own_theme=not no_templates)
        wanted = make_run_options(project, as_of, **flags)
        report, refused = _run(project, wanted, count_jobs(jobs), executor, load=not no_load)
    print_json(report)
    _print_report(report, project.settings.paths.output, time.monotonic() - began, dry_run=wanted.dry_run)
    if refused:
        print_problems_by_kind(refused, "error")
        seeds = count_noun(len({problem.file for problem in refused}), "seed was", "seeds were")
        click.echo(f"{count_noun(len(refused), 'error')}; {seeds} not loaded", err=True)
        sys.exit(ContentError.exit_code)
    if not wanted.locked:
        print_next_step(_find_next_step(report), dry_run=wanted.dry_run)


@contextmanager
def _close_failure() -> Iterator[None]:
    """On an error, print all problems and their number, and exit."""
    try:
        yield
    except (NewsgenError, OSError) as caught:
        error = make_error_from_system_error(caught) if isinstance(caught, OSError) else caught
        print_problems_by_kind(error.problems, "error")
        if not isinstance(error, BusyError):
            what = "the site was built" if was_error_after_publishing(error) else "nothing was built"
            click.echo(f"{count_noun(len(error.problems), 'error')}; {what}", err=True)
        sys.exit(error.exit_code)


def _run(
    project: Project, wanted: RunOptions, jobs: int, executor: OpenExecutor | None, *, load: bool
) -> tuple[BuildReport, tuple[Problem, ...]]:
    """Load and build; print what the loader did before the build begins, and all warnings after it.

    The result has the report of the build, and the problems of seeds that were not loaded.

    Raises:
        NewsgenError: nothing was built, or with --strict there are warnings.
    """
    steps: list[tuple[str, float]] = []

    def step(name: str, show: ShowProgress | None = None) -> None:
        steps.append((name, time.monotonic()))
        if show:
            show(0, 0, _STEPS[name])

    with use_scratch_folder(project) if wanted.dry_run else nullcontext(project) as chosen:
        step("load")
        loaded = _load(chosen, wanted, jobs, load=load)
        warnings = list_load_warnings(loaded.report)
        try:
            with progress_bar(_STEPS["read"]) as progress:
                report = run_build(
                    chosen,
                    wanted,
                    records=loaded.records,
                    jobs=jobs,
                    executor=executor,
                    progress=progress,
                    step=partial(step, show=progress),
                )
            warnings += report.warnings
        except ContentError as error:
            if was_error_after_publishing(error):
                raise
            whole = ContentError({*error.problems, *loaded.report.problems})
            raise (whole if steps[-1][0] == "render" else _add_all_problems(whole, chosen, wanted)) from None
        finally:
            print_problems_by_kind([*warnings, *make_damaged_state_warning()], "warning")
    if is_verbose():
        times = zip(steps, [*steps[1:], ("", time.monotonic())], strict=True)
        taken = ", ".join(f"{name} {end - begin:.2f} s" for (name, begin), (_, end) in times)
        print_report(f"steps: {taken}")
    return report, loaded.report.problems


def _load(project: Project, wanted: RunOptions, jobs: int, *, load: bool) -> LoadResult:
    """Load new seeds if `load` is true, else read the records; print what was made."""
    if project.settings.loader.infer and load and not wanted.locked:
        from newsgen.cli.load import fill_and_report  # imports what most builds do not need

        fill_and_report(project, wanted, None, closing=False, jobs=jobs)
    try:
        with progress_bar(_STEPS["load"]) as progress:
            loaded = run_load(project, wanted, None if load else (), jobs=jobs, progress=progress)
    except ContentError as error:
        raise _add_all_problems(error, project, wanted) from None
    print_load_report(loaded.report, closing=False, dry_run=wanted.dry_run)
    return loaded


def _add_all_problems(error: ContentError, project: Project, wanted: RunOptions) -> ContentError:
    """Add what a build would find after the mistakes in `error` are corrected."""
    from newsgen.pipeline.problems import find_problems_before_build

    problems = list(error.problems)
    with collect_problems(problems):  # of a folder that cannot be read
        problems += find_problems_before_build(project, wanted)
    return ContentError(set(problems))


def was_error_after_publishing(error: NewsgenError) -> bool:
    """True if the site was published before the error was found."""
    return all(problem.code in LATE for problem in error.problems)


def _print_report(report: BuildReport, folder: str, seconds: float, *, dry_run: bool) -> None:
    """Print what was done, what was held back and why."""
    size = f"{count_noun(report.files, 'file')}, {format_size(report.bytes)}"
    articles = count_noun(report.articles, "article")
    if dry_run:
        print_report(f"would build {articles} into {folder}/ ({count_noun(report.files, 'file')})")
    elif report.unchanged:
        print_report(f"nothing changed: {articles} in {folder}/ ({size}), {seconds:.2f} s")
    else:
        removed = f", {report.removed:,} removed" if report.removed else ""
        done = f"{count_noun(report.written, 'file')} written{removed}"
        print_report(f"built {articles} into {folder}/ ({size}): {done}, {seconds:.2f} s")
    print_report(
        *format_foreign_markup(report),
        *format_search_report(report),
        *format_held_back(report),
        *format_advice_to_keep_addresses(report),
    )


def format_foreign_markup(report: BuildReport) -> list[str]:
    """Format one line for each kind of template code in the texts; none if nothing changed."""
    lines = []
    for one in report.foreign if not report.unchanged else ():
        names = join_first([f"{name} {count:,}" for name, count in one.names], NAMED)
        listed = f": {names}" if names else ""
        known = f"; of {one.unknown:,} only the inner text is shown" if one.unknown else ""
        what, where = count_noun(one.count, one.kind), count_noun(one.texts, "text")
        lines.append(f"foreign: {what} in {where}{listed}{known}; first at {one.file}:{one.line}")
    return lines


def format_search_report(report: BuildReport) -> list[str]:
    """Format what readers can search and, with --verbose, what making the index cost; no line if the index did not change."""
    search = report.search
    if search is None or not search.fresh or report.unchanged:
        return []
    what = f"the first {search.words} words of each text" if search.words else "whole texts"
    memory = f", {format_size(search.memory)} of memory" if search.memory else ""
    cost = f", made in {search.seconds:.1f} s of processor time{memory}" if is_verbose() else ""
    return [f"search: {what} ({format_size(search.bytes)}){cost}"]


def format_advice_to_keep_addresses(report: BuildReport) -> list[str]:
    """Format how to keep the address of a topic or name that was renamed by hand."""
    lines = []
    for one in report.renamed:
        names = [one.old, one.new]
        ends = ["--"] if any(name.startswith("-") for name in names) else []  # of options
        command = shlex.join(["newsgen", one.kind, "rename", *ends, *names])
        lines.append(
            f'gone: the page of "{one.old}", whose {count_noun(one.articles, "article")} '
            f'now have "{one.new}"; to leave a redirect, undo that and run: {command}'
        )
    return lines


def format_held_back(report: BuildReport) -> list[str]:
    """Format one line for each reason why articles are held back, or shown in an unexpected way."""
    lines = []
    if report.drafts:
        them = "it" if report.drafts == 1 else "them"
        lines.append(f"kept back: {count_noun(report.drafts, 'draft')} (--drafts shows {them})")
    if report.empty:
        what = count_noun(len(report.empty), "article without a text", "articles without a text")
        more = " …" * (len(report.empty) > SOON)
        lines.append(f"kept back: {what}: {', '.join(report.empty[:SOON])}{more}")
    if report.future:
        number = len(report.future)
        until = count_noun(number, "article until its date comes", "articles until their dates come")
        lines.append(f"kept back: {until} (--future shows {'it' if number == 1 else 'them'})")
        lines += [f"  appears {date}: {path}" for path, date in report.future[:SOON]]
        if number > SOON:
            lines.append(f"  and {number - SOON:,} later")
    if report.kept:
        stay = count_noun(report.kept, "article stays where it was", "articles stay where they were")
        lines.append(f"addresses: {stay} published before (docs/addresses.md says how to move them)")
    if report.undated:
        lines.append(f"undated: {count_noun(report.undated, 'article')}, under undated/")
    if report.untranslated:
        what = f"there is no translation into {report.untranslated!r}, so its words are English"
        lines.append(f"interface: {what} (docs/languages.md says how to make one)")
    return lines


def _find_next_step(report: BuildReport) -> str:
    if not report.articles and not report.drafts and not report.future:
        return "put texts into seeds/, then newsgen build"
    if report.provisional:
        what = count_noun(report.provisional, "date is provisional", "dates are provisional")
        return f"newsgen review ({what})"
    return "newsgen serve"
