"""Options that several commands share, and what becomes of them."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from newsgen.cli.executors import checked_cluster
from newsgen.cli.github import github_address
from newsgen.cli.moments import Day, now
from newsgen.pipeline.project import Project

if TYPE_CHECKING:
    from newsgen.pipeline.report import Options

Command = TypeVar("Command", bound=Callable[..., Any])


def _config(command: Command) -> Command:
    return click.option(
        "-c", "--config", type=click.Path(path_type=Path), help="Settings file; its folder is the archive."
    )(command)


def _as_of(command: Command) -> Command:
    text = "Take this day, or instant, for now: later articles wait, and no date is inferred after it."
    return click.option("--as-of", type=Day(instants=True), metavar="YYYY-MM-DD[THH:MM]", help=text)(command)


def _period(command: Command) -> Command:
    text = "Span of the articles, e.g. 2004..2008, by which dates without a year are dated."
    return click.option("--period", metavar="A..B", help=text)(command)


def _note_format(ctx: click.Context, _param: click.Parameter, value: str) -> None:
    ctx.meta["format"] = value


def _format(command: Command) -> Command:
    choice = click.Choice(["text", "json", "github"])
    return click.option(
        "--format",
        type=choice,
        default="text",
        show_default=True,
        expose_value=False,
        callback=_note_format,
        help="How to report.",
    )(command)


def _quiet(command: Command) -> Command:
    return click.option("-q", "--quiet", is_flag=True, help="Print warnings and errors only.")(command)


def _verbose(command: Command) -> Command:
    return click.option("-v", "--verbose", is_flag=True, help="Name each file.")(command)


def _site(command: Command) -> Command:
    address = click.option("--site-url", metavar="URL", help="Address at which the site will stand.")
    output = click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder to build into.")
    return address(output(command))


def _shown(command: Command) -> Command:
    drafts = click.option("--drafts", is_flag=True, help="Show drafts too.")
    future = click.option("--future", is_flag=True, help="Show articles whose day has not come.")
    return drafts(future(command))


def _jobs(command: Command) -> Command:
    text = "Processes that render; by default as many as the machine has cores."
    return click.option("-j", "--jobs", type=click.IntRange(1, 256), help=text)(command)


def _executor(command: Command) -> Command:
    text = "An existing Dask cluster that renders, dask://HOST:PORT; see docs/scale.md."
    return click.option("--executor", metavar="ADDRESS", callback=checked_cluster, help=text)(command)


_OPTIONS = {
    "config": _config,
    "as-of": _as_of,
    "period": _period,
    "format": _format,
    "quiet": _quiet,
    "verbose": _verbose,
    "site": _site,
    "shown": _shown,
    "jobs": _jobs,
    "executor": _executor,
}


def options(*names: str) -> Callable[[Command], Command]:
    """Give a command the shared options of these names, listed in --help in this order."""

    def add(command: Command) -> Command:
        for name in reversed(names):
            command = _OPTIONS[name](command)
        return command

    return add


def asked(project: Project, as_of: datetime.date | None = None, **flags: bool) -> Options:
    """What a run is asked, as of now or of the day or instant that --as-of names.

    Args:
        project: whose time zone counts.
        as_of: a day stands for its end; an instant without an offset is one of the archive's zone.
        flags: fields of `Options`.
    """
    from newsgen.pipeline.report import Options
    from newsgen.zones import zone_of

    if as_of is not None and not isinstance(as_of, datetime.datetime):
        return Options(as_of, None, **flags)
    zone = zone_of(project.settings.site.timezone)
    moment = as_of or now()
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return Options(moment.astimezone(zone).date(), moment, **flags)


def project_from(
    config: Path | None,
    *,
    site_url: str | None = None,
    output: Path | None = None,
    period: str | None = None,
    anywhere: bool = False,
) -> Project:
    """Open the archive in the working directory, or the one that --config names, with what the command line changes.

    Without an address in the settings, the one that GitHub Actions gives (see `github_address`) is taken. A folder
    that holds no archive will do only for a command that works `anywhere`.

    Raises:
        SettingsError: the settings or the options are wrong.
    """
    from newsgen.errors import SettingsError
    from newsgen.pipeline.project import open_project, require_archive, with_settings

    context = click.get_current_context(silent=True)
    meta = context.meta if context else {}
    meta["root"] = (config.parent if config else Path.cwd()).resolve()
    try:
        project = open_project(Path.cwd(), config)
    except SettingsError as error:  # the texts are read all the same, to tell everything at once
        from newsgen.config import Settings
        from newsgen.pipeline.faults import problems_of

        raise SettingsError([*error.problems, *problems_of(Project(meta["root"], Settings()))]) from None
    if not anywhere:
        require_archive(project)
    address = site_url or project.settings.site.url or github_address(os.environ)
    changes: dict[str, dict[str, str]] = {"site": {"url": address}}
    if output is not None:
        changes["paths"] = {"output": str(output.absolute())}
    if period is not None:
        changes["loader"] = {"period": period}
    return with_settings(project, changes)
