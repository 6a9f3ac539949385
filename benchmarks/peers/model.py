"""What the harness must know of a generator."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec
from benchmarks.corpus import Article


class Peer(msgspec.Struct, frozen=True):
    """One generator, or one way to use it."""

    name: str
    install: Callable[[Path], None]
    """Put the program into a folder, which is not there yet."""
    prepare: Callable[[Path], None]
    """Write settings and templates into an empty project."""
    path: Callable[[Article], str]
    """Where an article stands in the project."""
    text: Callable[[Article], str]
    """What stands in its file."""
    program: Callable[[Path], tuple[str, ...]]
    """Program's folder → the words that start it."""
    build: tuple[str, ...]
    """Words after the program's that build the project in which it is started."""
    output: str
    """Folder of the site inside the project."""
    scratch: tuple[str, ...] = ()
    """Folders that the program keeps between builds; a cold build has none of them."""
    version: tuple[str, ...] = ("--version",)
    """Words after the program's that print its version."""
    slow: bool = False
    """Whether it is left out of large archives unless it is asked for."""


def installed(peer: Peer, folder: Path) -> str:
    """Install a generator into a folder, unless it is there; say why that failed, '' if it did not."""
    done = folder / ".installed"
    if done.exists():
        return ""
    if folder.exists():
        shutil.rmtree(folder)
    try:
        peer.install(folder)
        version_of(peer, folder)
    except (OSError, StopIteration, subprocess.CalledProcessError) as error:
        return f"{error}"
    folder.mkdir(parents=True, exist_ok=True)
    done.touch()
    return ""


def version_of(peer: Peer, folder: Path) -> str:
    """The number of the generator's version."""
    command = [*peer.program(folder), *peer.version]
    said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    found = re.search(r"\d+\.\d+[\w.]*", said)
    return found[0] if found else said.strip()


def fill(peer: Peer, project: Path, articles: Iterable[Article]) -> None:
    """Write a project of these articles."""
    for _ in filled({project: peer}, articles):
        pass


def filled(projects: dict[Path, Peer], articles: Iterable[Article]) -> Iterator[Article]:
    """Write several projects while articles pass by, none of which is kept; a project stands when all have passed."""
    parts = {project.with_name(f"{project.name}.part"): peer for project, peer in projects.items()}
    for part, peer in parts.items():
        if part.exists():
            shutil.rmtree(part)
        part.mkdir(parents=True)
        peer.prepare(part)
    for article in articles:
        for part, peer in parts.items():
            put(peer, part, article)
        yield article
    for part in parts:
        part.rename(part.with_suffix(""))


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
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(folder / "bin/pip"), "install", "--quiet", *names], check=True)

    return install


def npm(*names: str) -> Callable[[Path], None]:
    """Make an installer of packages for node."""

    def install(folder: Path) -> None:
        folder.mkdir(parents=True)
        program = shutil.which("npm") or "npm"
        subprocess.run([program, "install", "--silent", "--prefix", str(folder), *names], check=True)

    return install
