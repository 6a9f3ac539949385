"""newsgen new, correct and withdraw: make a record to write by hand; add a dated notice to an article."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from newsgen.archive.model import SINGULAR
from newsgen.cli.options import (
    add_options,
    current_day,
    make_run_options,
    open_project_from_options,
    parse_date_option,
    read_system_clock,
)
from newsgen.cli.output import print_diffs, print_json, print_next_step, print_report
from newsgen.desk.articles import create_record, current_minute, plan_notice
from newsgen.desk.edit import LISTS
from newsgen.desk.journal import write_journaled
from newsgen.errors import OutputError, Problem, SettingsError
from newsgen.model import PartialDate
from newsgen.pipeline.project import Project
from newsgen.pipeline.report import find_publication_cutoff


def _add_list_options(command: Callable[..., None]) -> Callable[..., None]:
    for field in reversed(LISTS):
        text = f"One of its {field}; may be given several times."
        option = click.option(f"--{SINGULAR[field]}", field, multiple=True, metavar="NAME", help=text)
        command = option(command)
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
@_add_list_options
@click.option("--source", default="", metavar="NAME", help="Who first published it.")
@click.option("--language", default="", metavar="TAG", help="Language of the text, if it is not the site's.")
@click.option(
    "--draft/--no-draft",
    default=True,
    help="Keep it out of the site until the line `status: draft` is deleted. This is the default.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be made; write nothing.")
@add_options("format", "quiet")
def new(
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
    project = open_project_from_options(config, anywhere=True)
    now = current_minute(read_system_clock(), project.settings.site.timezone)
    when = now if date is None else parse_date_option(date, "write e.g. 2027-01-01")
    front = {**fields, "date": when, "status": "draft" if draft else ""}
    made = create_record(project, headline, front, slug=slug, dry_run=dry_run)
    print_json(made)
    print_report(f"{'would make' if dry_run else 'made'} {made.article}")
    for field, name, near in made.strangers:
        hint = f'; the nearest is "{near}"' if near else ""
        print_report(f'new: no other article has "{name}" among its {field}{hint}')
    publication = find_publication_cutoff(project, make_run_options(project))
    ahead = bool(made.date) and not publication.has_come(PartialDate.parse(made.date))
    if ahead:
        print_report(f"it appears {made.date}; until then builds hold it back")
    if draft:
        print_report("it is a draft: delete the line status: draft to publish it")
    flags = (" --drafts" if draft else "") + (" --future" if ahead else "")
    print_next_step(f"write its text, then newsgen serve{flags}", dry_run=dry_run)


ARTICLE = (
    "ARTICLE is a path, an address such as 2023/11/22/slug.html, a slug, or the beginning of a headline."
)


def _make_command(name: str, done: str, text_name: str, help_text: str, example: str) -> click.Command:
    """Make `correct` or `withdraw`; `done` is what the summary calls it, e.g. 'corrected'."""

    @click.command(name, help=help_text, epilog=f"Example: newsgen {name} ferry-returns {example}")
    @click.argument("article")
    @click.argument("text", metavar=text_name)
    @add_options("config")
    @click.option("--date", metavar="YYYY-MM-DD", help="Date of the notice; without it, today.")
    @add_options("diff", "format", "quiet")
    def command(article: str, text: str, config: Path | None, date: str | None, dry_run: bool) -> None:
        project = open_project_from_options(config)
        notice = plan_notice(project, article, text, _day(project, date), withdraw=name == "withdraw")
        if not dry_run and (problems := write_journaled(project, f"{name} {notice.article}", [notice.edit])):
            raise OutputError(problems)
        fields = ("article", "title", "address", "date", "text")
        print_json({**{name: getattr(notice, name) for name in fields}, "dry_run": dry_run})
        print_diffs([notice.edit] if dry_run else [])
        print_report(f"{f'would be {done}' if dry_run else done}: {notice.article} ({notice.title})")
        print_report(f"readers will see it at {notice.address}, in the log of corrections and in the feeds")
        print_next_step(dry_run=dry_run)

    return command


def _day(project: Project, text: str | None) -> PartialDate:
    if text is None:
        return PartialDate.of(current_day(project.settings.site.timezone))
    day = parse_date_option(text, "write YYYY-MM-DD")
    if not day.day:
        raise SettingsError(Problem("", 0, 0, f"--date {text} is not a day", "write YYYY-MM-DD"))
    return day


correct = _make_command(
    "correct",
    "corrected",
    "TEXT",
    f"Add a dated correction to an article.\n\n{ARTICLE} TEXT says what was wrong and what is right.\n\n"
    "It is written to the record's front matter; the article's page shows it above the text, the log of corrections and "
    "its feed list it. The text itself is yours to change.",
    '"The ferry is blue, not green."',
)
withdraw = _make_command(
    "withdraw",
    "withdrawn",
    "REASON",
    f"Withdraw an article: its address stays and shows a notice, its text goes.\n\n{ARTICLE} REASON is shown to "
    "readers, with the date.\n\nThe record keeps its text. To take it back, delete the line `status: withdrawn`.",
    '"The report rested on a forged letter."',
)
