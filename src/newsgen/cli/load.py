"""newsgen load."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterable
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import click
import msgspec

from newsgen.cli.load_text import (
    DryRunRow,
    format_dry_run_table,
    list_load_warnings,
    make_dry_run_row,
    print_load_report,
)
from newsgen.cli.options import add_options, count_jobs, make_run_options, open_project_from_options
from newsgen.cli.output import (
    find_output_format,
    is_verbose,
    make_damaged_state_warning,
    print_json,
    print_next_step,
    print_problems_by_kind,
    print_report,
    progress_bar,
)
from newsgen.desk.infer import FillReport, fill_missing_fields_of_records
from newsgen.errors import ContentError, Problem, SettingsError, count_noun, join_first
from newsgen.loader.report import Extractor, LoadReport, PendingRecord
from newsgen.pipeline.fetch import fetch_pictures
from newsgen.pipeline.import_files import Received, copy_files_to_seeds, find_loadable_files
from newsgen.pipeline.load import load_without_writing, reinfer_unedited_records, run_load
from newsgen.pipeline.project import Project, use_scratch_folder
from newsgen.pipeline.report import RunOptions
from newsgen.record.keys import FIELDS
from newsgen.record.store import SUFFIXES
from newsgen.record.write import to_plain_value

_MAPPED = ("text", "id", *(field for field in FIELDS if field not in ("inferred", "seed", "corrections")))
"""Fields that --map can read from a column."""
_MOST_HOSTS = 5
"""Most hosts that a line names."""
_HOST = re.compile(r"(?:[\w-]++\.)*+[\w-]+(?::\d{1,5})?|\[[0-9a-fA-F:]+\](?::\d{1,5})?")


def refuse_invalid_hosts(
    _context: click.Context, _option: click.Parameter, hosts: tuple[str, ...]
) -> tuple[str, ...]:
    """Refuse a host that is none, such as a file that was meant to be loaded."""
    for host in hosts:
        if host and (not re.fullmatch(_HOST, host) or Path(host).exists()):
            what = "is a file or a folder" if Path(host).exists() else "is not the name of a host"
            expected = "write --fetch-pictures after the paths, or --fetch-pictures=example.com"
            raise click.BadParameter(f"{host!r} {what}; {expected}")
    return hosts


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
    callback=refuse_invalid_hosts,
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
    project = open_project_from_options(config, period=period, anywhere=bool(paths))
    extractors = tuple(_read_extractor(project, text) for text in extracts)
    flags = {"dry_run": dry_run, "repair_encoding": repair_encoding}
    wanted = make_run_options(project, as_of, extractors=extractors, **flags)
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
    report = _load(project, wanted, paths, columns)
    print_problems_by_kind([*list_load_warnings(report), *make_damaged_state_warning()], "warning")
    if hosts:
        fetch_and_report(project, hosts, dry_run=dry_run)
    print_load_report(report, closing=True, dry_run=dry_run)
    if report.problems:
        raise ContentError(report.problems)


def _load(
    project: Project, wanted: RunOptions, paths: tuple[Path, ...], columns: tuple[str, ...]
) -> LoadReport:
    """Load seeds, or the files in `paths`; print the report as JSON, and the records of a dry run."""
    rows: list[DryRunRow] = []

    def show(records: Iterable[PendingRecord]) -> None:
        for record in records:
            if find_output_format() == "json":
                front = {key: to_plain_value(value) for key, value in record.front.items()}
                print_json({**front, "body": record.body})
            else:
                rows.append(make_dry_run_row(record))

    with progress_bar("loading") as progress:
        named = read_columns(columns)
        received = find_loadable_files(project, paths, named) if paths else Received()
        if named and not received.tables and not received.problems:
            raise click.UsageError("--map is for tables: name files of CSV, JSON Lines or SQLite.")
        tables = dict.fromkeys(received.tables, named)
        run = partial(run_load, jobs=count_jobs(), progress=progress, columns=tables)
        if not wanted.dry_run:
            copy_files_to_seeds(project, received.files)
            report = run(project, wanted, sorted(received.files) if paths else None).report
        else:
            with use_scratch_folder(project) as trial:
                if paths:
                    report = load_without_writing(trial, wanted, received.files, show, tables)
                else:
                    report = run(trial, wanted, show=show).report
    report = msgspec.structs.replace(report, problems=(*received.problems, *report.problems))
    if not wanted.dry_run:
        print_json(report)
    print_report(*format_dry_run_table(rows, all_of_them=is_verbose()))
    return report


def choose_records(project: Project, paths: tuple[Path, ...]) -> list[str]:
    """List the records among files and folders, relative to the archive's root."""
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
    project: Project, wanted: RunOptions, records: list[str] | None, *, closing: bool, jobs: int | None = None
) -> FillReport:
    """Infer missing fields of records, or of all (None), and print one line with their numbers.

    `closing` means that the command does nothing else: it prints JSON, and a line even if no field is missing, and its caller
    reports the problems.
    """
    with use_scratch_folder(project) if wanted.dry_run else nullcontext(project) as chosen:
        filled = fill_missing_fields_of_records(chosen, wanted, records, jobs=count_jobs(jobs), again=closing)
    print_report(*(filled.records if is_verbose() else ()))
    if closing:
        print_json(filled)
    else:
        print_problems_by_kind(filled.problems, "warning")
    if filled.records or closing:
        verb = "would infer" if wanted.dry_run else "inferred"
        counts = ", ".join(f"{field} {count:,}" for field, count in filled.fields.items())
        of = f"{len(filled.records):,} of {count_noun(filled.examined, 'record')} without a seed"
        print_report(f"{verb} fields of {of}{f': {counts}' if counts else ''}")
    return filled


def read_columns(options: Iterable[str]) -> dict[str, str]:
    """Read options such as 'title=headline'; return columns by field."""
    columns: dict[str, str] = {}
    for option in options:
        field, mark, column = option.partition("=")
        if not mark or field not in _MAPPED:
            message = f"{option!r} is not FIELD=COLUMN; FIELD is one of {', '.join(_MAPPED)}."
            raise click.BadParameter(message, param_hint="'--map'")
        if columns.setdefault(field, column) != column:
            raise click.BadParameter(f"{field} has two columns.", param_hint="'--map'")
    return columns


def _read_extractor(project: Project, text: str) -> Extractor:
    """Read NAME or NAME=MODEL; the environment's NEWSGEN_NAME_… are more options, which no archive can set."""
    name, _, model = text.partition("=")
    start = f"NEWSGEN_{name.upper().replace('-', '_')}_"
    keys = (key for key in os.environ if key.startswith(start))
    given = {key.removeprefix(start).lower(): os.environ[key] for key in keys}
    options = given | ({"model": model} if model else {})
    return Extractor(name, tuple(sorted(options.items())), str(project.work / "cache" / "extracted"))


def _refresh(project: Project, wanted: RunOptions) -> None:
    changed, edited = reinfer_unedited_records(project, wanted)
    print_report(*(changed if is_verbose() or wanted.dry_run else ()))
    verb = "would refresh" if wanted.dry_run else "refreshed"
    print_report(f"{verb} {count_noun(len(changed), 'record')}")
    if edited:
        print_report(f"skipped: {count_noun(len(edited), 'record')} that a human has edited")
    print_next_step(dry_run=wanted.dry_run and bool(changed))


def fetch_and_report(project: Project, hosts: tuple[str, ...], *, dry_run: bool) -> None:
    """Download pictures of the archive's own host and of those named; print how many came, and which hosts have others."""
    with progress_bar("fetching pictures") as progress:
        report = fetch_pictures(project, filter(None, hosts), dry_run=dry_run, progress=progress)
    print_json(report)
    print_problems_by_kind(report.failed, "warning")
    failed = f", {len(report.failed):,} cannot be had" if report.failed else ""
    pictures = count_noun(len(report.fetched), "picture")
    print_report(f"{'would fetch' if dry_run else 'fetched'} {pictures}{failed}")
    if report.others:
        others = join_first([f"{host} ({count:,})" for host, count in report.others.items()], _MOST_HOSTS)
        remedy = "name a host from which you may copy, --fetch-pictures=HOST"
        print_report(f"not fetched from {others}: {remedy}")
