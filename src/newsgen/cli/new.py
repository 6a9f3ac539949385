"""newsgen new."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgen.cli.options import (
    add_options,
    make_run_options,
    open_project_from_options,
    parse_date_option,
    read_system_clock,
)
from newsgen.cli.output import find_output_format, print_json, print_next_step, print_report_line

if TYPE_CHECKING:
    from newsgen.desk.new import NewRecord
    from newsgen.pipeline.project import Project

_LISTS = {"topic": "topics", "person": "people", "place": "places", "organization": "organizations"}
_LISTS |= {"author": "authors"}


def _lists(command: Callable[..., None]) -> Callable[..., None]:
    for option, field in reversed(_LISTS.items()):
        text = f"One of its {field}; may be given several times."
        command = click.option(f"--{option}", field, multiple=True, metavar="NAME", help=text)(command)
    return command


@click.command(
    "new",
    epilog='Examples: newsgen new "Ferry returns" --topic Ferries   newsgen new "Year in review" --date 2027-01-01',
)
@click.argument("headline")
@add_options("config")
@click.option("--date", metavar="DATE", help="YYYY, YYYY-MM, YYYY-MM-DD or with a time; without it, now.")
@click.option("--slug", default="", help="Last part of its address; without it, made from the headline.")
@click.option("--dek", default="", help="The dek (standfirst).")
@_lists
@click.option("--source", default="", metavar="NAME", help="Who first published it.")
@click.option("--language", default="", metavar="TAG", help="Language of the text, if it is not the site's.")
@click.option(
    "--draft/--no-draft",
    default=True,
    help="Keep it out of the site until the line `status: draft` is deleted. This is the default.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be made; write nothing.")
@add_options("format", "quiet")
def command(
    headline: str,
    config: Path | None,
    date: str | None,
    slug: str,
    draft: bool,
    dry_run: bool,
    **fields: object,
) -> None:
    """Make a record to write by hand: a Markdown file with HEADLINE and today's date.

    No file is ever overwritten. The record is a draft, which `newsgen serve --drafts` shows. The date is now in the archive's
    time zone, to the minute; with a date in the future the article is held back until then.
    """
    from newsgen.desk.new import create_record, current_minute

    project = open_project_from_options(config, anywhere=True)
    now = current_minute(read_system_clock(), project.settings.site.timezone)
    when = now if date is None else parse_date_option(date, "write e.g. 2027-01-01")
    front = {**fields, "date": when, "status": "draft" if draft else ""}
    made = create_record(project, headline, front, slug=slug, dry_run=dry_run)
    if find_output_format() == "json":
        print_json(made)
    print_report_line(f"{'would make' if dry_run else 'made'} {made.article}")
    for field, name, near in made.strangers:
        hint = f'; the nearest is "{near}"' if near else ""
        print_report_line(f'new: no other article has "{name}" among its {field}{hint}')
    ahead = _ahead(project, made)
    if ahead:
        print_report_line(f"it appears {made.date}; until then builds hold it back")
    if draft:
        print_report_line("it is a draft: delete the line status: draft to publish it")
    flags = (" --drafts" if draft else "") + (" --future" if ahead else "")
    print_next_step(f"write its text, then newsgen serve{flags}", dry_run=dry_run)


def _ahead(project: Project, made: NewRecord) -> bool:
    from newsgen.model import PartialDate
    from newsgen.pipeline.report import find_publication_cutoff

    return bool(made.date) and not find_publication_cutoff(project, make_run_options(project)).has_come(
        PartialDate.parse(made.date)
    )
