"""What newsgen topics, people and the like say: lists with counts, and what a renaming does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from newsgen.cli.output import counted, format_now, say, tell_json

if TYPE_CHECKING:
    from newsgen.archive.model import Kind
    from newsgen.desk.names import Listed, Names, Renaming


ONE = {"people": "person"} | {
    kind: kind[:-1] for kind in ("topics", "places", "organizations", "sources", "authors")
}
"""What one of them is called."""


def list_lines(found: Sequence[Listed], kind: Kind) -> list[str]:
    """One line for each name: its articles, the years that they span, and how many nobody has confirmed."""
    width = max((len(f"{one.articles:,}") for one in found), default=0)
    lines = []
    for one in found:
        span = one.first[:4] if one.first[:4] == one.last[:4] else f"{one.first[:4]}–{one.last[:4]}"
        guess = f", {one.inferred:,} inferred" if one.inferred else ""
        lines.append(f"{one.articles:>{width},}  {one.name}" + (f"  ({span}{guess})" if span else ""))
    return [*lines, counted(len(found), ONE[kind], kind)]


def finish(names: Names, planned: Renaming, *, dry_run: bool, quiet: bool) -> None:
    """Show the plan or carry it out, and say what it did."""
    from newsgen.cli.diffs import diff_lines
    from newsgen.desk.names import perform

    if not dry_run:
        perform(names.project, planned)
    paths = [change.path for change in planned.changes]
    if format_now() == "json":
        tell_json({"changed": paths, "redirects": planned.moved, "dry_run": dry_run})
        return
    if dry_run:
        for change in planned.changes:
            for line in diff_lines(change.path, change.before, change.after):
                click.echo(line, nl=False)
    records = len(paths) - ("names.toml" in paths)
    what = f"{', '.join(planned.old)} → {planned.new} in {counted(records, 'record')}"
    say(f"{'would change' if dry_run else 'changed'}: {what}", quiet=quiet)
    if "names.toml" in paths and not dry_run:
        say("names.toml: the old name is a spelling of the new one now", quiet=quiet)
    for old, new in planned.moved.items():
        say(f"address: {old}/ {'would lead' if dry_run else 'will lead'} to {new}/", quiet=quiet)
    say(f"next: {'the same without --dry-run' if dry_run else 'newsgen build'}", quiet=quiet)
