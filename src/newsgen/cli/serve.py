"""newsgen serve."""

from __future__ import annotations

import asyncio
import datetime
import gc
import secrets
from contextlib import suppress
from functools import partial
from pathlib import Path

import click
import msgspec

from newsgen.builder.build import make_worker_opener
from newsgen.cli.options import add_options, count_jobs, make_run_options, open_project_from_options
from newsgen.cli.output import is_quiet, print_problems_by_kind, print_report
from newsgen.errors import count_noun
from newsgen.pipeline.project import Project
from newsgen.preview.rebuild import BuildResult, PreviewSource, load_and_build_once
from newsgen.preview.server import bind_port, serve_until_interrupted

_COLLECT = 50_000
"""As in `main`: this process lives on, and requests leave cycles."""


@click.command("serve", epilog="Examples: newsgen serve   newsgen serve --port 8080 --drafts --open")
@add_options("config", "drafts", "future", "as-of")
@click.option(
    "-p",
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The first port to try; 0 takes any free one.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the site in the browser.")
@add_options("quiet")
def command(
    config: Path | None,
    drafts: bool,
    future: bool,
    as_of: datetime.date | None,
    port: int,
    open_browser: bool,
) -> None:
    """Show the archive on this machine, and each change as soon as it is saved, until Ctrl-C.

    The preview is built into .newsgen/preview: the published site/ is not touched, and nobody on the network can reach
    it. Errors are shown on top of the page, and here, until they are fixed.
    """

    def reopen() -> Project:
        return _choose_preview_folder(open_project_from_options(config))

    quiet = is_quiet()  # the loader runs in a thread, where click does not know the command

    def print_made(path: str) -> None:
        if not quiet:
            print_report(f"made {path}")

    def print_build(built: BuildResult) -> None:
        print_problems_by_kind(built.problems, "error")
        if built.report is not None:
            changed = built.report.written + built.report.removed
            said = f"rebuilt: {count_noun(changed, 'file')} changed"
            print_report(said if not built.problems else f"{said}, with errors")

    ask = partial(make_run_options, as_of=as_of, drafts=drafts, future=future)
    source = PreviewSource(reopen, ask, make_worker_opener(count_jobs()), print_made)
    gc.set_threshold(_COLLECT)
    reopen()  # without settings there is nothing to watch
    listener = bind_port(port)
    first = load_and_build_once(source, None, plan=False)
    print_problems_by_kind(first.problems, "error")
    if first.report:
        print_problems_by_kind(first.report.warnings, "warning")

    def started(address: str) -> None:
        bound = listener.getsockname()[1]
        if port not in (0, bound):
            print_report(f"port {port} is taken, so this is {bound}")
        what = count_noun(first.report.articles, "article") if first.report else "nothing yet"
        print_report(f"serving {what} at {address} (Ctrl-C ends)")
        print_report(f"review what was inferred at {address}_review")
        if open_browser:
            click.launch(address)

    works = msgspec.structs.replace(source, workers=make_worker_opener(count_jobs(), fork=False))
    era, token = secrets.token_hex(8), secrets.token_urlsafe(32)
    with suppress(KeyboardInterrupt):  # Ctrl-C is the normal way to end
        asyncio.run(
            serve_until_interrupted(
                works, first, listener, era=era, token=token, started=started, on_build=print_build
            )
        )


def _choose_preview_folder(project: Project) -> Project:
    """Give the preview an output folder of its own and no public address."""
    paths = msgspec.structs.replace(project.settings.paths, output=".newsgen/preview")
    site = msgspec.structs.replace(project.settings.site, url="")
    settings = msgspec.structs.replace(project.settings, paths=paths, site=site)
    return msgspec.structs.replace(project, settings=settings)
