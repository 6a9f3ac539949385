"""What the harness must know of a generator."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec
from benchmarks.corpus import Article


class Peer(msgspec.Struct, frozen=True):
    """One generator, or one way to use it."""

    name: str
    install: Callable[[Path], None]
    """Put the program into a folder, once."""
    prepare: Callable[[Path], None]
    """Write settings and templates into an empty project."""
    path: Callable[[Article], str]
    """Where an article stands in the project."""
    text: Callable[[Article], str]
    """What stands in its file."""
    command: Callable[[Path, Path], Sequence[str]]
    """(program's folder, project) → what to run in the project."""
    output: str
    """Folder of the site inside the project."""
    scratch: tuple[str, ...] = ()
    """Folders that the program keeps between builds; a cold build has none of them."""


def fill(peer: Peer, project: Path, articles: Iterable[Article]) -> None:
    """Write a project of these articles."""
    project.mkdir(parents=True)
    peer.prepare(project)
    for article in articles:
        put(peer, project, article)


def put(peer: Peer, project: Path, article: Article) -> None:
    """Write or rewrite one article."""
    file = project / peer.path(article)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(peer.text(article), encoding="utf-8")


def write_all(project: Path, files: dict[str, str]) -> None:
    """Write files by path."""
    for path, text in files.items():
        file = project / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def front_matter(fields: dict[str, object], body: str) -> str:
    """Write YAML front matter, whose values are JSON, and a body."""
    lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items())
    return f"---\n{lines}---\n\n{body}"


def pip(*names: str) -> Callable[[Path], None]:
    """Make an installer of Python packages into an environment of their own."""

    def install(folder: Path) -> None:
        if not folder.exists():
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
            subprocess.run([str(folder / "bin/pip"), "install", "--quiet", *names], check=True)

    return install


def npm(*names: str) -> Callable[[Path], None]:
    """Make an installer of packages for node."""

    def install(folder: Path) -> None:
        if not folder.exists():
            folder.mkdir(parents=True)
            program = shutil.which("npm") or "npm"
            subprocess.run([program, "install", "--silent", "--prefix", str(folder), *names], check=True)

    return install
