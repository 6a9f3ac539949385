"""What other hands do to the output and to the spare while builds come and go."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from newsgen.builder.build import build
from newsgen.errors import RefusedError
from newsgen.renderer.page import Blob
from tests.builder.samples import build_blobs, order, places, texts
from tests.support.archives import write

FILES = {"a.html": "a", "x/b.html": "b", "x/y/c.html": "c", "z/d.html": "d"}


@pytest.mark.parametrize("path", ["notes.txt", "x/y/notes.txt", "z/new/notes.txt"])
@pytest.mark.parametrize("builds", [1, 2, 3])
def test_a_foreign_file_that_comes_while_pages_are_rendered_is_not_lost(
    builds: int, path: str, tmp_path: Path
) -> None:
    where = places(tmp_path)
    for number in range(builds):
        build_blobs(tmp_path, FILES | {"a.html": str(number)})
    plan = [Blob(path, text.encode()) for path, text in (FILES | {"a.html": "new"}).items()]

    def come(_done: int, _all: int) -> None:
        write(where.output, {path: "precious"})

    with pytest.raises(RefusedError, match="newsgen did not write this file"):
        build(order(tmp_path), where, plan, progress=come)
    assert (where.output / path).read_text() == "precious"
    assert (where.output / "a.html").read_text() == str(builds - 1)


def test_what_systems_leave_in_a_folder_does_not_come_back_with_the_spare(tmp_path: Path) -> None:
    """It lies in a folder that has not changed since it was listed."""
    where = places(tmp_path)
    for number in range(3):
        build_blobs(tmp_path, FILES | {"a.html": str(number)})
    write(where.output, {"x/Thumbs.db": "", "z/.DS_Store": ""})
    for number in range(3):
        final = FILES | {"a.html": f"final {number}"}
        build_blobs(tmp_path, final)
        assert texts(where.output) == final


@pytest.mark.parametrize("harm", ["missing", "foreign", "moved", "folder less"])
def test_a_spare_in_which_someone_was_at_work_is_not_used(harm: str, tmp_path: Path) -> None:
    """Though its folders are known, and whatever else links to the files that it shares with the output."""
    where = places(tmp_path)
    for number in range(4):
        build_blobs(tmp_path, FILES | {"a.html": str(number)})
    shutil.copytree(where.output, tmp_path / "backup", copy_function=os.link)
    match harm:
        case "missing":
            (where.spare / "x/b.html").unlink()
        case "foreign":
            (where.spare / "x/y/foreign").touch()
        case "moved":
            (where.spare / "x/b.html").rename(where.spare / "z/b.html")
        case _:
            shutil.rmtree(where.spare / "x")
    for number in range(3):
        final = FILES | {"a.html": f"final {number}"}
        build_blobs(tmp_path, final)
        assert texts(where.output) == final
