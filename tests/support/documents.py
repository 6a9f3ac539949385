"""The commands that README and docs show, and how they are run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECONDS = 60
_COMMAND = re.compile(r"^\$ (.*<<'END'\n(?:.*\n)*?END|.*)$", re.MULTILINE)


def commands(text: str) -> list[str]:
    """What stands after `$ ` in every console block of a document, in order.

    A line that ends in <<'END' takes the lines down to END with it.
    """
    shown = BLOCK.findall(text)
    return [command for kind, block in shown if kind == "console" for command in _COMMAND.findall(block)]


def environment() -> dict[str, str]:
    """This process's own environment, with this newsgen first on the PATH and plain output."""
    path = str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"]
    return {**os.environ, "PATH": path, "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"}


def run(command: str, folder: Path) -> str:
    """Run one command in a shell and return what it printed; it must end with code 0."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"$ {command}\n{done.stdout}{done.stderr}"
    return done.stdout


def go_to(folder: Path, command: str) -> Path:
    """Where a `cd` leads."""
    target = folder / command.removeprefix("cd ").strip()
    assert target.is_dir(), f"$ {command}: there is no such folder"
    return target


def illustrated(text: str) -> Iterator[tuple[list[str], str]]:
    """Yield the commands that stand before each picture of a document, since the last one, and the picture's name."""
    *parts, _ = re.split(r"^!\[[^\]]*\]\(images/([^)]+)\)$", text, flags=re.MULTILINE)
    for before, picture in zip(parts[::2], parts[1::2], strict=True):
        yield commands(before), picture
