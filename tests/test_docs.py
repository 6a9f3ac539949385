"""Every command that README and docs show does what they say, in the order in which they show it.

```console blocks are run, line by line after `$ `, in one folder a document, with newsgen on the PATH.
`serve` runs, on a port of its own, until its address has answered. A document about an existing archive starts in one.
Blocks of any other kind (```text, ```yaml) are not run: `make …` is what .ci/run does, the rest are other programs.
"""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")
SECONDS = 60


def commands(document: Path) -> list[str]:
    """The lines after `$ ` of every console block, in order."""
    blocks = BLOCK.findall(document.read_text(encoding="utf-8"))
    return [
        line.removeprefix("$ ")
        for kind, text in blocks
        if kind == "console"
        for line in text.splitlines()
        if line.startswith("$ ")
    ]


def environment() -> dict[str, str]:
    """The tests' own environment, with this newsgen first on the PATH and plain output."""
    path = str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"]
    return {**os.environ, "PATH": path, "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"}


def run(command: str, folder: Path) -> str:
    """Run one line in a shell and return what it printed; it must end with code 0."""
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


def run_server(command: str, folder: Path) -> None:
    """Start a server, fetch the front page from the address that it prints, and stop it."""
    server = subprocess.Popen(
        ["bash", "-c", f"exec {command} --port 0"],
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert server.stdout is not None
    printed, until = b"", time.monotonic() + SECONDS
    try:
        while not (found := ADDRESS.search(printed.decode())) and time.monotonic() < until:
            if select.select([server.stdout], [], [], 1)[0]:
                printed += (more := os.read(server.stdout.fileno(), 65536))
                assert more, f"$ {command} ended\n{printed.decode()}"
        assert found, f"$ {command} printed no address\n{printed.decode()}"
        with urllib.request.urlopen(found[0], timeout=10) as answer:
            assert answer.status == 200
            assert b"<html" in answer.read()
    finally:
        server.terminate()
        server.communicate(timeout=SECONDS)


def go_to(folder: Path, line: str) -> Path:
    """Where a `cd` leads."""
    target = folder / line.removeprefix("cd ").strip()
    assert target.is_dir(), f"$ {line}: there is no such folder"
    return target


@pytest.mark.skipif(os.name == "nt", reason="the commands are written for a POSIX shell")
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_each_command_shown_works(document: Path, tmp_path: Path) -> None:
    """Each command ends with code 0, run in the order of the document."""
    lines = commands(document)
    folder = tmp_path
    if lines and not any(line.startswith("newsgen init") for line in lines):
        run("newsgen init .", folder)
        run("newsgen load", folder)
    for line in lines:
        if line.startswith("cd "):
            folder = go_to(folder, line)
        elif line.startswith("newsgen serve"):
            run_server(line, folder)
        else:
            run(line, folder)


def test_the_readme_shows_commands() -> None:
    """The README's commands are found at all, so the test above runs something."""
    shown = commands(ROOT / "README.md")
    assert {"newsgen init my-archive", "newsgen build", "newsgen check"} <= set(shown)


def test_every_newsgen_command_is_in_a_block_that_runs() -> None:
    """A block of another kind does not hide a newsgen command from the test above."""
    for document in DOCUMENTS:
        for kind, text in BLOCK.findall(document.read_text(encoding="utf-8")):
            if kind in ("text", "sh", "bash", "shell"):
                hidden = [line for line in text.splitlines() if line.startswith(("newsgen ", "$ newsgen "))]
                assert not hidden, f"{document.name}: write these as ```console with '$ ': {hidden}"


def test_every_link_of_the_documents_leads_somewhere() -> None:
    """Relative links and images in README and docs name files of the project."""
    link = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
    for document in DOCUMENTS:
        text = re.sub(r"`[^`\n]+`", "", BLOCK.sub("", document.read_text(encoding="utf-8")))
        for target in link.findall(text):
            assert (document.parent / target).exists(), f"{document.name} links {target}"
