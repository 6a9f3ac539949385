"""newsgen topics, people, places, organizations, sources, authors: one command over six kinds of name; newsgen undo."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgen.cli.options import add_options, open_project_from_options
from newsgen.cli.output import (
    count_noun,
    find_output_format,
    print_diff,
    print_json,
    print_next_step,
    print_problems,
    print_report_line,
)

if TYPE_CHECKING:
    from newsgen.archive.model import Kind
    from newsgen.desk.edit import Edit
    from newsgen.desk.names import NameCount, Names, Renaming


ONE = {"people": "person"} | {
    kind: kind[:-1] for kind in ("topics", "places", "organizations", "sources", "authors")
}
"""The singular of each kind."""
REJECTABLE = ("topics", "people", "places", "organizations")
"""Kinds that texts are searched for."""


def make_names_command(kind: Kind) -> click.Group:
    """Make the command for one kind of name."""
    one = ONE[kind]
    article = "an" if one[0] in "aeiou" else "a"
    other = "organizations" if kind != "organizations" else "places"
    verbs = "rename, join, split, move and remove" if kind in REJECTABLE else "rename, join and split"
    removals = (
        f"   newsgen {kind} remove NAME   newsgen {kind} move NAME --to {other}" if kind in REJECTABLE else ""
    )

    @click.group(
        kind,
        invoke_without_command=True,
        help=f"List {kind} with their articles; {verbs} them in all records.\n\n"
        "Records are edited in place: comments, order and spacing stay. Old pages redirect to the new ones. "
        "newsgen undo takes back the last command.",
        epilog=f"Examples: newsgen {kind} --sort name   newsgen {kind} rename OLD NEW --dry-run   "
        f"newsgen {kind} join A B   newsgen {kind} merge A B   "
        f"newsgen {kind} split NAME --into OTHER --period 2019..2021{removals}",
    )
    @add_options("config")
    @click.option("--match", default="", metavar="TEXT", help="Only names that contain this text.")
    @click.option(
        "--least", type=click.IntRange(1), default=1, help="Only names with at least this many articles."
    )
    @click.option("--period", metavar="A..B", help="Count articles of these years, months or days.")
    @click.option(
        "--sort", type=click.Choice(["count", "name"]), default="count", show_default=True, help="Order."
    )
    @add_options("format")
    @click.pass_context
    def command(
        context: click.Context, config: Path | None, match: str, least: int, period: str | None, sort: str
    ) -> None:
        context.meta["config"] = config
        if context.invoked_subcommand is not None:
            return
        from newsgen.desk.names import make_period_filter

        names = _names(context, kind)
        found = [
            one
            for one in names.count(make_period_filter(period) if period else None)
            if match.casefold() in one.name.casefold() and one.articles >= least
        ]
        if sort == "name":
            found.sort(key=lambda one: (one.name.casefold(), one.name))
        if find_output_format() == "json":
            print_json(found)
        for line in format_names(found, kind):
            print_report_line(line)
        if names.problems:
            print_problems(names.problems, "error")
            sys.exit(1)

    @command.command("rename", help=f"Give {article} {one} another name in all records.")
    @click.argument("old")
    @click.argument("new")
    @add_options("diff", "format", "quiet")
    @click.pass_context
    def rename(context: click.Context, old: str, new: str, dry_run: bool) -> None:
        names = _names(context, kind)
        apply_renaming(names, names.plan([old], new, into=False), dry_run=dry_run)

    _add_joins(command, kind)
    _add_split(command, kind, f"{article} {one}")
    if kind in REJECTABLE:
        _add_removals(command, kind)
    return command


def _add_split(command: click.Group, kind: Kind, name: str) -> None:
    """Add the command split to the command for a kind; `name` is its singular with the article."""
    text = f"Give some articles of {name} another name.\n\nThe rest keep it. Articles must fit all options."

    @command.command("split", help=text)
    @click.argument("name")
    @click.option("--into", required=True, metavar="OTHER", help="The new name.")
    @click.option(
        "--articles", multiple=True, metavar="PATTERN", help="Those with this in their path or address."
    )
    @click.option("--period", default="", metavar="A..B", help="Those of these years, months or days.")
    @click.option(
        "--with",
        "companions",
        multiple=True,
        metavar="NAME",
        help="Those that also have this name, of any kind.",
    )
    @add_options("diff", "format", "quiet")
    @click.pass_context
    def split(
        context: click.Context,
        name: str,
        into: str,
        articles: tuple[str, ...],
        period: str,
        companions: tuple[str, ...],
        dry_run: bool,
    ) -> None:
        if not (articles or period or companions):
            raise click.UsageError("Choose the articles with --articles, --period or --with.")
        from newsgen.desk.names import make_article_filter

        names = _names(context, kind)
        is_chosen = make_article_filter(articles, period, companions, names.rules)
        planned = names.plan([name], into, into=True, is_chosen=is_chosen)
        apply_renaming(names, planned, dry_run=dry_run)


def _add_joins(command: click.Group, kind: Kind) -> None:
    """Add the commands join and merge to the command for a kind."""

    def join(context: click.Context, old: tuple[str, ...], into: str, dry_run: bool) -> None:
        names = _names(context, kind)
        lasting = context.command.name == "join"
        apply_renaming(names, names.plan(old, into, into=True, lasting=lasting), dry_run=dry_run)

    text = f"Make one {ONE[kind]} of several"
    last = "The last one that you name stays"
    for name, more in (
        ("join", f", also in later texts.\n\n{last}; names.toml keeps the others as its spellings."),
        ("merge", f", in the records only.\n\n{last}."),
    ):
        joining = add_options("diff", "format", "quiet")(click.pass_context(join))
        joining = click.argument("into", metavar="B")(joining)
        joining = click.argument("old", nargs=-1, required=True, metavar="A…")(joining)
        command.command(name, help=text + more)(joining)


def _add_removals(command: click.Group, kind: Kind) -> None:
    """Add the commands remove and move to the command for a kind that texts are searched for."""

    @command.command("remove", help=f"Remove {kind} from all records, and ignore them in later texts.")
    @click.argument("name", nargs=-1, required=True)
    @add_options("diff", "format", "quiet")
    @click.pass_context
    def remove(context: click.Context, name: tuple[str, ...], dry_run: bool) -> None:
        names = _names(context, kind)
        apply_renaming(names, names.plan_removal(name), dry_run=dry_run)

    others = [other for other in REJECTABLE if other != kind]

    @command.command("move", help="Move a name to another kind, also in later texts.")
    @click.argument("name", nargs=-1, required=True)
    @click.option("--to", type=click.Choice(others), required=True, help="What the name is.")
    @add_options("diff", "format", "quiet")
    @click.pass_context
    def move(context: click.Context, name: tuple[str, ...], to: Kind, dry_run: bool) -> None:
        names = _names(context, kind)
        apply_renaming(names, names.plan_move(name, to), dry_run=dry_run)


def _names(context: click.Context, kind: Kind) -> Names:
    from newsgen.desk.names import Names

    return Names(open_project_from_options(context.meta["config"]), kind)


def format_names(found: Sequence[NameCount], kind: Kind) -> list[str]:
    """Format one line for each name: number of articles, their years, and how many are inferred."""
    width = max((len(f"{one.articles:,}") for one in found), default=0)
    lines = []
    for one in found:
        span = one.first[:4] if one.first[:4] == one.last[:4] else f"{one.first[:4]}–{one.last[:4]}"
        guess = f", {one.inferred:,} inferred" if one.inferred else ""
        lines.append(f"{one.articles:>{width},}  {one.name}" + (f"  ({span}{guess})" if span else ""))
    return [*lines, count_noun(len(found), ONE[kind], kind)]


def apply_renaming(names: Names, planned: Renaming, *, dry_run: bool) -> None:
    """Write the planned changes, or show them with --dry-run; print what was done and what was not, then exit 1."""
    from newsgen.desk.names import write_renaming

    problems = list(planned.problems)
    if not dry_run:
        problems += write_renaming(names.project, planned)
    failed = {problem.file for problem in problems}
    paths = [edit.path for edit in planned.edits if edit.path not in failed]
    if find_output_format() == "json":
        found = {"changed": paths, "redirects": planned.moved, "dry_run": dry_run}
        print_json(found | ({"problems": problems} if problems else {}))
    if dry_run:
        for edit in planned.edits:
            print_report_diff(edit)
    for line in format_renaming(planned, paths, dry_run=dry_run):
        print_report_line(line)
    if problems:
        print_problems(problems, "error")
        left = "cannot be changed" if dry_run else "not changed"
        print_report_line(f"{left}: {count_noun(len(failed), 'file')}")
        sys.exit(1)
    if paths or not dry_run:
        print_next_step(dry_run=dry_run)


def format_renaming(planned: Renaming, paths: Sequence[str], *, dry_run: bool) -> Iterator[str]:
    """Format what a command changed, or would change."""
    records = len(paths) - ("names.toml" in paths)
    olds = ", ".join(planned.old)
    done = {"remove": ("removed", "would remove"), "move": ("moved", "would move")}
    kind, _, action = planned.what.partition(": ")
    verbs = done.get(action.partition(" ")[0], ("changed", "would change"))
    what = f"{olds} → {planned.new}" if planned.new else olds
    yield f"{verbs[dry_run]}: {what} in {count_noun(records, 'record')}"
    if "names.toml" in paths and not dry_run:
        if planned.new in REJECTABLE or not planned.new:
            yield f"names.toml: [reject] keeps the name out of the {kind} of later texts"
        else:
            yield "names.toml: the old name is now a spelling of the new one"
    for old, new in planned.moved.items():
        yield f"address: {old}/ {'would redirect' if dry_run else 'will redirect'} to {new}/"


@click.command("undo", epilog="Examples: newsgen undo --dry-run   newsgen undo")
@add_options("config", "diff", "format", "quiet")
def undo(config: Path | None, dry_run: bool) -> None:
    """Take back the last change of names, answer of a review, correction, withdrawal, import or fix.

    Repeated, it takes back the one before. If one of the files has changed since, nothing is written and the files are
    named.
    """
    from newsgen.desk.journal import plan_undoing, write_undoing

    project = open_project_from_options(config)
    undoing = plan_undoing(project)
    if not dry_run:
        write_undoing(project, undoing)
    paths = sorted(edit.path for edit in undoing.edits)
    if find_output_format() == "json":
        print_json({"undone": undoing.what, "changed": paths, "dry_run": dry_run})
    if dry_run:
        for edit in undoing.edits:
            print_report_diff(edit)
    verb = "would undo" if dry_run else "undone"
    print_report_line(f"{verb}: {undoing.what} ({count_noun(len(paths), 'file')})")
    print_next_step(dry_run=dry_run)


def print_report_diff(edit: Edit) -> None:
    """Print a diff, unless the user asked for JSON."""
    if find_output_format() != "json":
        print_diff(edit)


topics = make_names_command("topics")
people = make_names_command("people")
places = make_names_command("places")
organizations = make_names_command("organizations")
sources = make_names_command("sources")
authors = make_names_command("authors")
