"""newsgen topics, people, places, organizations, sources, authors: one command over six kinds of name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsgen.cli.names_chosen import chosen_by, within
from newsgen.cli.names_text import finish, list_lines
from newsgen.cli.options import options, project_from
from newsgen.cli.output import format_now, say, tell_json

if TYPE_CHECKING:
    from newsgen.archive.model import Kind
    from newsgen.desk.names import Names

_ONE = {"people": "person", "places": "place", "organizations": "organization"}


def command_for(kind: Kind) -> click.Group:
    """Make the command of one kind of name."""
    one = _ONE.get(kind, kind.removesuffix("s"))
    listing = _listing(kind)
    listing.epilog = (
        f"Examples: newsgen {kind} --sort name   newsgen {kind} rename OLD NEW --dry-run   "
        f"newsgen {kind} merge A B INTO   newsgen {kind} split NAME --into OTHER --period 2019..2021"
    )
    listing.help = (
        f"List {kind} with their articles; rename, merge and split them in all records.\n\n"
        "Records are edited in place: comments, order and spacing stay. Old pages lead to the new ones."
    )
    for make in (_rename, _merge, _split):
        listing.add_command(make(kind, one))
    return listing


def _listing(kind: Kind) -> click.Group:
    @click.group(kind, invoke_without_command=True)
    @options("config")
    @click.option("--match", default="", metavar="TEXT", help="Only names that hold this text.")
    @click.option(
        "--least", type=click.IntRange(1), default=1, help="Only names of so many articles at least."
    )
    @click.option("--period", metavar="A..B", help="Count articles of these years, months or days.")
    @click.option(
        "--sort", type=click.Choice(["count", "name"]), default="count", show_default=True, help="Order."
    )
    @options("format")
    @click.pass_context
    def command(
        context: click.Context, config: Path | None, match: str, least: int, period: str | None, sort: str
    ) -> None:
        context.meta["config"] = config
        if context.invoked_subcommand is not None:
            return
        names = _names(context, kind)
        found = [
            one
            for one in names.listed(within(period) if period else None)
            if match.casefold() in one.name.casefold() and one.articles >= least
        ]
        if sort == "name":
            found.sort(key=lambda one: (one.name.casefold(), one.name))
        if format_now() == "json":
            tell_json(found)
        for line in list_lines(found, kind):
            say(line)

    return command


def _rename(kind: Kind, one: str) -> click.Command:
    @click.command("rename", help=f"Give a {one} another name in all records.")
    @click.argument("old")
    @click.argument("new")
    @_writing
    def rename(context: click.Context, old: str, new: str, dry_run: bool, quiet: bool) -> None:
        names = _names(context, kind)
        finish(names, names.plan([old], new, into=False), dry_run=dry_run, quiet=quiet)

    return rename


def _merge(kind: Kind, one: str) -> click.Command:
    @click.command("merge", help=f"Make one {one} of several: INTO, there or not.")
    @click.argument("old", nargs=-1, required=True, metavar="A B…")
    @click.argument("into")
    @_writing
    def merge(context: click.Context, old: tuple[str, ...], into: str, dry_run: bool, quiet: bool) -> None:
        names = _names(context, kind)
        finish(names, names.plan(old, into, into=True), dry_run=dry_run, quiet=quiet)

    return merge


def _split(kind: Kind, one: str) -> click.Command:
    text = f"Give some articles of a {one} another name; the rest keep it. Articles that fit all options are taken."

    @click.command("split", help=text)
    @click.argument("name")
    @click.option("--into", required=True, metavar="OTHER", help="The name that they get.")
    @click.option(
        "--articles", multiple=True, metavar="PATTERN", help="Those with this in their path or address."
    )
    @click.option("--period", metavar="A..B", help="Those of these years, months or days.")
    @click.option(
        "--with", "beside", multiple=True, metavar="NAME", help="Those that bear this name, of any kind, too."
    )
    @_writing
    def split(
        context: click.Context,
        name: str,
        into: str,
        articles: tuple[str, ...],
        period: str | None,
        beside: tuple[str, ...],
        dry_run: bool,
        quiet: bool,
    ) -> None:
        if not (articles or period or beside):
            raise click.UsageError("Say which articles: --articles, --period or --with.")
        names = _names(context, kind)
        planned = names.plan([name], into, into=True, chosen=chosen_by(articles, period, beside))
        finish(names, planned, dry_run=dry_run, quiet=quiet)

    return split


def _writing(function: Callable[..., None]) -> Callable[..., Any]:
    """The options of all commands that write."""
    dry = click.option("--dry-run", is_flag=True, help="Show what would change as a diff; write nothing.")
    return dry(options("format", "quiet")(click.pass_context(function)))


def _names(context: click.Context, kind: Kind) -> Names:
    from newsgen.desk.names import Names

    return Names(project_from(context.meta["config"]), kind)
