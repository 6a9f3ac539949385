"""newsgen load."""

from __future__ import annotations

import datetime
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click
import msgspec

from newsgen.cli.options import add_options, count_jobs, make_run_options, open_project_from_options
from newsgen.cli.output import (
    count_noun,
    find_output_format,
    is_verbose,
    join_nonempty,
    list_damaged_files,
    print_json,
    print_kinds,
    print_next_step,
    print_report_line,
    progress_bar,
)
from newsgen.cli.pictures import check_hosts, fetch_and_report
from newsgen.errors import ContentError, Problem, SettingsError
from newsgen.loader.report import PICTURES, Extractor
from newsgen.model import Inference, PartialDate
from newsgen.record.keys import FIELDS
from newsgen.record.store import SUFFIXES

if TYPE_CHECKING:
    from newsgen.desk.infer import Filled
    from newsgen.loader.report import LoadReport, UnwrittenRecord
    from newsgen.pipeline.project import Project
    from newsgen.pipeline.report import Options

_MOST_CONTAINERS = 10
"""Most files of several articles that have a line each."""
_MOST_ROWS = 20
"""Most records in the table of a dry run."""
_MAPPED = ("text", "id", *(field for field in FIELDS if field not in ("inferred", "seed", "corrections")))
"""Fields that --map can read from a column."""
_SURE = 0.5
"""Least confidence of a date that is not provisional."""


@click.command(
    "load",
    epilog="Examples: newsgen load   newsgen load --dry-run letter.txt   newsgen load --map title=headline posts.csv",
)
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@add_options("config", "as-of", "period")
@click.option("--dry-run", is_flag=True, help="Show the records that would be made; write nothing.")
@click.option(
    "--map",
    "columns",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="Read a field from this column of the tables in PATHS; repeatable, and remembered.",
)
@click.option("--refresh", is_flag=True, help="Infer fields again in records that nobody has edited.")
@click.option(
    "--infer", is_flag=True, help="Infer missing topics, names and deks of records; PATHS are in articles/."
)
@click.option(
    "--extract",
    "extracts",
    multiple=True,
    metavar="NAME[=MODEL]",
    help="Also find names with this extractor, such as spacy; repeatable.",
)
@click.option(
    "--repair-encoding",
    is_flag=True,
    help="Repair letters such as Ã© in new texts, or with --refresh in records that nobody has edited.",
)
@click.option(
    "--fetch-pictures",
    "hosts",
    is_flag=False,
    flag_value="",
    multiple=True,
    metavar="[HOST]",
    callback=check_hosts,
    help="Download pictures of the texts from the archive's own site, and from this host.",
)
@add_options("format", "verbose", "quiet")
def command(
    paths: tuple[Path, ...],
    config: Path | None,
    as_of: datetime.date | None,
    period: str | None,
    dry_run: bool,
    columns: tuple[str, ...],
    refresh: bool,
    infer: bool,
    extracts: tuple[str, ...],
    repair_encoding: bool,
    hosts: tuple[str, ...],
) -> None:
    """Turn seeds into records: all that is new in seeds/, or the files and folders in PATHS.

    With --infer, records that were not made from a seed get the fields that they do not have; what their author wrote stays.
    A text from elsewhere is first copied into seeds/, so that the archive keeps what it received; what cannot be read is
    named, and stays where it is. An existing record is never changed, and a deleted one is not made again.
    """
    from newsgen.pipeline.load import load_without_writing, run_load
    from newsgen.pipeline.project import use_scratch_folder
    from newsgen.pipeline.receive import Received, copy_files, look_into_files
    from newsgen.record.write import to_plain_value

    project = open_project_from_options(config, period=period, anywhere=bool(paths))
    wanted = make_run_options(project, as_of, dry_run=dry_run, repair_encoding=repair_encoding)
    extractors = tuple(_read_extractor(project, text) for text in extracts)
    wanted = msgspec.structs.replace(wanted, extractors=extractors)
    if hosts and (refresh or infer):
        raise click.UsageError("--refresh, --infer and --fetch-pictures are three runs.")
    if refresh:
        _refresh(project, wanted)
        return
    if infer or (project.settings.loader.infer and not paths):
        records = choose_records(project, paths) if paths else None
        filled = fill_and_report(project, wanted, records, closing=infer)
        if infer and filled.problems:
            raise ContentError(filled.problems)
        if infer:
            print_next_step(dry_run=dry_run and bool(filled.records))
            return
    rows: list[Row] = []
    is_json = find_output_format() == "json"

    def show(records: Iterable[UnwrittenRecord]) -> None:
        for record in records:
            if is_json:
                front = {key: to_plain_value(value) for key, value in record.front.items()}
                print_json({**front, "body": record.body})
            else:
                rows.append(_make_row(record))

    with progress_bar("loading") as progress:
        named = read_columns(columns)
        received = look_into_files(project, paths, named) if paths else Received()
        if named and not received.tables and not received.problems:
            raise click.UsageError("--map is for tables: name files of CSV, JSON Lines or SQLite.")
        tables = dict.fromkeys(received.tables, named)
        run = partial(run_load, jobs=count_jobs(), progress=progress, columns=tables)
        if dry_run:
            with use_scratch_folder(project) as trial:
                report = (
                    load_without_writing(trial, wanted, received.files, show, tables)
                    if paths
                    else run(trial, wanted, show=show).report
                )
        else:
            copy_files(project, received.files)
            report = run(project, wanted, sorted(received.files) if paths else None).report
    report = msgspec.structs.replace(report, problems=(*received.problems, *report.problems))
    if is_json and not dry_run:
        print_json(report)
    for line in format_rows(rows, all_of_them=is_verbose()):
        print_report_line(line)
    print_kinds([*list_load_warnings(report), *list_damaged_files()], "warning")
    if hosts:
        fetch_and_report(project, hosts, dry_run=dry_run)
    print_load_report(report, closing=True, dry_run=dry_run)
    if report.problems:
        raise ContentError(report.problems)


def choose_records(project: Project, paths: tuple[Path, ...]) -> list[str]:
    """List the records among files and folders, relative to the archive's root.

    Raises:
        SettingsError: a path is not in articles/.
    """
    root, articles = project.root.resolve(), project.settings.paths.articles
    found = []
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        found += [
            file.resolve().relative_to(root).as_posix()
            for file in files
            if file.suffix.lower() in SUFFIXES and file.resolve().is_relative_to(root / articles)
        ]
        if not path.resolve().is_relative_to(root / articles):
            message = f"--infer reads records, and this is not in {articles}/"
            raise SettingsError(Problem(str(path), 0, 0, message, f"name files or folders in {articles}/"))
    return found


def fill_and_report(
    project: Project, wanted: Options, records: list[str] | None, *, closing: bool, jobs: int | None = None
) -> Filled:
    """Infer missing fields of records, and print one line with their numbers; `closing` also if there are none.

    Args:
        project: the archive.
        wanted: options of the run.
        records: paths of records; None means all that may have missing fields.
        closing: True if this is all that the command does; problems are then the caller's.
        jobs: number of worker processes.
    """
    from newsgen.desk.infer import infer_missing_fields_of_records
    from newsgen.pipeline.project import use_scratch_folder

    with use_scratch_folder(project) if wanted.dry_run else nullcontext(project) as chosen:
        filled = infer_missing_fields_of_records(
            chosen, wanted, records, jobs=count_jobs(jobs), again=closing
        )
    for path in filled.records if is_verbose() else ():
        print_report_line(path)
    if closing and find_output_format() == "json":
        print_json(filled)
    if not closing:
        print_kinds(filled.problems, "warning")
    if filled.records or closing:
        verb = "would infer" if wanted.dry_run else "inferred"
        counts = ", ".join(f"{field} {count:,}" for field, count in filled.fields.items())
        of = f"{len(filled.records):,} of {count_noun(filled.examined, 'record')} without a seed"
        print_report_line(f"{verb} fields of {of}{f': {counts}' if counts else ''}")
    return filled


def read_columns(options: Iterable[str]) -> dict[str, str]:
    """Read options such as 'title=headline'; return columns by field.

    Raises:
        BadParameter: there is no such field, or one is given twice.
    """
    columns: dict[str, str] = {}
    for option in options:
        field, mark, column = option.partition("=")
        if not mark or field not in _MAPPED:
            message = f"{option!r} is not FIELD=COLUMN; FIELD is one of {', '.join(_MAPPED)}."
            raise click.BadParameter(message, param_hint="'--map'")
        if columns.setdefault(field, column) != column:
            raise click.BadParameter(f"{field} has two columns.", param_hint="'--map'")
    return columns


class Row(msgspec.Struct, frozen=True):
    """What a record would have."""

    title: str
    date: str
    """The date and how sure it is: 'stated', or a number from 0 to 1; '' without a date."""
    confidence: float | None
    """That of an inferred date; None if it is stated, or there is none."""
    topics: tuple[str, ...]
    names: tuple[str, ...]
    """People, places and organizations."""


def _make_row(record: UnwrittenRecord) -> Row:
    front, inferred = record.front, record.front.get("inferred")
    how = inferred.get("date") if isinstance(inferred, dict) else None
    confidence = (how.confidence or 0.0) if isinstance(how, Inference) else None

    def list_names(*fields: str) -> tuple[str, ...]:
        values = [front.get(field) for field in fields]
        return tuple(name for value in values if isinstance(value, list | tuple) for name in value)

    sure = "stated" if confidence is None else confidence
    date = f"{date.iso} ({sure})" if isinstance(date := front.get("date"), PartialDate) else ""
    names = list_names("people", "places", "organizations")
    return Row(str(front.get("title", "")), date, confidence, list_names("topics"), names)


def format_rows(rows: Sequence[Row], *, all_of_them: bool) -> Iterator[str]:
    """Yield the lines of a table of what records would have, and a sum of their dates, topics and names."""
    if not rows:
        return
    import shutil

    from rich.console import Console
    from rich.table import Table

    shown = rows if all_of_them else rows[:_MOST_ROWS]
    table = Table(box=None, pad_edge=False, expand=True)
    for name, ratio in (("title", 3), ("date", None), ("topics", 2), ("names", 3)):
        table.add_column(name, ratio=ratio, no_wrap=True, overflow="ellipsis")
    for row in shown:
        table.add_row(row.title, row.date or "none", ", ".join(row.topics), ", ".join(row.names))
    width = max(80, shutil.get_terminal_size().columns) if sys.stdout.isatty() else 120
    console = Console(width=width, markup=False, color_system=None)
    with console.capture() as captured:
        console.print(table)
    yield from (line.rstrip() for line in captured.get().splitlines())
    if more := len(rows) - len(shown):
        yield f"… and {more:,} more (-v shows all)"
    dated = [row for row in rows if row.date]
    guessed = [row.confidence for row in dated if row.confidence is not None]
    unsure = sum(confidence < _SURE for confidence in guessed)
    parts = [
        f"{count_noun(len(dated) - len(guessed), 'date')} stated",
        f"{len(guessed):,} inferred" + (f" ({unsure:,} unsure)" if unsure else ""),
        f"{len(rows) - len(dated):,} without",
        f"{sum(bool(row.topics) for row in rows):,} with topics",
        f"{sum(bool(row.names) for row in rows):,} with names",
    ]
    yield f"of {count_noun(len(rows), 'record')}: {', '.join(parts)}"


def _read_extractor(project: Project, text: str) -> Extractor:
    """Read NAME or NAME=MODEL; the environment's NEWSGEN_NAME_… are more options, which no archive can set."""
    name, _, model = text.partition("=")
    start = f"NEWSGEN_{name.upper().replace('-', '_')}_"
    given = {
        key.removeprefix(start).lower(): value for key, value in os.environ.items() if key.startswith(start)
    }
    options = given | ({"model": model} if model else {})
    return Extractor(name, tuple(sorted(options.items())), str(project.work / "cache" / "extracted"))


def _refresh(project: Project, wanted: Options) -> None:
    from newsgen.pipeline.load import refresh_records

    changed, edited = refresh_records(project, wanted)
    for path in changed if is_verbose() or wanted.dry_run else ():
        print_report_line(path)
    verb = "would refresh" if wanted.dry_run else "refreshed"
    print_report_line(f"{verb} {count_noun(len(changed), 'record')}")
    if edited:
        print_report_line(f"skipped: {count_noun(len(edited), 'record')} that a human has edited")
    print_next_step(dry_run=wanted.dry_run and bool(changed))


def list_load_warnings(report: LoadReport) -> list[Problem]:
    """List the warnings of a run, and the seeds that changed after their records were made."""
    warnings = list(report.warnings)
    for conflict in report.conflicts:
        message = f"the text changed after {conflict.record} was made from it; the record was not touched"
        remedy = f"compare it with .newsgen/conflicts/{conflict.path}"
        warnings.append(Problem(conflict.seed, 0, 0, message, remedy, "changed-seed"))
    return warnings


def format_unread_seeds(report: LoadReport) -> str:
    """Format the number of files in no known format, with the four most frequent suffixes and an example; '' if there are none.

    Pictures are not counted: texts show them.
    """
    unread = [path for path in report.skipped if not path.lower().endswith(PICTURES)]
    suffixes = Counter(PurePosixPath(path).suffix.lower() or "without suffix" for path in unread)
    named = ", ".join(f"{count:,} {suffix}" for suffix, count in suffixes.most_common(4))
    more = f" ({named})" if len(suffixes) > 1 else ""
    return f"{count_noun(len(unread), 'file')} in no known format{more}: {unread[0]}" if unread else ""


def format_containers(report: LoadReport, *, closing: bool) -> list[str]:
    """Format a line for each file with several articles; without `closing` only for those with new or changed ones."""
    several = [
        one
        for one in report.containers
        if one.new + one.known + one.changed > 1 and (closing or one.new or one.changed)
    ]
    shown = sorted(several, key=lambda one: not (one.new or one.changed))
    shown = shown if is_verbose() else shown[:_MOST_CONTAINERS]
    lines = [f"{one.file}: {one.new:,} new, {one.known:,} known, {one.changed:,} changed" for one in shown]
    if more := len(several) - len(shown):
        lines.append(f"and {count_noun(more, 'more file')} of several articles (-v lists them)")
    return lines


def print_load_report(report: LoadReport, *, closing: bool, dry_run: bool = False) -> None:
    """Print what the loader made, what it skipped and why; `closing` adds the next step."""
    if is_verbose() or (dry_run and not closing):
        for article in report.new:
            print_report_line(f"{article.seed} -> {article.path}")
    for line in format_containers(report, closing=closing):
        print_report_line(line)
    verb = "would make" if dry_run else "made"
    skipped = join_nonempty(
        [
            f"{count_noun(report.unchanged, 'seed')} loaded before" if report.unchanged else "",
            f"{count_noun(len(report.deleted), 'seed')} whose record was deleted" if report.deleted else "",
            f"{count_noun(len(report.same), 'copy', 'copies')}: {' has the text of '.join(report.same[0])}"
            if report.same
            else "",
            f"{count_noun(len(report.sections), 'page')} of sections, not articles: {report.sections[0]}"
            if report.sections
            else "",
            format_unread_seeds(report),
        ]
    )
    if closing or report.new:
        print_report_line(f"{verb} {count_noun(len(report.new), 'record')}")
    if skipped and (closing or is_verbose()):
        print_report_line(f"skipped: {skipped}")
    elif unread := format_unread_seeds(report):
        print_report_line(f"unread: {unread}")
    if closing and not report.problems:
        print_next_step(dry_run=dry_run and bool(report.new))
