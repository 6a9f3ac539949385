"""The progress bar: on a terminal after a second, nowhere else."""

from __future__ import annotations

import subprocess
import sys

import pexpect
import pytest

CODE = """
import signal
import click
from newsgen.cli.output import progress_bar
context = click.Context(click.Command("load"))
context.meta["quiet"] = {quiet}
with context, progress_bar("loading") as show:
    if show is None:
        raise SystemExit("silent")
    {report}
    signal.pause()  # until the bar was drawn
"""


def run_on_terminal(report: str, quiet: bool = False) -> str:
    child = pexpect.spawn(
        sys.executable,
        ["-c", CODE.format(quiet=quiet, report=report)],
        dimensions=(24, 100),
        encoding="utf-8",
    )
    child.expect(pexpect.EOF, timeout=60)
    return str(child.before)


@pytest.mark.parametrize(
    ("report", "shown"),
    [
        ("pass", ["loading"]),
        ("show(1200, 4000)", ["loading", "1,200/4,000"]),
        ("show(1200, 0)", ["loading", "1,200 "]),
        ("show(0, 0, 'search index')", ["search index"]),
    ],
)
def test_what_a_terminal_shows(report: str, shown: list[str]) -> None:
    """It is drawn while a step runs, also if the step reports nothing, or no total."""
    printed = run_on_terminal(report)
    assert [text for text in shown if text not in printed] == []


def test_nothing_is_shown_elsewhere() -> None:
    assert "silent" in run_on_terminal("pass", quiet=True)
    run = subprocess.run(
        [sys.executable, "-c", CODE.format(quiet=False, report="pass")], capture_output=True, check=False
    )
    assert run.stderr == b"silent\n"
