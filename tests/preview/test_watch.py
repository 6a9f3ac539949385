"""What is heard of an archive's changes."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from newsgen.pipeline.project import open_project
from newsgen.preview.rebuild import EVERYTHING, find_watched_paths, watch
from tests.support.archives import four, write
from tests.support.previewing import run_alone

SECONDS = 60
Step = Callable[[], object]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, {**four(), "newsgen.toml": "", "static/a.txt": "a"})
    return tmp_path.resolve()


def heard(root: Path, *steps: tuple[Step, set[str]]) -> list[set[str]]:
    """Take each step once the one before was heard of; return what was heard after each."""

    async def follow() -> list[set[str]]:
        queue: asyncio.Queue[frozenset[str]] = asyncio.Queue()
        watching = asyncio.create_task(watch(find_watched_paths(open_project(root)), queue.put_nowait))
        assert await asyncio.wait_for(queue.get(), SECONDS) == EVERYTHING
        found = []
        for act, wanted in steps:
            act()
            said: set[str] = set()
            while not wanted <= said:
                said |= await asyncio.wait_for(queue.get(), SECONDS)
            found.append(said)
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        return found

    return run_alone(follow())


def test_files_of_every_folder_and_every_table(root: Path) -> None:
    one = next(iter(four()))
    names = [one, "static/a.txt", "newsgen.toml", "names.toml", "places.toml"]
    steps = [(lambda name=name: write(root, {name: "new"}), {name}) for name in names]  # type: ignore[misc]
    assert heard(root, *steps) == [{name} for name in names]


def test_what_is_no_part_of_the_site_is_not_heard_of(root: Path) -> None:
    """Nor what newsgen and editors write for themselves: only the last file of these is told."""
    litter = [".x.md.swp", "x.md~", "4913", "#x.md#", ".#x.md", "x.tmp", "x.md___jb_tmp___", ".DS_Store"]
    files = [f"articles/{name}" for name in litter]
    files += ["newsgen.lock", "notes.txt", ".newsgen/preview/index.html", "site/index.html", "elsewhere/x.md"]

    def act() -> None:
        write(root, dict.fromkeys(files, "x"))
        write(root, {"articles/last.md": "x"})

    assert heard(root, (act, {"articles/last.md"})) == [{"articles/last.md"}]


def test_a_folder_that_goes_comes_or_is_replaced_is_watched_anew(root: Path) -> None:
    def replace() -> None:
        (root / "articles").rename(root / "old")
        write(root, {"articles/b.md": "x"})

    steps: list[tuple[Step, set[str]]] = [
        (lambda: shutil.rmtree(root / "articles"), {""}),
        (lambda: write(root, {"articles/a.md": "x"}), {""}),
        (lambda: write(root, {"articles/a.md": "y"}), {"articles/a.md"}),
        (replace, {""}),
        (lambda: write(root, {"articles/b.md": "y"}), {"articles/b.md"}),
        (lambda: write(root, {"pages/about.md": "x"}), {""}),
        (lambda: write(root, {"pages/about.md": "y"}), {"pages/about.md"}),
    ]
    assert len(heard(root, *steps)) == len(steps)


def test_folders_within_folders(tmp_path: Path) -> None:
    """Also one that is not there yet, in a folder that is."""
    root = tmp_path.resolve()
    write(root, {"newsgen.toml": '[paths]\narticles = "content/texts"\n', "content/x": ""})
    found = find_watched_paths(open_project(root))
    assert {path.relative_to(root).as_posix() for path in found.parents} == {".", "content"}
    steps: list[tuple[Step, set[str]]] = [
        (lambda: write(root, {"content/texts/a.md": "x"}), {""}),
        (lambda: write(root, {"content/texts/a.md": "y"}), {"content/texts/a.md"}),
    ]
    heard(root, *steps)


def test_settings_of_another_name_and_place(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": "[tool.newsgen]\n"})
    found = find_watched_paths(open_project(tmp_path))
    assert found.settings == "pyproject.toml"
    assert [found.is_table(path) for path in ("pyproject.toml", "topics.toml", "x/topics.toml", "x.md")] == [
        True, True, False, False,
    ]  # fmt: skip
