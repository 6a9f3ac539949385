"""newsgen check."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from newsgen.cli.options import asked, options, project_from
from newsgen.cli.output import counted, format_now, say, tell_json, tell_problems


@click.command("check", epilog="Example: newsgen check --format github")
@options("config", "format", "quiet")
def command(config: Path | None, quiet: bool) -> None:
    """Look through the built site and say what would embarrass; exit 1 if there is anything."""
    from newsgen.errors import Problem, RefusedError
    from newsgen.pipeline.check import run_checks

    project = project_from(config)
    findings = run_checks(project, asked(project))
    if findings is None:
        folder = project.settings.paths.output
        raise RefusedError(Problem(folder, 0, 0, "there is no site to check", "run: newsgen build"))
    if format_now() == "json":
        tell_json(findings)
    else:
        tell_problems(findings, "error")
    say(f"checked: {counted(len(findings), 'finding')}", quiet=quiet)
    sys.exit(1 if findings else 0)
