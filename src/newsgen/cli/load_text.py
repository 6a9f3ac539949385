"""What `newsgen load` prints: the table of a dry run, warnings, and a report."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

import msgspec

from newsgen.cli.output import is_verbose, print_next_step, print_report
from newsgen.errors import Problem, count_noun
from newsgen.loader.report import PICTURES, LoadReport, PendingRecord
from newsgen.model import Inference, PartialDate

_MOST_CONTAINERS = 10
"""Most files of several articles that have a line each."""
_MOST_ROWS = 20
"""Most records in the table of a dry run."""
_SURE = 0.5
"""Least confidence of a date that is not provisional."""


class DryRunRow(msgspec.Struct, frozen=True):
    """What a record would have."""

    title: str
    date: str
    """The date and how sure it is: 'stated', or a number from 0 to 1; '' without a date."""
    confidence: float | None
    """That of an inferred date; None if it is stated, or there is none."""
    topics: tuple[str, ...]
    names: tuple[str, ...]
    """People, places and organizations."""


def make_dry_run_row(record: PendingRecord) -> DryRunRow:
    """Make the row of a record."""
    front, inferred = record.front, record.front.get("inferred")
    how = inferred.get("date") if isinstance(inferred, dict) else None
    confidence = (how.confidence or 0.0) if isinstance(how, Inference) else None

    def list_names(*fields: str) -> tuple[str, ...]:
        values = [front.get(field) for field in fields]
        return tuple(name for value in values if isinstance(value, list | tuple) for name in value)

    sure = "stated" if confidence is None else confidence
    date = f"{date.iso} ({sure})" if isinstance(date := front.get("date"), PartialDate) else ""
    names = list_names("people", "places", "organizations")
    return DryRunRow(str(front.get("title", "")), date, confidence, list_names("topics"), names)


def format_dry_run_table(rows: Sequence[DryRunRow], *, all_of_them: bool) -> Iterator[str]:
    """Yield the lines of a table of what records would have, and a sum of their dates, topics and names."""
    if not rows:
        return
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


def list_load_warnings(report: LoadReport) -> list[Problem]:
    """List the warnings of a run, and the seeds that changed after their records were made."""
    warnings = list(report.warnings)
    for conflict in report.conflicts:
        message = f"the text changed after {conflict.record} was made from it; the record was not touched"
        remedy = f"compare it with .newsgen/conflicts/{conflict.path}"
        warnings.append(Problem(conflict.seed, 0, 0, message, remedy, "changed-seed"))
    return warnings


def format_unknown_files(report: LoadReport) -> str:
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
            print_report(f"{article.seed} -> {article.path}")
    print_report(*format_containers(report, closing=closing))
    verb = "would make" if dry_run else "made"
    unread, skipped = format_unknown_files(report), []
    if report.unchanged:
        skipped.append(f"{count_noun(report.unchanged, 'seed')} loaded before")
    if report.deleted:
        skipped.append(f"{count_noun(len(report.deleted), 'seed')} whose record was deleted")
    if report.same:
        copies = count_noun(len(report.same), "copy", "copies")
        skipped.append(f"{copies}: {' has the text of '.join(report.same[0])}")
    if report.sections:
        pages = count_noun(len(report.sections), "page")
        skipped.append(f"{pages} of sections, not articles: {report.sections[0]}")
    skipped += [unread] if unread else []
    if closing or report.new:
        print_report(f"{verb} {count_noun(len(report.new), 'record')}")
    if skipped and (closing or is_verbose()):
        print_report(f"skipped: {', '.join(skipped)}")
    elif unread:
        print_report(f"unread: {unread}")
    if closing and not report.problems:
        print_next_step(dry_run=dry_run and bool(report.new))
