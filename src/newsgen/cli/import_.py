"""newsgen import."""

from __future__ import annotations

from pathlib import Path

import click

from newsgen.cli.options import add_options, open_project_from_options
from newsgen.cli.output import (
    count_noun,
    find_output_format,
    print_diff,
    print_json,
    print_kinds,
    print_next_step,
    print_report_line,
)
from newsgen.errors import ContentError


@click.command(
    "import", epilog="Examples: newsgen import csv archive.csv --dry-run   newsgen import csv archive.csv"
)
@click.argument("format_name", metavar="{csv}", type=click.Choice(["csv"]))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@add_options("config", "diff", "format", "quiet")
def command(format_name: str, file: Path, config: Path | None, dry_run: bool) -> None:
    """Take the changes that were made in a spreadsheet to a file of `newsgen export csv`.

    Only front matter changes, in place. The row of a record that changed after the export is refused. Fields that were
    inferred and are changed count as confirmed.
    """
    from newsgen.desk.sheet import plan_sheet_edits, write_sheet_edits

    project = open_project_from_options(config)
    planned = plan_sheet_edits(project, file)
    edits, problems = (
        (planned.edits, []) if dry_run or not planned.edits else write_sheet_edits(project, planned.edits)
    )
    problems = sorted([*planned.problems, *problems])
    if find_output_format() == "json":
        print_json({"changed": [edit.path for edit in edits], "refused": problems, "dry_run": dry_run})
    elif dry_run:
        for edit in edits:
            print_diff(edit)
    print_kinds(planned.warnings, "warning")
    verb = "would change" if dry_run else "changed"
    print_report_line(f"{verb} {count_noun(len(edits), 'record')}")
    if problems:
        raise ContentError(problems)
    if edits:
        print_next_step(dry_run=dry_run)
