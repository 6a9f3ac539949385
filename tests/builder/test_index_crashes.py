"""A build may be ended before any step also where it brings a search index: index and pages are of one generation."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newsgen.errors import OutputError
from tests.builder.indexes import index_of, program, searched
from tests.builder.samples import build_blobs
from tests.support.faults import Killed, fault_at

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in for Pagefind is a shell script")

STEPS = 600
"""More than any build here takes; the tests end at the first build that was not disturbed."""


def built(root: Path, text: str, *more: str) -> None:
    """Build one page of a text, and an index of it."""
    search = searched(root, text, *more) if text else None
    build_blobs(root, {"a.html": text, "x/b.html": "b"}, search=search)


def shown(root: Path) -> tuple[str, list[str]]:
    """The text of the page, and what the index holds."""
    site = root / "site"
    return (site / "a.html").read_text() if site.exists() else "none", index_of(site)


def _index_made(root: Path) -> None:
    built(root, "New.", "More.")


def _index_kept(root: Path) -> None:
    """The index stays, and goes into the next generation by links."""
    build_blobs(root, {"a.html": "New."}, search=searched(root, "Old."))


def _index_gone(root: Path) -> None:
    built(root, "")


CHANGES: dict[str, tuple[Callable[[Path], None], tuple[str, list[str]]]] = {
    "made": (_index_made, ("New.", ["New.", "More."])),
    "kept": (_index_kept, ("New.", ["Old."])),
    "gone": (_index_gone, ("", [])),
}


def archive(tmp_path: Path) -> Path:
    """An archive after two builds, so that there is a spare generation with an index of its own."""
    root = tmp_path / "archive"
    if root.exists():
        shutil.rmtree(root)
    built(root, "Older.")
    built(root, "Old.")
    return root


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("platform", [sys.platform, "other"])
@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.long), 23], ids=["each", "some"])
def test_killed_before_a_step(
    every: int, platform: str, change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Readers have the old pages with the old index, or the new with the new; the next builds mend the rest."""
    program(tmp_path / "tools", monkeypatch)
    monkeypatch.setattr(sys, "platform", platform)
    build, new = CHANGES[change]
    seen = set()
    for step in range(every, STEPS, every):
        root = archive(tmp_path)
        try:
            with fault_at(step, Killed()):
                build(root)
        except Killed:
            found = shown(root)
        else:
            break
        assert found in (("Old.", ["Old."]), new) or (platform == "other" and found == ("none", [])), step
        seen.add(found[0])
        for text in ("Older.", "Later.", "Older."):
            built(root, text)
            assert shown(root) == (text, [text]), step
    assert step > 20
    assert "Old." in seen
    assert new[0] in seen or every > 1


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.long), 23], ids=["each", "some"])
def test_refused_at_a_step(every: int, change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full, once: an error, or a site with its old index; the next build works."""
    program(tmp_path / "tools", monkeypatch)
    build, new = CHANGES[change]
    for step in range(every, STEPS, every):
        root = archive(tmp_path)
        try:
            with fault_at(step, OSError(errno.ENOSPC, "No space left on device")) as fault:
                build(root)
        except (OutputError, OSError):
            assert shown(root) in (("Old.", ["Old."]), new), step
        else:
            assert shown(root) in ((new[0], ["Old."]), new), step
        if not fault.happened:
            break
        for text in ("Older.", "Later.", "Older."):
            built(root, text)
            assert shown(root) == (text, [text]), step
    assert step > 20
