"""newsgen export."""

from __future__ import annotations

import datetime
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import click

from newsgen.cli.options import add_options, make_run_options, open_project_from_options
from newsgen.cli.output import count_noun, format_size, is_quiet, progress_bar
from newsgen.errors import escape_control_characters
from newsgen.export import EXPORTS
from newsgen.export.run import Exported

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
    from newsgen.export.run import FolderFormat, check_target, run_export

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
    with progress_bar("exporting") as progress, ExitStack() as opened:
        stream = (
            sys.stdout.buffer if piped else opened.enter_context(target.open("wb")) if is_stream else None
        )
        done = run_export(
            project,
            form,
            wanted,
            stream or target,
            period=period,
            generator=generator,
            force=force,
            progress=progress,
        )
    if not is_quiet():
        for line in _closing(done, "standard output" if piped else str(target), time.monotonic() - began):
            click.echo(escape_control_characters(line), err=piped)
        if not piped and not is_stream:
            click.echo(f"next: {_NEXT[format_name].format(file=target)}")


def _closing(done: Exported, place: str, seconds: float) -> Iterator[str]:
    """Format what was written and what was left out, and why."""
    size = format_size(done.bytes)
    yield f"exported {count_noun(done.articles, 'article')} to {place} ({size}), {seconds:.2f} s"
    if done.withdrawn:
        yield f"without their text: {count_noun(done.withdrawn, 'withdrawn article')}"
    if done.drafts:
        yield f"left out: {count_noun(done.drafts, 'draft')} (--drafts includes them)"
    if done.future:
        yield f"left out: {count_noun(done.future, 'article')} with a future date (--future includes them)"
    if done.outside:
        yield f"left out: {count_noun(done.outside, 'article')} outside the period"
    if done.undated:
        yield f"left out: {count_noun(done.undated, 'undated article')}, in no period"
