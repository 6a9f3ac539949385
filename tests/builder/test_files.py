"""New files and folders."""

from __future__ import annotations

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from newsgen.builder.output import Stamp
from newsgen.builder.publish import make_folder_and_parents, write_file
from newsgen.errors import OutputError


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    stamp = write_file(tmp_path, "a/b/c.txt", b"data")
    assert stamp == Stamp.of((tmp_path / "a/b/c.txt").stat())
    assert (tmp_path / "a/b/c.txt").read_bytes() == b"data"


def test_a_file_that_is_there_is_replaced_and_never_overwritten(tmp_path: Path) -> None:
    """A worker that was killed left it; and it may be a hard link into the published site."""
    write_file(tmp_path, "a", b"first")
    (tmp_path / "link").hardlink_to(tmp_path / "a")
    stamp = write_file(tmp_path, "a", b"second")
    assert (tmp_path / "a").read_bytes() == b"second"
    assert (tmp_path / "link").read_bytes() == b"first"
    assert stamp == Stamp.of((tmp_path / "a").stat())


def test_a_refusal_of_the_system_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError) as caught:
        write_file(tmp_path, "file/x", b"")
    assert str(caught.value) == f"{tmp_path}/file/x: cannot be written: {os.strerror(errno.ENOTDIR)}"
    assert caught.value.exit_code == 74


def test_folders_that_are_there_keep_their_mode(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir(mode=0o700)
    make_folder_and_parents(tmp_path / "a/b")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "a/b").stat().st_mode & 0o777 == 0o755


def test_workers_make_the_same_folders_at_once(tmp_path: Path) -> None:
    """Both see that the year is missing, and one of them makes the day first."""
    with ThreadPoolExecutor(2) as workers:
        for n in range(400):
            paths = [f"{n}/2009/06/02/{name}.html" for name in ("one", "two")]
            assert len(list(workers.map(lambda path: write_file(tmp_path, path, b"data"), paths))) == 2
