"""newsgen topics, people, places, organizations, sources, authors: one command over six kinds of name; newsgen undo."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from newsgen.archive.model import SINGULAR, Kind
from newsgen.cli.options import add_options, open_project_from_options
from newsgen.cli.output import print_diffs, print_json, print_next_step, print_problems, print_report
from newsgen.desk.journal import plan_undo, write_undo
from newsgen.desk.names import (
    NameCount,
    NamesOfKind,
    Renaming,
    make_article_filter,
    make_period_filter,
    write_renaming,
)
from newsgen.errors import count_noun
from newsgen.loader.names.aliases import REJECTABLE


def make_names_command(kind: Kind) -> click.Group:
    """Make the command for one kind of name."""
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
        names = _read_names(context, kind)
        found = [
            one
            for one in names.count(make_period_filter(period) if period else None)
            if match.casefold() in one.name.casefold() and one.articles >= least
        ]
        if sort == "name":
            found.sort(key=lambda one: (one.name.casefold(), one.name))
        print_json(found)
        print_report(*format_names(found, kind))
        if names.problems:
            print_problems(names.problems, "error")
            sys.exit(1)

    _add_changes(command, kind)
    return command


def _add_changes(command: click.Group, kind: Kind) -> None:
    """Add the commands that change names to the command for a kind."""
    one = SINGULAR[kind]
    an_item = f"{'an' if one[0] in 'aeiou' else 'a'} {one}"

    def add(name: str, text: str, plan: Callable[..., Renaming], *parameters: Callable[..., Any]) -> None:
        """Add a command that changes names; `plan` gets the names and the command's parameters."""

        def change(context: click.Context, dry_run: bool, **given: Any) -> None:
            names = _read_names(context, kind)
            apply_renaming(names, plan(names, **given), dry_run=dry_run)

        callback: Callable[..., Any] = click.pass_context(change)
        for decorate in reversed((*parameters, add_options("diff", "format", "quiet"))):
            callback = decorate(callback)
        command.command(name, help=text)(callback)

    several = (
        click.argument("old", nargs=-1, required=True, metavar="A…"),
        click.argument("into", metavar="B"),
    )
    text = f"Make one {one} of several"
    last = "The last one that you name stays"
    add(
        "rename",
        f"Give {an_item} another name in all records.",
        lambda names, old, new: names.plan([old], new, into=False),
        click.argument("old"),
        click.argument("new"),
    )
    add(
        "join",
        f"{text}, also in later texts.\n\n{last}; names.toml keeps the others as its spellings.",
        lambda names, old, into: names.plan(old, into, into=True, lasting=True),
        *several,
    )
    add(
        "merge",
        f"{text}, in the records only.\n\n{last}.",
        lambda names, old, into: names.plan(old, into, into=True),
        *several,
    )
    add(
        "split",
        f"Give some articles of {an_item} another name.\n\nThe rest keep it. Articles must fit all options.",
        _plan_split,
        click.argument("name"),
        *_SPLIT_OPTIONS,
    )
    if kind in REJECTABLE:
        name = click.argument("name", nargs=-1, required=True)
        add(
            "remove",
            f"Remove {kind} from all records, and ignore them in later texts.",
            lambda names, name: names.plan_removal(name),
            name,
        )
        others = click.Choice([other for other in REJECTABLE if other != kind])
        add(
            "move",
            "Move a name to another kind, also in later texts.",
            lambda names, name, to: names.plan_move(name, to),
            name,
            click.option("--to", type=others, required=True, help="What the name is."),
        )


_SPLIT_OPTIONS = (
    click.option("--into", required=True, metavar="OTHER", help="The new name."),
    click.option(
        "--articles", multiple=True, metavar="PATTERN", help="Those with this in their path or address."
    ),
    click.option("--period", default="", metavar="A..B", help="Those of these years, months or days."),
    click.option(
        "--with",
        "companions",
        multiple=True,
        metavar="NAME",
        help="Those that also have this name, of any kind.",
    ),
)


def _plan_split(
    names: NamesOfKind,
    name: str,
    into: str,
    articles: tuple[str, ...],
    period: str,
    companions: tuple[str, ...],
) -> Renaming:
    if not (articles or period or companions):
        raise click.UsageError("Choose the articles with --articles, --period or --with.")
    is_chosen = make_article_filter(articles, period, companions, names.rules)
    return names.plan([name], into, into=True, is_chosen=is_chosen)


def _read_names(context: click.Context, kind: Kind) -> NamesOfKind:
    return NamesOfKind(open_project_from_options(context.meta["config"]), kind)


def format_names(found: Sequence[NameCount], kind: Kind) -> list[str]:
    """Format one line for each name: number of articles, their years, and how many are inferred."""
    width = max((len(f"{one.articles:,}") for one in found), default=0)
    lines = []
    for one in found:
        span = one.first[:4] if one.first[:4] == one.last[:4] else f"{one.first[:4]}–{one.last[:4]}"
        guess = f", {one.inferred:,} inferred" if one.inferred else ""
        lines.append(f"{one.articles:>{width},}  {one.name}" + (f"  ({span}{guess})" if span else ""))
    return [*lines, count_noun(len(found), SINGULAR[kind], kind)]


def apply_renaming(names: NamesOfKind, planned: Renaming, *, dry_run: bool) -> None:
    """Write the planned changes, or show them with --dry-run; print what was done and what was not, then exit 1."""
    problems = list(planned.problems)
    if not dry_run:
        problems += write_renaming(names.project, planned)
    failed = {problem.file for problem in problems}
    paths = [edit.path for edit in planned.edits if edit.path not in failed]
    found = {"changed": paths, "redirects": planned.moved, "dry_run": dry_run}
    print_json(found | ({"problems": problems} if problems else {}))
    print_diffs(planned.edits if dry_run else [])
    print_report(*format_renaming(planned, paths, dry_run=dry_run))
    if problems:
        print_problems(problems, "error")
        left = "cannot be changed" if dry_run else "not changed"
        print_report(f"{left}: {count_noun(len(failed), 'file')}")
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
def undo_last_command(config: Path | None, dry_run: bool) -> None:
    """Take back the last change of names, answer of a review, correction, withdrawal, import or fix.

    Repeated, it takes back the one before. If one of the files has changed since, nothing is written and the files are
    named.
    """
    project = open_project_from_options(config)
    undoing = plan_undo(project)
    if not dry_run:
        write_undo(project, undoing)
    paths = sorted(edit.path for edit in undoing.edits)
    print_json({"undone": undoing.what, "changed": paths, "dry_run": dry_run})
    print_diffs(undoing.edits if dry_run else [])
    verb = "would undo" if dry_run else "undone"
    print_report(f"{verb}: {undoing.what} ({count_noun(len(paths), 'file')})")
    print_next_step(dry_run=dry_run)


topics = make_names_command("topics")
people = make_names_command("people")
places = make_names_command("places")
organizations = make_names_command("organizations")
sources = make_names_command("sources")
authors = make_names_command("authors")
