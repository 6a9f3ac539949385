"""Files and folders that are new."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
from pathlib import Path

import pytest

from newsgen.builder.files import Written, make_folder, write, writer
from newsgen.builder.output import Stamp
from newsgen.errors import OutputError


def test_a_file_is_written_with_its_folders_hash_and_stamp(tmp_path: Path) -> None:
    done = write(tmp_path, "a/b/c.txt", b"data")
    status = (tmp_path / "a/b/c.txt").stat()
    digest = hashlib.sha256(b"data").hexdigest()
    assert done == Written(digest, Stamp(4, status.st_mtime_ns, status.st_ino))
    assert (tmp_path / "a/b/c.txt").read_bytes() == b"data"


def test_a_file_that_is_there_is_replaced_and_never_overwritten(tmp_path: Path) -> None:
    """A worker that was killed left it; and it may be a hard link into the published site."""
    write(tmp_path, "a", b"first")
    (tmp_path / "link").hardlink_to(tmp_path / "a")
    done = write(tmp_path, "a", b"second")
    assert (tmp_path / "a").read_bytes() == b"second"
    assert (tmp_path / "link").read_bytes() == b"first"
    assert done.stamp == Stamp.of((tmp_path / "a").stat())


def test_the_system_s_refusal_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError) as caught:
        write(tmp_path, "file/x", b"")
    assert str(caught.value) == f"{tmp_path}/file/x: cannot be written: {os.strerror(errno.ENOTDIR)}"
    assert caught.value.exit_code == 74


@pytest.mark.parametrize("opened", [True, False])
def test_a_writer_writes_the_same_and_remembers_folders(
    opened: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether a folder stands, was made by others or is gone again; also where no path begins at an open folder."""
    if not opened:
        monkeypatch.setattr(os, "supports_dir_fd", set())
    top, there = tmp_path / "top", set[str]()
    with writer(top, there) as known:
        (top / "b").mkdir(parents=True, exist_ok=True)
        for path in ("top", "a/b/c", "a/b/d", "a/e", "b/c", "d/e/f/g"):
            done = known(path, b"data")
            status = (top / path).stat()
            digest = hashlib.sha256(b"data").hexdigest()
            assert done == Written(digest, Stamp(4, status.st_mtime_ns, status.st_ino))
    assert there == {"", "a", "a/b", "b", "d", "d/e", "d/e/f"}
    shutil.rmtree(top / "a")
    with writer(top, there) as known:
        assert known("a/b/c", b"again").stamp == Stamp.of((top / "a/b/c").stat())
        (top / "link").hardlink_to(top / "b/c")
        known("b/c", b"again")
        assert (top / "link").read_bytes() == b"data"
        (top / "file").write_bytes(b"")
        for path in ("file/x", "file/y/z"):
            refused = f"{top}/{path}: cannot be written: {os.strerror(errno.ENOTDIR)}"
            with pytest.raises(OutputError, match=re.escape(refused)):
                known(path, b"")
    with pytest.raises(OutputError, match=re.escape(f"{top}/file")), writer(top / "file") as known:
        known("x", b"")


def test_folders_that_are_there_keep_their_mode(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir(mode=0o700)
    make_folder(tmp_path, "a/b")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "a/b").stat().st_mode & 0o777 == 0o755


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_no_umask_changes_modes(umask: int, tmp_path: Path) -> None:
    before = os.umask(umask)
    try:
        done = write(tmp_path, "a/b/c", b"data")
        with writer(tmp_path) as known:
            known("d/e/f", b"data")
    finally:
        os.umask(before)
    for paths in (("a", "a/b", "a/b/c"), ("d", "d/e", "d/e/f")):
        assert [(tmp_path / path).stat().st_mode & 0o777 for path in paths] == [0o755, 0o755, 0o644]
    assert done.stamp == Stamp.of((tmp_path / "a/b/c").stat())
