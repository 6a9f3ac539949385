"""newsgen export, and newsgen import, which reads a changed export back."""

from __future__ import annotations

import datetime
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from newsgen.cli.options import add_options, make_run_options, open_project_from_options
from newsgen.cli.output import (
    format_size,
    is_quiet,
    print_diffs,
    print_json,
    print_next_step,
    print_problems_by_kind,
    print_report,
    progress_bar,
)
from newsgen.desk.sheet import plan_sheet_edits, write_sheet_edits
from newsgen.errors import ContentError, count_noun, escape_control_characters
from newsgen.export import EXPORTS
from newsgen.export.run import ExportReport, FolderFormat, check_target, run_export

_STDOUT = ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")
_NEXT = {
    "csv": "open {file} in a spreadsheet, or pandas.read_csv",
    "sqlite": "sqlite3 {file} \"SELECT title FROM search WHERE search MATCH 'word'\"",
    "jsonl": "head -n 1 {file}",
    "ninjs": "python3 -m json.tool {file}",
    "wxr": "in WordPress: Tools, Import, WordPress, {file}",
    "markdown": "copy what is in {file} into a site of Hugo or Jekyll",
    "corpus": "open {file}/texts with a program for corpora; {file}/metadata.csv lists them",
    "bagit": "keep {file} as it is; its manifests have the checksums",
}


@click.command(
    "export", epilog="Examples: newsgen export sqlite   newsgen export csv --period 2004..2008 -o -"
)
@click.argument("format_name", metavar=f"{{{'|'.join(EXPORTS)}}}", type=click.Choice(list(EXPORTS)))
@add_options("config")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File or folder to write; '-' for standard output. By default archive.csv, archive.db and so on, here.",
)
@click.option(
    "--for",
    "generator",
    type=click.Choice(["hugo", "jekyll"]),
    default="hugo",
    show_default=True,
    help="Whose front matter and folders `markdown` has.",
)
@click.option(
    "--period", default="", metavar="A..B", help="Only articles of this span, e.g. 2004..2008 or 2023-11."
)
@add_options("drafts", "future", "as-of")
@click.option("--site-url", metavar="URL", help="Address at which the site is published.")
@click.option("--force", is_flag=True, help="Overwrite a file that newsgen did not write.")
@add_options("quiet")
def command(
    format_name: str,
    config: Path | None,
    output: Path | None,
    generator: str,
    period: str,
    drafts: bool,
    future: bool,
    as_of: datetime.date | None,
    site_url: str | None,
    force: bool,
) -> None:
    """Write all articles into one file, or a folder, for other programs.

    The export contains what the site shows: a withdrawn article without its text; drafts and articles with a future date
    only on demand. A file that an earlier export wrote is replaced.
    """
    began = time.monotonic()
    form = EXPORTS[format_name]
    project = open_project_from_options(config, site_url=site_url)
    wanted = make_run_options(project, as_of, drafts=drafts, future=future)
    target = output or Path(form.name)
    piped = str(target) in _STDOUT
    is_stream = not piped and target.exists() and not target.is_file() and not target.is_dir()
    if isinstance(form, FolderFormat) and (piped or is_stream):
        raise click.UsageError(f"{format_name} is a folder of files; name one with -o.")
    if piped and format_name == "sqlite" and sys.stdout.isatty():
        raise click.UsageError("A database cannot be shown on a terminal; name a file with -o.")
    if not piped and not is_stream:
        check_target(project, form, target, force=force)
    chosen: dict[str, Any] = {"period": period, "generator": generator, "force": force}
    with progress_bar("exporting") as progress, target.open("wb") if is_stream else nullcontext() as stream:
        place = sys.stdout.buffer if piped else stream or target
        done = run_export(project, form, wanted, place, **chosen, progress=progress)
    if not is_quiet():
        for line in _closing(done, "standard output" if piped else str(target), time.monotonic() - began):
            click.echo(escape_control_characters(line), err=piped)
        if not piped and not is_stream:
            click.echo(f"next: {_NEXT[format_name].format(file=target)}")


def _closing(done: ExportReport, place: str, seconds: float) -> Iterator[str]:
    """Format what was written and what was left out, and why."""
    size = format_size(done.bytes)
    yield f"exported {count_noun(done.articles, 'article')} to {place} ({size}), {seconds:.2f} s"
    for number, verb, noun, note in (
        (done.withdrawn, "without their text", "withdrawn article", ""),
        (done.drafts, "left out", "draft", " (--drafts includes them)"),
        (done.future, "left out", "article", " with a future date (--future includes them)"),
        (done.outside, "left out", "article", " outside the period"),
        (done.undated, "left out", "undated article", ", in no period"),
    ):
        if number:
            yield f"{verb}: {count_noun(number, noun)}{note}"


@click.command(
    "import", epilog="Examples: newsgen import csv archive.csv --dry-run   newsgen import csv archive.csv"
)
@click.argument("format_name", metavar="{csv}", type=click.Choice(["csv"]))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@add_options("config", "diff", "format", "quiet")
def import_command(format_name: str, file: Path, config: Path | None, dry_run: bool) -> None:
    """Take the changes that were made in a spreadsheet to a file of `newsgen export csv`.

    Only front matter changes, in place. The row of a record that changed after the export is refused. Fields that were
    inferred and are changed count as confirmed.
    """
    project = open_project_from_options(config)
    planned = plan_sheet_edits(project, file)
    edits, problems = planned.edits, planned.problems
    if edits and not dry_run:
        edits, unwritten = write_sheet_edits(project, edits)
        problems = [*problems, *unwritten]
    print_json({"changed": [edit.path for edit in edits], "refused": sorted(problems), "dry_run": dry_run})
    print_diffs(edits if dry_run else [])
    print_problems_by_kind(planned.warnings, "warning")
    print_report(f"{'would change' if dry_run else 'changed'} {count_noun(len(edits), 'record')}")
    if problems:
        raise ContentError(problems)
    if edits:
        print_next_step(dry_run=dry_run)
