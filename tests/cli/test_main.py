"""The command line as a whole: help, errors, exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsgen import __version__
from newsgen.cli.main import COMMANDS, explain_broken_bytecode
from tests.support.archives import four, newsgen, record, write


def test_version(tmp_path: Path) -> None:
    for flag in ("--version", "-V"):
        run = newsgen(tmp_path, flag)
        assert (run.returncode, run.stdout, run.stderr) == (0, f"newsgen {__version__}\n", "")


def test_help_names_every_command_and_loads_none(tmp_path: Path) -> None:
    """It answers at once, for no room of newsgen is imported."""
    command = [sys.executable, "-X", "importtime", "-m", "newsgen", "--help"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    for name, (_, line) in COMMANDS.items():
        assert name in run.stdout
        assert line.split(":")[0][:40] in run.stdout
    modules = {line.rpartition("|")[2].strip() for line in run.stderr.splitlines()}
    assert not {
        name
        for name in modules
        if name.startswith("newsgen.") and name.split(".")[1] not in ("cli", "errors", "__main__")
    }
    assert {"jinja2", "markdown_it", "yaml", "rich", "uvicorn", "msgspec"}.isdisjoint(modules)


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("--version",), ("build", "--help"), ("build",), ("topics",), ("export", "csv", "-o", "-")],
)
def test_a_reader_that_goes_away_is_no_error(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """As in `newsgen build -v | head -1`: the work is done, and the exit code is that of the work."""
    write(tmp_path, four())
    reader, writer = os.pipe()
    os.close(reader)
    run = subprocess.run(
        [sys.executable, "-m", "newsgen", *arguments],
        cwd=tmp_path,
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)
    said = [line for line in run.stderr.splitlines() if not line.startswith("exported ")]
    assert (run.returncode, said) == (0, [])
    assert (tmp_path / "site/index.html").exists() == (arguments == ("build",))


def test_names_that_are_not_utf_8_are_told_and_break_no_terminal(tmp_path: Path) -> None:
    for folder in ("articles", "static", "seeds"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / os.fsdecode(b"caf\xe9.md")).write_text(record("A"))
        run = newsgen(tmp_path, "build")
        assert run.returncode == 1
        said = f"error: {folder}/caf\\xe9.md: the file's name is not UTF-8; rename it\n"
        assert run.stderr == f"{said}1 error; nothing was built\n"
        (tmp_path / folder / os.fsdecode(b"caf\xe9.md")).unlink()


@pytest.mark.parametrize(
    "cut", [b"", b"\xe3", b"\x00\x01"], ids=["short", "cut in a value", "of another kind"]
)
def test_broken_compiled_code_is_told_of(cut: bytes, tmp_path: Path) -> None:
    """As Python leaves it where a disk is full; deleted, it is made anew."""
    environment = os.environ | {"PYTHONPYCACHEPREFIX": str(tmp_path / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def run() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "newsgen", "init", "--help"]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    assert run().returncode == 0
    (code,) = (tmp_path / "compiled").rglob("newsgen/cli/init.*.pyc")
    code.write_bytes(code.read_bytes()[:16] + cut)
    broken = run()
    assert broken.returncode == 74
    assert broken.stderr.startswith(f"error: {code}: Python's compiled code is broken (")
    assert "delete it; Python makes it again" in broken.stderr
    code.unlink()
    assert run().returncode == 0


def test_broken_compiled_code_that_another_process_met_is_told_of() -> None:
    """Of its error only the words come here; and no other error is taken for it."""
    assert explain_broken_bytecode(EOFError("marshal data too short"))
    assert explain_broken_bytecode(EOFError()) is None
    assert explain_broken_bytecode(ValueError("bad value")) is None
