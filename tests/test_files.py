"""Files appear whole or not at all; a cache that is damaged is no cache."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.files import (
    read_cached_value,
    remove_leftovers,
    replace_unchanged,
    stage_cached,
    stage_file,
    write_atomically,
    write_cached_value,
)
from tests.support.faults import before_first


class Value(msgspec.Struct, frozen=True):
    names: list[str]
    number: int = 0


VALUE = Value(["Åse", "李"], 7)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(("data", "mode"), [("é\r\n", 0o644), (b"\x00" * 100_000, 0o600)])
def test_a_file_is_replaced_as_a_whole(data: bytes | str, mode: int, tmp_path: Path) -> None:
    """Whatever the umask; of a link, the link."""
    other = tmp_path / "other"
    other.write_bytes(b"other")
    (tmp_path / "file").symlink_to(other)
    before = os.umask(0o077)
    try:
        write_atomically(tmp_path / "file", data, mode)
    finally:
        os.umask(before)
    assert (tmp_path / "file").read_bytes() == (data.encode() if isinstance(data, str) else data)
    assert (tmp_path / "file").lstat().st_mode & 0o777 == mode
    assert other.read_bytes() == b"other"
    assert names(tmp_path) == ["file", "other"]


def test_a_staged_file_counts_once_it_is_moved(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    move = stage_file(tmp_path / "file", "new")
    assert (tmp_path / "file").read_bytes() == b"old"
    move()
    assert (tmp_path / "file").read_bytes() == b"new"


def test_where_a_file_cannot_be_written_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "folder/inside").mkdir(parents=True)
    with pytest.raises(OSError, match="folder"):
        write_atomically(tmp_path / "folder", b"new")
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "missing/file", b"new")
    assert names(tmp_path) == ["folder"]


def test_a_file_that_somebody_saves_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    """Before the last look at it, or between that and the exchange, by an editor that replaces files."""
    path = tmp_path / "file"

    def save() -> None:
        (tmp_path / "new").write_bytes(b"saved")
        (tmp_path / "new").replace(path)

    path.write_bytes(b"old")
    assert replace_unchanged(path, b"old", b"new")
    assert path.read_bytes() == b"new"
    assert not replace_unchanged(path, b"old", b"newer")
    if sys.platform == "linux":
        with before_first("ctypes.dlsym", save):
            assert not replace_unchanged(path, b"new", b"newer")
        assert path.read_bytes() == b"saved"
    assert names(tmp_path) == ["file"]


def test_what_a_killed_process_leaves_is_deleted(tmp_path: Path) -> None:
    """What others write at this moment stays, and what others called alike."""
    script = "import sys; from pathlib import Path; from newsgen.files import *; stage_file(Path(sys.argv[1]), 'x')"
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "file")], check=True)
    (tmp_path / "mine.tmp").touch()
    assert len(names(tmp_path)) == 2
    move = stage_file(tmp_path / "file", "y")
    remove_leftovers(tmp_path)
    assert len(names(tmp_path)) == 2
    move()
    assert names(tmp_path) == ["file", "mine.tmp"]
    remove_leftovers(tmp_path / "missing")


def test_a_cached_value_is_read_back(tmp_path: Path) -> None:
    """By the code of the version that wrote it alone; the folder is made."""
    write_cached_value(tmp_path / "cache/value", VALUE, "1")
    assert read_cached_value(tmp_path / "cache/value", Value, "1") == VALUE
    assert read_cached_value(tmp_path / "cache/value", Value, "2") is None
    assert read_cached_value(tmp_path / "cache/value", Value) is None
    assert read_cached_value(tmp_path / "cache/value", list[str], "1") is None
    move = stage_cached(tmp_path / "cache/value", Value([]), "1")
    assert read_cached_value(tmp_path / "cache/value", Value, "1") == VALUE
    move()
    assert read_cached_value(tmp_path / "cache/value", Value, "1") == Value([])


def test_a_value_that_cannot_be_held_is_not_cached(tmp_path: Path) -> None:
    """Nor is the one before it, which counts no longer."""
    write_cached_value(tmp_path / "value", VALUE)
    write_cached_value(tmp_path / "value", Value(["\udce9"]))
    assert names(tmp_path) == []
    assert read_cached_value(tmp_path / "value", Value) is None
    (tmp_path / "value").mkdir()
    assert read_cached_value(tmp_path / "value", Value) is None


@given(st.data())
def test_a_damaged_value_is_no_value(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """One flipped byte anywhere, an end that is missing, something behind it, another file."""
    path = tmp_path_factory.getbasetemp() / "value"
    write_cached_value(path, VALUE, "1")
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    flipped = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
    for damaged in (flipped, whole[:at], whole + b"x", data.draw(st.binary())):
        path.write_bytes(damaged)
        assert read_cached_value(path, Value, "1") is None
