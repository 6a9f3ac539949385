"""static/: files that stand in the site as they are."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from newsgen.errors import OutputError
from newsgen.pipeline.open import find_static_files
from newsgen.pipeline.pictures import FoundFile
from newsgen.pipeline.project import open_project
from newsgen.record.store import Stat
from tests.support.archives import write

LATER = 1 << 62
"""A clock by which every file is old."""


def found(root: Path, clock: int = LATER, known: list[FoundFile] | None = None) -> list[FoundFile]:
    return find_static_files(open_project(root), clock, known or [])


def paths(root: Path) -> list[str]:
    return [file.path for file in found(root)]


def test_a_second_edit_in_one_tick_of_the_clock_is_seen(tmp_path: Path) -> None:
    """Same size, same stat: only that the file was young when it was hashed gives the edit away."""
    path = tmp_path / "static/a"
    write(tmp_path, {"static/a": "1"})
    before = Stat.of(path.stat())
    (first,) = found(tmp_path, before.mtime_ns)
    path.write_text("2")
    os.utime(path, ns=(before.mtime_ns, before.mtime_ns))
    known = msgspec.structs.replace(first, stat=Stat.of(path.stat()))
    assert found(tmp_path, before.mtime_ns, [known])[0].sha256 != first.sha256


def test_a_settled_file_is_hashed_once(tmp_path: Path) -> None:
    write(tmp_path, {"static/a": "1"})
    known = [msgspec.structs.replace(found(tmp_path)[0], sha256="known")]
    assert found(tmp_path, known=known) == known
    (tmp_path / "static/a").write_text("12")
    assert found(tmp_path, known=known) != known


def test_a_file_that_cannot_be_read_is_named(unprivileged_folder: Path) -> None:
    write(unprivileged_folder, {"static/a": "1"})
    (unprivileged_folder / "static/a").chmod(0)
    with pytest.raises(OutputError, match=r"^static/a: cannot be read: "):
        found(unprivileged_folder)
