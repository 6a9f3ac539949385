"""newsgen correct and newsgen withdraw: add a dated notice to an article."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgen.cli.options import add_options, current_day, open_project_from_options
from newsgen.cli.output import find_output_format, format_diff, print_json, print_line

if TYPE_CHECKING:
    from newsgen.desk.corrections import Notice
    from newsgen.model import PartialDate
    from newsgen.pipeline.project import Project


Find = Callable[["Project", str, str, "PartialDate"], "Notice"]
"""Finds what a notice changes: (archive, article, text, date) → notice."""

ARTICLE = (
    "ARTICLE is a path, an address such as 2023/11/22/slug.html, a slug, or the beginning of a headline."
)


def add_notice_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of both commands."""
    day = click.option("--date", metavar="YYYY-MM-DD", help="Date of the notice; without it, today.")
    dry = click.option("--dry-run", is_flag=True, help="Show what would change as a diff; write nothing.")
    decorated: Callable[..., None] = add_options("config")(day(dry(add_options("format", "quiet")(command))))
    return decorated


def write_notice(
    find: Find,
    done: str,
    config: Path | None,
    article: str,
    text: str,
    date: str | None,
    *,
    dry_run: bool,
    quiet: bool,
) -> None:
    """Find the article, write the notice (or show it with --dry-run), and print a summary.

    Args:
        find: `plan_correction` or `plan_withdrawal`.
        done: what the summary calls it, e.g. 'corrected'.
        config, article, text, date, dry_run, quiet: the command's own arguments.
    """
    from newsgen.desk.edit import write_edits

    project = open_project_from_options(config)
    notice = find(project, article, text, _day(project, date))
    if not dry_run:
        write_edits(project, [notice.edit])
    if find_output_format() == "json":
        fields = ("article", "title", "address", "date", "text")
        print_json({**{name: getattr(notice, name) for name in fields}, "dry_run": dry_run})
    elif dry_run:
        for line in format_diff(notice.article, notice.edit.before, notice.edit.after):
            click.echo(line, nl=False)
    print_line(f"{f'would be {done}' if dry_run else done}: {notice.article} ({notice.title})", quiet=quiet)
    print_line(
        f"readers will see it at {notice.address}, in the log of corrections and in the feeds", quiet=quiet
    )
    print_line(f"next: {'the same without --dry-run' if dry_run else 'newsgen build'}", quiet=quiet)


def _day(project: Project, text: str | None) -> PartialDate:
    from newsgen.errors import Problem, SettingsError
    from newsgen.model import PartialDate

    if text is None:
        return PartialDate.of(current_day(project.settings.site.timezone))
    try:
        day = PartialDate.parse(text)
    except ValueError as error:
        raise SettingsError(Problem("", 0, 0, f"--date {error}", "write YYYY-MM-DD")) from None
    if not day.day:
        raise SettingsError(Problem("", 0, 0, f"--date {text} is not a day", "write YYYY-MM-DD"))
    return day


@click.command(
    "correct",
    help=f"Add a dated correction to an article.\n\n{ARTICLE} TEXT says what was wrong and what is right.\n\n"
    "It is written to the record's front matter; the article's page shows it above the text, the log of corrections and "
    "its feed list it. The text itself is yours to change.",
    epilog='Example: newsgen correct ferry-returns "The ferry is blue, not green."',
)
@click.argument("article")
@click.argument("text")
@add_notice_options
def correct(
    article: str, text: str, config: Path | None, date: str | None, dry_run: bool, quiet: bool
) -> None:
    """Add a dated correction to an article."""
    from newsgen.desk.corrections import plan_correction

    write_notice(plan_correction, "corrected", config, article, text, date, dry_run=dry_run, quiet=quiet)


@click.command(
    "withdraw",
    help=f"Withdraw an article: its address stays and shows a notice, its text goes.\n\n{ARTICLE} REASON is shown to "
    "readers, with the date.\n\nThe record keeps its text. To take it back, delete the line `status: withdrawn`.",
    epilog='Example: newsgen withdraw ferry-returns "The report rested on a forged letter."',
)
@click.argument("article")
@click.argument("reason")
@add_notice_options
def withdraw(
    article: str, reason: str, config: Path | None, date: str | None, dry_run: bool, quiet: bool
) -> None:
    """Withdraw an article."""
    from newsgen.desk.corrections import plan_withdrawal

    write_notice(plan_withdrawal, "withdrawn", config, article, reason, date, dry_run=dry_run, quiet=quiet)
