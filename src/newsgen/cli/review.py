"""newsgen review."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgen.cli.options import options, project_from
from newsgen.cli.output import format_now, say, tell_json, tell_problems
from newsgen.errors import Problem, SettingsError

if TYPE_CHECKING:
    from newsgen.desk.edit import Answer
    from newsgen.desk.review import Finding, Reviewer
    from newsgen.pipeline.project import Project

LIMIT = 20
"""Findings that are listed where nobody asks for more."""


@click.command(
    "review",
    epilog="Examples: newsgen review --field date   newsgen review 2023/11/22/slug.html --set date=2023-11-21",
)
@click.argument("article", required=False)
@options("config")
@click.option(
    "--accept", multiple=True, metavar="FIELD", help="Confirm a field of ARTICLE; all confirms every one."
)
@click.option(
    "--set",
    "assigned",
    multiple=True,
    metavar="FIELD=VALUE",
    help="Correct a field of ARTICLE, and confirm it.",
)
@click.option("--field", default="", metavar="FIELD", help="Look at this field alone, e.g. date.")
@click.option("--limit", type=click.IntRange(1), help=f"How many to list; {LIMIT} by default.")
@click.option("--all", "everything", is_flag=True, help="List all.")
@click.option("--list", "plain", is_flag=True, help="List, also on a terminal.")
@click.option("--duplicates", is_flag=True, help="Compare the texts of all articles too.")
@options("format", "quiet")
def command(
    article: str | None,
    config: Path | None,
    accept: tuple[str, ...],
    assigned: tuple[str, ...],
    field: str,
    limit: int | None,
    everything: bool,
    plain: bool,
    duplicates: bool,
    quiet: bool,
) -> None:
    """Go through what was inferred, least sure first; accept or correct it.

    On a terminal one key answers each question; elsewhere, and with --list, --all, --limit and --duplicates, the
    findings are listed. ARTICLE is a path, an address such as 2023/11/22/slug.html, or a part of one that no other
    article has: its findings alone. Accepting removes the field's lines under `inferred` and touches nothing else in the file.
    """
    from newsgen.desk.edit import read_answers
    from newsgen.desk.review import Reviewer, findings_of

    if (accept or assigned) and not article:
        raise click.UsageError("--accept and --set need the ARTICLE that they are for.")
    answers = read_answers(assigned)
    project = project_from(config)
    reviewer = Reviewer(project)
    if article:
        record = _article(project, reviewer, article)
        if accept or answers:
            _amend(reviewer, record, accept, answers, quiet=quiet)
            return
        found = findings_of([reviewer.records[record]], field)
        _list(reviewer, found, len(found), beside=True, quiet=quiet)
        return
    found = findings_of(reviewer.records.values(), field)
    _check_field(reviewer, field, found)
    listing = plain or everything or limit or duplicates or quiet or format_now() != "text"
    if not listing and sys.stdin.isatty() and sys.stdout.isatty():
        from newsgen.cli.review_pass import go_through

        go_through(reviewer, found)
        return
    most = len(found) if everything or (format_now() == "json" and limit is None) else limit or LIMIT
    _list(reviewer, found, most, names=field in ("", "people"), duplicates=duplicates, quiet=quiet)


def _article(project: Project, reviewer: Reviewer, wanted: str) -> str:
    """Path of the record that is meant; a file is named as the shell names it, too."""
    from newsgen.desk.corrections import find_article

    file = Path(wanted)
    if file.is_file() and file.resolve().is_relative_to(project.root):
        wanted = file.resolve().relative_to(project.root).as_posix()
    records = list(reviewer.records.values())
    return find_article(records, wanted, reviewer.published, project.settings.site.url).path


def _check_field(reviewer: Reviewer, field: str, found: list[Finding]) -> None:
    """Refuse a --field that no record can have."""
    import difflib

    from newsgen.record.keys import FIELDS

    if not field or found or field in (*FIELDS, "quotations", "headings"):
        return
    near = difflib.get_close_matches(field, FIELDS, 1)
    hint = f'did you mean "{near[0]}"?' if near else "write e.g. date, topics or people"
    raise SettingsError(Problem("", 0, 0, f'--field "{field}" is no field', hint))


def _amend(
    reviewer: Reviewer, path: str, accept: tuple[str, ...], answers: dict[str, Answer], *, quiet: bool
) -> None:
    """Write the answers of the command line, and say what they did."""
    from newsgen.cli.review_text import amendment_lines, closing_lines
    from newsgen.desk.review import remaining

    fields = tuple(reviewer.records[path].inferred) if "all" in accept else tuple(dict.fromkeys(accept))
    done = reviewer.answer(path, fields, answers)
    left = remaining(reviewer.records.values())
    if format_now() == "json":
        tell_json({"done": done, "remaining": left})
    if not done.accepted and not done.set:
        say(f"{path}: nothing is left to accept", quiet=quiet)
    for line in (
        *amendment_lines(done),
        *closing_lines(left, dated=done.dated, changed=bool(done.accepted or done.set)),
    ):
        say(line, quiet=quiet)


def _list(
    reviewer: Reviewer,
    found: list[Finding],
    most: int,
    *,
    names: bool = False,
    duplicates: bool = False,
    beside: bool = False,
    quiet: bool,
) -> None:
    """Print findings in the form that was asked for."""
    from newsgen.cli import review_text
    from newsgen.desk.review import remaining

    shown = list(reviewer.quoted(found[:most]))
    spelt = reviewer.spellings() if names else []
    alike = reviewer.duplicates() if duplicates else []
    left = remaining(reviewer.records.values())
    if format_now() == "json":
        tell_json({"findings": shown, "spelt_two_ways": spelt, "near_duplicates": alike, "remaining": left})
        return
    if format_now() == "github":
        tell_problems((review_text.problem_of(finding) for finding in shown), "warning")
    else:
        for line in review_text.list_lines(shown, beside=beside):
            say(line, quiet=quiet)
        if len(found) > len(shown):
            say(f"\nand {len(found) - len(shown):,} more (--all lists them)", quiet=quiet)
    for line in (
        *review_text.spelling_lines(spelt),
        *review_text.duplicate_lines(alike),
        "",
        *review_text.closing_lines(left, dated=False, changed=False),
    ):
        say(line, quiet=quiet)
