"""newsgen serve."""

from __future__ import annotations

import datetime
from pathlib import Path

import click
import msgspec

from newsgen.cli.options import asked, options, project_from
from newsgen.cli.output import counted, say, tell_problems


@click.command("serve", epilog="Example: newsgen serve --port 8080 --drafts --open")
@options("config", "shown", "as-of")
@click.option(
    "-p",
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="0 takes any free one.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the site in the browser.")
@options("quiet")
def command(
    config: Path | None,
    drafts: bool,
    future: bool,
    as_of: datetime.date | None,
    port: int,
    open_browser: bool,
    quiet: bool,
) -> None:
    """Build the archive into .newsgen/preview and show it on this machine until Ctrl-C.

    The published site/ is not touched, and nobody on the network can reach the preview.
    """
    from newsgen.pipeline.build import run_build
    from newsgen.pipeline.load import run_load
    from newsgen.preview.server import serve

    project = project_from(config)
    wanted = asked(project, as_of, drafts=drafts, future=future)
    run_load(project, wanted)
    paths = msgspec.structs.replace(project.settings.paths, output=".newsgen/preview")
    site = msgspec.structs.replace(project.settings.site, url="")
    preview = msgspec.structs.replace(
        project, settings=msgspec.structs.replace(project.settings, paths=paths, site=site)
    )
    # What is shown here is not published: no address of it may be remembered.
    report = run_build(preview, msgspec.structs.replace(wanted, locked=True))
    tell_problems(report.warnings, "warning")

    def started(address: str) -> None:
        say(f"serving {counted(report.articles, 'article')} at {address} (Ctrl-C ends)", quiet=quiet)
        if open_browser:
            click.launch(address)

    serve(preview.output, port, started)
