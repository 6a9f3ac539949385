"""newsgen completion, in the shells themselves where this machine has them; the examples of every command."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from newsgen.cli.main import COMMANDS, cli
from tests.support.archives import newsgen

SCRIPT = (
    "source <(newsgen completion bash); COMP_WORDS=({}); COMP_CWORD={}; "
    '_newsgen_completion newsgen; echo "${{COMPREPLY[*]}}"'
)
PRESSED = {
    ("newsgen", "se"): "serve",
    ("newsgen", "bui"): "build",
    ("newsgen", ""): " ".join(COMMANDS),
    ("newsgen", "serve", "--po"): "--port",
    ("newsgen", "build", "--format", "j"): "json",
    ("newsgen", "topics", "ren"): "rename",
    ("newsgen", "completion", "f"): "fish",
    ("newsgen", "zzz"): "",
}


def environment() -> dict[str, str]:
    """Newsgen as it is tested here is found first."""
    return {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


@pytest.mark.parametrize(("words", "completed"), PRESSED.items(), ids=[" ".join(words) for words in PRESSED])
def test_tab_in_bash(
    words: tuple[str, ...], completed: str, require: Callable[[object, str], None], tmp_path: Path
) -> None:
    bash = shutil.which("bash")
    require(bash, "bash is not installed")
    line = SCRIPT.format(" ".join(f'"{word}"' for word in words), len(words) - 1)
    command = [str(bash), "--norc", "-c", line.replace("compopt", ":")]
    run = subprocess.run(
        command, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
    )
    assert (run.stdout.strip(), run.stderr) == (completed, "")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_can_read_their_scripts(shell: str, tmp_path: Path) -> None:
    """By the shell's own check where it is installed; what the script asks is answered in any case."""
    run = newsgen(tmp_path, "completion", shell)
    assert run.returncode == 0
    assert f"_NEWSGEN_COMPLETE={shell}_complete" in run.stdout
    program = shutil.which(shell)
    if program:
        checked = subprocess.run(
            [program, "-n"], input=run.stdout, text=True, capture_output=True, check=False
        )
        assert (checked.returncode, checked.stderr) == (0, "")
    at = "1" if shell == "zsh" else "se"
    asked = {"_NEWSGEN_COMPLETE": f"{shell}_complete", "COMP_WORDS": "newsgen se", "COMP_CWORD": at}
    answer = newsgen(tmp_path, **asked)
    assert "serve" in answer.stdout
    assert COMMANDS["serve"][1] in answer.stdout


def test_completing_a_command_imports_none(tmp_path: Path) -> None:
    """Tab answers at once."""
    asked = {"_NEWSGEN_COMPLETE": "bash_complete", "COMP_WORDS": "newsgen b", "COMP_CWORD": "1"}
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "newsgen"],
        cwd=tmp_path,
        env={**environment(), **asked}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.stdout == "plain,build\n"
    assert "newsgen.cli.build" not in run.stderr
    assert "newsgen.cli.main" in run.stderr


def everything() -> Iterator[tuple[str, ...]]:
    """Every command and what is below it, as words."""
    context = click.Context(cli, info_name="newsgen")
    for name in COMMANDS:
        command = cli.get_command(context, name)
        yield (name,)
        if isinstance(command, click.Group):
            yield from ((name, below) for below in command.commands)


def found(words: tuple[str, ...]) -> tuple[click.Command, click.Context]:
    context = click.Context(cli, info_name="newsgen")
    command: click.Command = cli
    for word in words:
        assert isinstance(command, click.Group)
        below = command.get_command(context, word)
        assert below is not None
        command, context = below, click.Context(below, info_name=word, parent=context)
    return command, context


@pytest.mark.parametrize("words", list(everything()), ids=" ".join)
def test_help_ends_with_examples_each_on_a_line_and_each_understood(words: tuple[str, ...]) -> None:
    """Options and arguments that an example names are those that its command has."""
    command, context = found(words)
    lines = command.get_help(context).splitlines()
    start = next(at for at, line in enumerate(lines) if line.strip() in ("Example:", "Examples:"))
    assert lines[start + 1 :]
    for line in lines[start + 1 :]:
        example = shlex.split(line.partition(" && ")[0].partition(" > ")[0])
        assert example[: len(words) + 1] == ["newsgen", *words], line
        rest = example[len(words) + 1 :]
        if isinstance(command, click.Group) and rest and rest[0] in command.commands:
            continue  # it is an example of that one, too
        left = command.make_parser(context).parse_args(list(rest))[1]
        assert left == [], line
