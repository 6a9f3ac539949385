"""newsgen review."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

import click

from newsgen.cli.options import add_options, open_project_from_options
from newsgen.cli.output import find_output_format, is_quiet, print_json, print_problems, print_report
from newsgen.cli.review_text import (
    format_decisions,
    format_duplicates,
    format_inferred_fields,
    format_outdated_names,
    format_people_variants,
    format_record_changes,
    format_remaining,
    inferred_field_to_problem,
)
from newsgen.desk.articles import find_article
from newsgen.desk.edit import FieldValue, parse_field_assignments
from newsgen.desk.inferred_fields import (
    InferredField,
    count_remaining,
    find_near_duplicates,
    list_inferred_fields,
)
from newsgen.desk.name_variants import find_outdated_names, find_people_variants
from newsgen.desk.review import Reviewer
from newsgen.errors import Problem, SettingsError
from newsgen.pipeline.project import read_archive_aliases
from newsgen.record.keys import FIELDS

LIMIT = 20
"""Findings, or decisions, that are listed by default."""


@click.command(
    "review",
    epilog="Examples: newsgen review --field date   newsgen review 2023/11/22/slug.html --set date=2023-11-21",
)
@click.argument("article", required=False)
@add_options("config")
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
@click.option("--field", default="", metavar="FIELD", help="Show only this field, e.g. date.")
@click.option("--limit", type=click.IntRange(1), help=f"How many to list; {LIMIT} by default.")
@click.option("--all", "everything", is_flag=True, help="List all.")
@click.option("--list", "plain", is_flag=True, help="List, also on a terminal.")
@click.option("--duplicates", is_flag=True, help="Compare the texts of all articles too.")
@add_options("format", "quiet")
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
) -> None:
    """Go through what was inferred, least sure first; accept or correct it.

    On a terminal it asks: about a name once for all of its articles, about dates and rare names a screen at a time, and
    about the rest once for each text. newsgen undo takes back the last answer. Elsewhere, and with --list, --all,
    --limit and --duplicates, the findings are listed. ARTICLE is a path, an address such as 2023/11/22/slug.html, or a
    part of one that no other article has: its findings alone. Accepting removes the field's lines under `inferred` and
    touches nothing else in the file.
    """
    if (accept or assigned) and not article:
        raise click.UsageError("--accept and --set need the ARTICLE that they are for.")
    answers = parse_field_assignments(assigned)
    project = open_project_from_options(config)
    reviewer = Reviewer(project)
    print_problems(reviewer.problems, "error")
    if article:
        records = list(reviewer.records.values())
        record = find_article(project, records, article, reviewer.rules)
        if accept or answers:
            _amend(reviewer, record.path, accept, answers)
            return
        found = list_inferred_fields([record], field)
        _list(reviewer, found, len(found), with_context=True)
        sys.exit(1 if reviewer.problems else 0)
    found = list_inferred_fields(reviewer.records.values(), field)
    _check_field(reviewer, field, found)
    listing = plain or everything or limit or duplicates or is_quiet() or find_output_format() != "text"
    if not listing and sys.stdin.isatty() and sys.stdout.isatty():
        from newsgen.cli.review_ask import ask_about_decisions

        ask_about_decisions(reviewer, field)
        return
    most = len(found) if everything or (find_output_format() == "json" and limit is None) else limit or LIMIT
    if find_output_format() == "text":
        _print_decisions(reviewer, field, most)
        found = []
    _list(reviewer, found, most, names=field in ("", "people"), duplicates=duplicates)
    sys.exit(1 if reviewer.problems else 0)


def _check_field(reviewer: Reviewer, field: str, found: list[InferredField]) -> None:
    """Refuse a --field that records do not have."""
    if not field or found or field in (*FIELDS, "quotations", "headings"):
        return
    near = difflib.get_close_matches(field, FIELDS, 1)
    hint = f'did you mean "{near[0]}"?' if near else "write e.g. date, topics or people"
    raise SettingsError(Problem("", 0, 0, f'--field "{field}" is not a field', hint))


def _amend(reviewer: Reviewer, path: str, accept: tuple[str, ...], answers: dict[str, FieldValue]) -> None:
    """Write the answers of the command line, and print what changed."""
    fields = tuple(reviewer.records[path].inferred) if "all" in accept else tuple(dict.fromkeys(accept))
    done = reviewer.answer(path, fields, answers)
    left = count_remaining(reviewer.records.values())
    print_json({"done": done, "remaining": left})
    if not done.accepted and not done.set:
        print_report(f"{path}: nothing is left to accept")
    remaining = format_remaining(left, dated=done.dated, changed=bool(done.accepted or done.set))
    print_report(*format_record_changes(done), *remaining, styled=True)


def _print_decisions(reviewer: Reviewer, field: str, most: int) -> None:
    """Print what is to be decided, a name once for all of its articles; spellings are listed at the end."""
    decisions = [one for one in reviewer.list_decisions(field) if one.kind != "spelling"]
    quoted = ((one, list(reviewer.quote(one.findings))) for one in decisions[:most])
    print_report(*format_decisions(quoted), styled=True)
    if len(decisions) > most:
        print_report(f"\nand {len(decisions) - most:,} more (--all lists them)", styled=True)


def _list(
    reviewer: Reviewer,
    found: list[InferredField],
    most: int,
    *,
    names: bool = False,
    duplicates: bool = False,
    with_context: bool = False,
) -> None:
    """Print findings as text, JSON or annotations."""
    shown = list(reviewer.quote(found[:most]))
    records = list(reviewer.records.values())
    spelt = find_people_variants(records, reviewer.aliases) if names else []
    again = find_outdated_names(records, read_archive_aliases(reviewer.project), spelt) if names else []
    alike = find_near_duplicates(reviewer.project.root, records) if duplicates else []
    left = count_remaining(records)
    names_found = {"spelt_two_ways": spelt, "settled_otherwise": again}
    print_json({"findings": shown, **names_found, "near_duplicates": alike, "remaining": left})
    if find_output_format() == "github":
        print_problems((inferred_field_to_problem(finding) for finding in shown), "warning")
    else:
        print_report(*format_inferred_fields(shown, with_context=with_context), styled=True)
        if len(found) > len(shown):
            print_report(f"\nand {len(found) - len(shown):,} more (--all lists them)", styled=True)
    print_report(
        *format_people_variants(spelt),
        *format_outdated_names(again),
        *format_duplicates(alike),
        "",
        *format_remaining(left, dated=False, changed=False),
        styled=True,
    )
