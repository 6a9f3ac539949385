"""Options that several commands share, and the values that commands make of them."""

from __future__ import annotations

import datetime
import os
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from newsgen.dates import find_zone
from newsgen.errors import Problem, SettingsError
from newsgen.model import PartialDate
from newsgen.pipeline.project import (
    Project,
    choose_root,
    open_project,
    override_settings,
    require_archive,
    require_output_inside,
)
from newsgen.pipeline.report import RunOptions
from newsgen.record.store import OpenExecutor
from newsgen.settings.values import Settings

if TYPE_CHECKING:
    from concurrent.futures import Executor


class DateOption(click.ParamType[datetime.date, str]):
    """A day, or an instant, which becomes a datetime."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime.date:
        """Read ISO 8601; refuse anything else with a message."""
        if isinstance(value, datetime.date):
            return value
        try:
            if len(value) > len("YYYY-MM-DD"):
                return datetime.datetime.fromisoformat(value)
            return datetime.date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day; write YYYY-MM-DD or YYYY-MM-DDTHH:MM", param, ctx)


def _note_option(ctx: click.Context, param: click.Parameter, value: object) -> None:
    """Keep how to report where `newsgen.cli.output` finds it."""
    ctx.meta[str(param.name)] = value


def connect_to_dask_later(
    _context: click.Context, _option: click.Parameter, value: str | None
) -> OpenExecutor | None:
    """Return a function that opens the cluster that --executor names; None if it names none."""
    if value is None:
        return None
    if not re.fullmatch(r"dask://(?:[\w.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}", value, re.ASCII):
        raise click.BadParameter(f"{value!r} is not the address of a cluster; write dask://HOST:PORT")

    def open_executor() -> AbstractContextManager[Executor]:
        from newsgen.builder.workers import SCHEME, connect_to_dask

        return connect_to_dask(value.removeprefix(SCHEME))

    return open_executor


Command = TypeVar("Command", bound=Callable[..., Any])
_PATH = click.Path(path_type=Path)
_NOW = "Use this day, or instant, as now: later articles are held back, and no date is inferred after it."
_SPAN = "Span of the articles, e.g. 2004..2008; it gives dates without a year their year."
_JOBS = "Processes that render; by default as many as the machine has cores."
_REPORTING: Any = {"is_flag": True, "expose_value": False, "callback": _note_option}
_OPTIONS: dict[str, Callable[[Any], Any]] = {
    "config": click.option("-c", "--config", type=_PATH, help="Settings file; its folder is the archive."),
    "as-of": click.option("--as-of", type=DateOption(), metavar="YYYY-MM-DD[THH:MM]", help=_NOW),
    "period": click.option("--period", metavar="A..B", help=_SPAN),
    "format": click.option(
        "--format",
        type=click.Choice(["text", "json", "github"]),
        default="text",
        show_default=True,
        expose_value=False,
        callback=_note_option,
        help="How to report.",
    ),
    "diff": click.option("--dry-run", is_flag=True, help="Show what would change as a diff; write nothing."),
    "quiet": click.option("-q", "--quiet", help="Print errors only.", **_REPORTING),
    "verbose": click.option(
        "-v", "--verbose", help="Print each file, and the time of each step.", **_REPORTING
    ),
    "site-url": click.option(
        "--site-url", metavar="URL", help="Address at which the site will be published."
    ),
    "output": click.option("-o", "--output", type=_PATH, help="Folder to build into."),
    "drafts": click.option("--drafts", is_flag=True, help="Show drafts too."),
    "future": click.option("--future", is_flag=True, help="Show articles whose date is in the future."),
    "jobs": click.option("-j", "--jobs", type=click.IntRange(1, 256), help=_JOBS),
    "executor": click.option(
        "--executor",
        metavar="ADDRESS",
        callback=connect_to_dask_later,
        help="An existing Dask cluster that renders, dask://HOST:PORT; see docs/scale.md.",
    ),
}


def add_options(*names: str) -> Callable[[Command], Command]:
    """Return a decorator that gives a command these shared options; --help lists them in this order."""

    def add(command: Command) -> Command:
        for name in reversed(names):
            command = _OPTIONS[name](command)
        return command

    return add


def find_user_cache(archive: Path) -> Path | None:
    """Find the platform's folder for this user's caches; None without a home, or in the archive: its code would be executed."""
    base = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    try:
        home = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    except RuntimeError:
        home = None
    folder = Path(base) if Path(base).is_absolute() else home
    if folder is None or (folder / "newsgen").resolve().is_relative_to(archive.resolve()):
        return None
    return folder / "newsgen"


def make_run_options(project: Project, as_of: datetime.date | None = None, **flags: Any) -> RunOptions:
    """Make the options of a run, as of now or of the day or instant that --as-of names; `flags` are other fields of `RunOptions`.

    A day means its end; an instant without an offset is in the archive's time zone.
    """
    if as_of is not None and not isinstance(as_of, datetime.datetime):
        return RunOptions(as_of, None, user_cache=find_user_cache(project.root), **flags)
    zone = find_zone(project.settings.site.timezone)
    moment = as_of or read_system_clock()
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    day = moment.astimezone(zone).date()
    return RunOptions(day, moment, user_cache=find_user_cache(project.root), **flags)


def open_project_from_options(
    config: Path | None,
    *,
    site_url: str | None = None,
    output: Path | None = None,
    period: str | None = None,
    anywhere: bool = False,
) -> Project:
    """Find the archive that the working directory is in, or that --config names, with the command line's settings.

    Without `site.url` in the settings, the address that GitHub Actions gives (see `find_github_pages_url`) is used. A folder
    without an archive is refused unless the command works `anywhere`.
    """
    context = click.get_current_context(silent=True)
    meta = context.meta if context else {}
    start = choose_root(Path.cwd())
    meta["root"] = (config.parent if config else start).resolve()
    try:
        project = open_project(start, config)
    except SettingsError as error:  # read the texts too, to report all errors at once
        from newsgen.pipeline.problems import find_problems_of_records_and_seeds

        others = find_problems_of_records_and_seeds(Project(meta["root"], Settings()))
        raise SettingsError([*error.problems, *others]) from None
    if not anywhere:
        require_archive(project)
    address = site_url or project.settings.site.url or find_github_pages_url(os.environ)
    changes: dict[str, dict[str, str]] = {"site": {"url": address}}
    if output is not None:
        changes["paths"] = {"output": str(output.absolute())}
    else:
        require_output_inside(project)
    if period is not None:
        changes["loader"] = {"period": period}
    return override_settings(project, changes)


def count_jobs(jobs: int | None = None) -> int:
    """Return the number of processes that --jobs asks for; one for each core without it."""
    return jobs or os.cpu_count() or 1


def find_github_pages_url(environment: Mapping[str, str]) -> str:
    """Return the address of the repository's GitHub Pages site inside GitHub Actions; '' elsewhere.

    The repository OWNER.github.io is published at the root, any other one under its name. A custom domain is not known
    here: set site.url for it.
    """
    owner, _, name = environment.get("GITHUB_REPOSITORY", "").partition("/")
    if environment.get("GITHUB_ACTIONS") != "true" or not name:
        return ""
    host = f"{owner.lower()}.github.io"
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"


def read_system_clock() -> datetime.datetime:
    """Read the clock; the one place where the program does."""
    return datetime.datetime.now(datetime.UTC)


def current_day(zone: str = "UTC") -> datetime.date:
    """Return today in a time zone (not the machine's own, so that it is the same day at home and in CI)."""
    return read_system_clock().astimezone(find_zone(zone)).date()


def parse_date_option(text: str, expected: str) -> PartialDate:
    """Read the date that --date gives.

    Raises:
        SettingsError: it is no date; `expected` says what to write.
    """
    try:
        return PartialDate.parse(text)
    except ValueError as error:
        raise SettingsError(Problem("", 0, 0, f"--date {error}", expected)) from None
