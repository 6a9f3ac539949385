"""newsgen topics, people, places, organizations, sources, authors: one command over six kinds of name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgen.cli.options import add_options, open_project_from_options
from newsgen.cli.output import count_noun, find_output_format, print_diff, print_json, print_report_line

if TYPE_CHECKING:
    from newsgen.archive.model import Kind
    from newsgen.desk.names import NameCount, Names, Renaming


ONE = {"people": "person"} | {
    kind: kind[:-1] for kind in ("topics", "places", "organizations", "sources", "authors")
}
"""The singular of each kind."""


def make_names_command(kind: Kind) -> click.Group:
    """Make the command for one kind of name."""
    one = ONE[kind]
    article = "an" if one[0] in "aeiou" else "a"

    @click.group(
        kind,
        invoke_without_command=True,
        help=f"List {kind} with their articles; rename, merge and split them in all records.\n\n"
        "Records are edited in place: comments, order and spacing stay. Old pages redirect to the new ones.",
        epilog=f"Examples: newsgen {kind} --sort name   newsgen {kind} rename OLD NEW --dry-run   "
        f"newsgen {kind} merge A B INTO   newsgen {kind} split NAME --into OTHER --period 2019..2021",
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

    @command.command("rename", help=f"Give {article} {one} another name in all records.")
    @click.argument("old")
    @click.argument("new")
    @add_options("diff", "format", "quiet")
    @click.pass_context
    def rename(context: click.Context, old: str, new: str, dry_run: bool, quiet: bool) -> None:
        names = _names(context, kind)
        apply_renaming(names, names.plan([old], new, into=False), dry_run=dry_run, quiet=quiet)

    @command.command("merge", help=f"Join several into one {one}: INTO, which may exist or not.")
    @click.argument("old", nargs=-1, required=True, metavar="A B…")
    @click.argument("into")
    @add_options("diff", "format", "quiet")
    @click.pass_context
    def merge(context: click.Context, old: tuple[str, ...], into: str, dry_run: bool, quiet: bool) -> None:
        names = _names(context, kind)
        apply_renaming(names, names.plan(old, into, into=True), dry_run=dry_run, quiet=quiet)

    text = f"Give some articles of {article} {one} another name; the rest keep it. Articles that fit all options are taken."

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
        quiet: bool,
    ) -> None:
        if not (articles or period or companions):
            raise click.UsageError("Choose the articles with --articles, --period or --with.")
        from newsgen.desk.names import make_article_filter

        names = _names(context, kind)
        is_chosen = make_article_filter(articles, period, companions, names.rules)
        planned = names.plan([name], into, into=True, is_chosen=is_chosen)
        apply_renaming(names, planned, dry_run=dry_run, quiet=quiet)

    return command


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


def apply_renaming(names: Names, planned: Renaming, *, dry_run: bool, quiet: bool) -> None:
    """Write the planned changes, or show them with --dry-run, and print a summary."""
    from newsgen.desk.names import write_renaming

    if not dry_run:
        write_renaming(names.project, planned)
    paths = [edit.path for edit in planned.edits]
    if find_output_format() == "json":
        print_json({"changed": paths, "redirects": planned.moved, "dry_run": dry_run})
        return
    if dry_run:
        for edit in planned.edits:
            print_diff(edit)
    records = len(paths) - ("names.toml" in paths)
    what = f"{', '.join(planned.old)} → {planned.new} in {count_noun(records, 'record')}"
    print_report_line(f"{'would change' if dry_run else 'changed'}: {what}", quiet=quiet)
    if "names.toml" in paths and not dry_run:
        print_report_line("names.toml: the old name is now a spelling of the new one", quiet=quiet)
    for old, new in planned.moved.items():
        print_report_line(
            f"address: {old}/ {'would redirect' if dry_run else 'will redirect'} to {new}/", quiet=quiet
        )
    print_report_line(f"next: {'the same without --dry-run' if dry_run else 'newsgen build'}", quiet=quiet)


topics = make_names_command("topics")
people = make_names_command("people")
places = make_names_command("places")
organizations = make_names_command("organizations")
sources = make_names_command("sources")
authors = make_names_command("authors")
