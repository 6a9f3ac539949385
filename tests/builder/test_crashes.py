"""A build may be ended before any step that it asks of the file system: the site is whole, the next build works."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest

from newsgen.errors import OutputError
from tests.builder.indexes import index_of, program, searched
from tests.builder.samples import build_blobs, texts
from tests.support.faults import Killed, fault_at

OLDER = {"a.html": "a", "x/b.html": "b", "x/y/c.html": "c", "gone/d": "d", "n": "file", "m/f": "f"}
OLD = OLDER | {"a.html": "a2", "z": "z"}
NEW = {
    "a.html": "a3", "x/b.html": "b", "x/y/c.html": "c2", "new/e": "e", "n/o": "folder", "m": "file", "z": "z",
}  # fmt: skip
LATER = OLD | {"a.html": "a4"}
STEPS = 600
"""More than any build here takes; the tests end at the first build that was not disturbed."""

Site = tuple[dict[str, str], list[str]]
"""The files of a site, and the texts in its search index."""


class Case(NamedTuple):
    """An archive after two builds, which is then built anew."""

    start: Callable[[Path], None] = lambda root: None
    """What happens to the archive before."""
    search: tuple[str, ...] = ()
    """The texts that the new index holds."""
    before: tuple[str, ...] = ()
    """The texts that the old index holds."""


def _tamper(root: Path) -> None:
    """Change a file in the site and, by its hard link, in the spare."""
    with (root / "site/x/b.html").open("a") as file:
        file.write("!")


def _forget_all(root: Path) -> None:
    shutil.rmtree(root)
    root.mkdir()


def _forget_state(root: Path) -> None:
    """Leave a site without state, as in a clone."""
    shutil.rmtree(root / ".newsgen")


CASES = {
    "usual": Case(),
    "tampered": Case(_tamper),
    "first": Case(_forget_all),
    "clone": Case(_forget_state),
    "index made": Case(search=("New.", "More."), before=("Old.",)),
    "index stays": Case(search=("Old.",), before=("Old.",)),
    "index gone": Case(before=("Old.",)),
}
each_case = pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case, marks=pytest.mark.skipif(os.name == "nt" and bool(case.before), reason="a shell script")
        )
        for case in CASES.values()
    ],
    ids=CASES,
)
each_step = pytest.mark.parametrize(
    "every", [pytest.param(1, marks=pytest.mark.long), 29], ids=["each", "some"]
)


def built(root: Path, files: dict[str, str], *indexed: str) -> None:
    build_blobs(root, files, search=searched(root, *indexed) if indexed else None)


def found(root: Path) -> Site:
    """The site, if its files are those that its list names, byte for byte; nothing if there is no site."""
    site = root / "site"
    if not site.exists():
        return {}, []
    files = {path: text for path, text in texts(site).items() if not path.startswith("pagefind/")}
    listed = json.loads((site / "build.json").read_bytes())["files"]
    assert {path: sha256(text.encode()).hexdigest() for path, text in files.items()} == listed
    return files, index_of(site)


def archive(tmp_path: Path, case: Case) -> tuple[Path, Site]:
    """Build an archive twice, so that there is a spare generation; and its site as it is then."""
    root = tmp_path / "archive"
    if root.exists():
        shutil.rmtree(root)
    built(root, OLDER, *(["Older."] if case.before else []))
    built(root, OLD, *case.before)
    old = found(root)
    case.start(root)
    return root, old if (root / "site").exists() else ({}, [])


def assert_mended(root: Path, case: Case, step: int) -> None:
    """Build thrice: nothing is left of the accident."""
    for files in (NEW, LATER, NEW):
        index = [files["a.html"]] if case.before else []
        built(root, files, *index)
        assert found(root) == (files, index), step


@each_case
@each_step
@pytest.mark.parametrize("platform", [sys.platform, "other"])
def test_killed_before_a_step(
    every: int, platform: str, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site is wholly old or wholly new, with its index, and three builds later nothing of the accident is left.

    Where the system cannot exchange two folders there may be no site between two renames; the next build mends it.
    """
    program(tmp_path / "tools", monkeypatch)
    monkeypatch.setattr(sys, "platform", platform)
    new = NEW, list(case.search)
    seen = []
    for step in range(every, STEPS, every):
        root, old = archive(tmp_path, case)
        tampered = texts(root / "site") if case.start is _tamper else None
        try:
            with fault_at(step, Killed()):
                built(root, NEW, *case.search)
        except Killed:
            pass
        else:
            break
        if tampered is None or texts(root / "site") != tampered:
            now = found(root)
            assert now in (old, new) or (platform == "other" and now == ({}, [])), step
            seen.append(now)
        assert_mended(root, case, step)
    assert step > 20
    assert new in seen or every > 1


@each_case
@each_step
def test_refused_at_a_step(every: int, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full, once: there is an error or the build does without, the site is whole, the next build works."""
    program(tmp_path / "tools", monkeypatch)
    errors = 0
    for step in range(every, STEPS, every):
        root, _ = archive(tmp_path, case)
        before = texts(root / "site")
        try:
            with fault_at(step, OSError(errno.ENOSPC, "No space left on device")) as fault:
                built(root, NEW, *case.search)
        except (OutputError, OSError):
            errors += 1
        if not fault.happened:
            break
        if texts(root / "site") != before:
            files, index = found(root)
            assert files == NEW, step
            assert index in (list(case.search), list(case.before)), step
        assert_mended(root, case, step)
    assert errors * every > 20
