"""A build may be ended before any step that it asks of the file system: the site is whole, the next build works."""

from __future__ import annotations

import errno
import json
import shutil
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from newsgen.errors import OutputError
from tests.builder.samples import build_blobs, texts
from tests.support.faults import Killed, fault_at

OLDER = {"a.html": "a", "x/b.html": "b", "x/y/c.html": "c", "gone/d": "d", "n": "file", "m/f": "f"}
OLD = OLDER | {"a.html": "a2", "z": "z"}
NEW = {
    "a.html": "a3",
    "x/b.html": "b",
    "x/y/c.html": "c2",
    "new/e": "e",
    "n/o": "folder",
    "m": "file",
    "z": "z",
}
LATER = OLD | {"a.html": "a4"}
STEPS = 400
"""More than any build here takes; the tests end at the first build that was not disturbed."""


def _nothing(root: Path) -> None:
    """Leave the site alone."""


def _tamper(root: Path) -> None:
    """Change a file in the site and, by its hard link, in the spare."""
    with (root / "site/x/b.html").open("a") as file:
        file.write("!")


def _first(root: Path) -> None:
    """Let it be the first build."""
    shutil.rmtree(root)
    root.mkdir()


def _clone(root: Path) -> None:
    """Let there be a site, but no state."""
    shutil.rmtree(root / ".newsgen")


def whole(site: Path) -> dict[str, str]:
    """The site's files, if they are those that its list names, byte for byte; nothing if there is no site."""
    if not site.exists():
        return {}
    found = texts(site)
    listed = json.loads((site / "build.json").read_bytes())["files"]
    assert {path: sha256(text.encode()).hexdigest() for path, text in found.items()} == listed
    return found


START: dict[str, Callable[[Path], None]] = {
    "usual": _nothing, "tampered": _tamper, "first": _first, "clone": _clone,
}  # fmt: skip


def archive(tmp_path: Path, start: Callable[[Path], None]) -> Path:
    """An archive after two builds, so that there is a spare generation."""
    root = tmp_path / "archive"
    if root.exists():
        shutil.rmtree(root)
    build_blobs(root, OLDER)
    build_blobs(root, OLD)
    start(root)
    return root


def kill_at(step: int, root: Path, platform: str) -> str:
    """Kill a build before one step and mend; say which site there was in between, '' if the build ended before."""
    before = texts(root / "site")
    try:
        with fault_at(step, Killed()):
            build_blobs(root, NEW)
    except Killed:
        found = texts(root / "site")
    else:
        return ""
    if found != before and (platform != "other" or (root / "site").exists()):
        assert whole(root / "site") == NEW, step
    for files in (NEW, LATER, NEW):
        build_blobs(root, files)
        assert whole(root / "site") == files, step
    return "old" if found == before else "new" if found else "none"


@pytest.mark.parametrize("start", START.values(), ids=START)
@pytest.mark.parametrize("platform", [sys.platform, "other"])
@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.long), 13], ids=["each", "some"])
def test_killed_before_a_step(
    every: int,
    platform: str,
    start: Callable[[Path], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The site is wholly old or wholly new, and three builds later nothing of the accident is left.

    Where the system cannot exchange two folders there may be no site between two renames; the next build mends it.
    """
    monkeypatch.setattr(sys, "platform", platform)
    seen = set()
    for step in range(every, STEPS, every):
        site = kill_at(step, archive(tmp_path, start), platform)
        if not site:
            break
        seen.add(site)
    assert step > 20
    assert "old" in seen
    assert "new" in seen or every > 1


@pytest.mark.parametrize("start", START.values(), ids=START)
@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.long), 13], ids=["each", "some"])
def test_refused_at_a_step(every: int, start: Callable[[Path], None], tmp_path: Path) -> None:
    """The disk is full, once: there is an error or the build does without, the site is whole, the next build works."""
    errors = 0
    for step in range(every, STEPS, every):
        root = archive(tmp_path, start)
        before = texts(root / "site")
        try:
            with fault_at(step, OSError(errno.ENOSPC, "No space left on device")) as fault:
                build_blobs(root, NEW)
        except (OutputError, OSError):
            errors += 1
        if not fault.happened:
            break
        if texts(root / "site") != before:
            assert whole(root / "site") == NEW, step
        for files in (NEW, LATER, NEW):
            build_blobs(root, files)
            assert whole(root / "site") == files, step
    assert errors * every > 20
