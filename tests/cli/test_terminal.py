"""What a terminal shows: what is wrong, with its line and a caret; a progress bar after a second."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from tests.support.archives import newsgen, record, write
from tests.support.terminal import Terminal

WRONG = {
    "newsgen.toml": '[site]\ntitle = "Harbour\n',
    "articles/a.md": "---\ntitle: A\nstatus: drfat\n---\nText\n",
}
SAID = """error: articles/a.md:3:9: status "drfat" is unknown; did you mean "draft"?
> 3 | status: drfat
    |         ^
error: newsgen.toml:2:17: not TOML: a quote is not closed; close it on the same line
> 2 | title = "Harbour
    |                 ^
2 errors; nothing was built
"""


def test_a_terminal_shows_the_line_and_a_caret(tmp_path: Path) -> None:
    """Of all that is wrong at once, settings and texts; no colour leaves the words."""
    write(tmp_path, WRONG)
    for environment, sign, shown in (({}, "\x1b[31m\x1b[1merror", True), ({"NO_COLOR": "1"}, "\x1b", False)):
        with Terminal(tmp_path, "build", **environment) as terminal:
            assert terminal.end() == (2, SAID)
            assert (sign in terminal.printed) == shown


def test_elsewhere_each_problem_is_one_line(tmp_path: Path) -> None:
    write(tmp_path, WRONG)
    run = newsgen(tmp_path, "build")
    assert run.stderr.splitlines() == [line for line in SAID.splitlines() if "error" in line]


@pytest.mark.parametrize("columns", [80, 132])
def test_a_long_line_is_cut_to_the_terminal_around_what_is_wrong(columns: int, tmp_path: Path) -> None:
    """The caret would stand under another sign if the line were broken."""
    write(tmp_path, {"articles/a.md": record("A", date="2023-01-02") + "word " * 60 + "![Pier](none.jpg)\n"})
    with Terminal(tmp_path, "build", COLUMNS=str(columns)) as terminal:
        said = terminal.end()[1].splitlines()
    at = next(number for number, line in enumerate(said) if line.startswith("> "))
    assert columns * 0.75 < len(said[at]) <= columns
    assert said[at][said[at + 1].index("^") :] == "none.jpg)"


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
