"""newsgen correct and newsgen withdraw: two commands that add a dated notice to an article."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgen.cli.moments import today
from newsgen.cli.options import options, project_from
from newsgen.cli.output import format_now, say, tell_json

if TYPE_CHECKING:
    from newsgen.desk.corrections import Notice
    from newsgen.model import PartialDate
    from newsgen.pipeline.project import Project

Find = Callable[["Project", str, str, "PartialDate"], "Notice"]
"""Finds out what a notice changes: archive, article, text, date."""

ARTICLE = (
    "ARTICLE is a path, an address such as 2023/11/22/slug.html, a slug, or the beginning of a headline."
)


def dated(command: Callable[..., None]) -> Callable[..., None]:
    """The options of both commands."""
    day = click.option("--date", metavar="YYYY-MM-DD", help="Date of the notice; without it, today.")
    dry = click.option("--dry-run", is_flag=True, help="Show what would change as a diff; write nothing.")
    decorated: Callable[..., None] = options("config")(day(dry(options("format", "quiet")(command))))
    return decorated


def give_notice(
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
    """Find the article, write the notice or show it, and say what follows.

    Args:
        find: `correction` or `withdrawal` of pipeline.notices.
        done: what is said to have been done, e.g. 'corrected'.
        config, article, text, date, dry_run, quiet: as the command was given them.
    """
    from newsgen.cli.diffs import diff_lines
    from newsgen.desk.corrections import publish_notice

    project = project_from(config)
    notice = find(project, article, text, _day(project, date))
    if not dry_run:
        publish_notice(project, notice)
    if format_now() == "json":
        fields = ("article", "title", "address", "date", "text")
        tell_json({**{name: getattr(notice, name) for name in fields}, "dry_run": dry_run})
    elif dry_run:
        for line in diff_lines(notice.article, notice.before, notice.after):
            click.echo(line, nl=False)
    say(f"{f'would be {done}' if dry_run else done}: {notice.article} ({notice.title})", quiet=quiet)
    say(f"readers will see it at {notice.address}, in the log of corrections and in the feeds", quiet=quiet)
    say(f"next: {'the same without --dry-run' if dry_run else 'newsgen build'}", quiet=quiet)


def _day(project: Project, text: str | None) -> PartialDate:
    from newsgen.errors import Problem, SettingsError
    from newsgen.model import PartialDate

    if text is None:
        return PartialDate.of(today(project.settings.site.timezone))
    try:
        day = PartialDate.parse(text)
    except ValueError as error:
        raise SettingsError(Problem("", 0, 0, f"--date {error}", "write YYYY-MM-DD")) from None
    if not day.day:
        raise SettingsError(Problem("", 0, 0, f"--date {text} is no day", "write YYYY-MM-DD"))
    return day
