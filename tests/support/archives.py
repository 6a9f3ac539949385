"""Small archives on disk, builds of them, and what these left."""

from __future__ import annotations

import datetime
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newsgen.pipeline.build import run_build
from newsgen.pipeline.project import open_project
from newsgen.pipeline.report import BuildReport, RunOptions
from tests.support.command import newsgen as newsgen

AS_OF = datetime.date(2026, 11, 24)

UNSEARCHED = {"newsgen.toml": "[search]\nenabled = false\n"}
"""Settings without search, whose index takes the processor longer than all pages of a small archive."""

Tree = dict[str, tuple[int, bytes]]
"""By path, its mode and its bytes; those of a folder are b'/'."""


def record(title: str, body: str = "Some text.", **fields: Any) -> str:
    """A record's text; fields are written as JSON, which is YAML too."""
    front = "".join(f"{key}: {json.dumps(value)}\n" for key, value in {"title": title, **fields}.items())
    return f"---\n{front}---\n{body}\n"


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files by path inside `root`; their folders are made."""
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)


def four() -> dict[str, str]:
    """Records enough for pages of every kind: two days of one month, another year, one without a date."""
    shared: dict[str, Any] = {"topics": ["Trade"], "people": ["Mei Lin"], "source": "Harbour Wire"}
    return {
        "articles/2023/2023-11-22-talks-open.md": record("Talks open", date="2023-11-22", **shared),
        "articles/2023/2023-11-24-talks-close.md": record("Talks close", date="2023-11-24", **shared),
        "articles/2021/2021-05-01-a-canal.md": record("A canal", date="2021-05-01", topics=["Water"]),
        "articles/undated/an-old-letter.md": record("An old letter", topics=["Trade"]),
    }


def many(number: int) -> dict[str, str]:
    """Records by the hundred, over years, topics and people."""
    return {
        f"articles/{2000 + n % 20}/{2000 + n % 20}-{n % 12 + 1:02d}-{n % 28 + 1:02d}-text-{n}.md": record(
            f"Text {n}",
            f"The {n}th text.\n\nIt has two paragraphs.",
            date=f"{2000 + n % 20}-{n % 12 + 1:02d}-{n % 28 + 1:02d}",
            topics=[f"Topic {n % 7}"],
            people=[f"Person {n % 31}"],
        )
        for n in range(number)
    }


def build(root: Path, *, jobs: int = 1, **options: Any) -> BuildReport:
    """Build the archive at `root` in this process, rendering in `jobs` processes."""
    wanted = RunOptions(**{"as_of": AS_OF, "user_cache": Path(os.environ["XDG_CACHE_HOME"]), **options})
    return run_build(open_project(root), wanted, jobs=jobs)


def tree(folder: Path) -> Tree:
    """All that stands below a folder."""
    return {
        path.relative_to(folder).as_posix(): (
            path.lstat().st_mode & 0o7777,
            b"/" if path.is_dir() else path.read_bytes(),
        )
        for path in [folder, *sorted(folder.rglob("*"))]
    }


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Inode and time of change of all that stands below a folder, and of the folder."""
    return {
        str(path.relative_to(folder)): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in [folder, *folder.rglob("*")]
    }


def clean_copy(root: Path, at: Path) -> Path:
    """Copy an archive without what a build makes of it, as a clone without site/ holds it."""
    copy = at / root.name
    if copy.exists():
        shutil.rmtree(copy)
    shutil.copytree(root, copy, ignore=lambda folder, _: ["site", ".newsgen"] if folder == str(root) else [])
    return copy


def clean_build(root: Path, at: Path, **options: Any) -> Tree:
    """The site that a build from nothing makes of an archive."""
    copy = clean_copy(root, at)
    build(copy, **options)
    return tree(copy / "site")


def greek_archive(root: Path, language: str, **more: str) -> Path:
    """Six articles, one of them Arabic, in an archive of some language; `more` are files by path.

    Its own words are in Greek letters, so that any other language is seen.
    """
    greek = Path(__file__).with_name("greek")
    shutil.copytree(greek, root, dirs_exist_ok=True)
    settings = (greek / "newsgen.toml").read_text(encoding="utf-8")
    write(root, {"newsgen.toml": f'{settings}language = "{language}"\n', **more})
    return root
