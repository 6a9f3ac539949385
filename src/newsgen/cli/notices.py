"""newsgen correct and newsgen withdraw: add a dated notice to an article."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgen.cli.options import add_options, current_day, open_project_from_options, parse_date_option
from newsgen.cli.output import find_output_format, print_diff, print_json, print_next_step, print_report_line

if TYPE_CHECKING:
    from newsgen.model import PartialDate
    from newsgen.pipeline.project import Project

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
        from newsgen.desk.corrections import plan_correction, plan_withdrawal
        from newsgen.desk.journal import write_journaled
        from newsgen.errors import OutputError

        project = open_project_from_options(config)
        plan = plan_correction if name == "correct" else plan_withdrawal
        notice = plan(project, article, text, _day(project, date))
        if not dry_run and (problems := write_journaled(project, f"{name} {notice.article}", [notice.edit])):
            raise OutputError(problems)
        if find_output_format() == "json":
            fields = ("article", "title", "address", "date", "text")
            print_json({**{name: getattr(notice, name) for name in fields}, "dry_run": dry_run})
        elif dry_run:
            print_diff(notice.edit)
        what = f"would be {done}" if dry_run else done
        print_report_line(f"{what}: {notice.article} ({notice.title})")
        where = f"at {notice.address}, in the log of corrections and in the feeds"
        print_report_line(f"readers will see it {where}")
        print_next_step(dry_run=dry_run)

    return command


def _day(project: Project, text: str | None) -> PartialDate:
    from newsgen.errors import Problem, SettingsError
    from newsgen.model import PartialDate

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
