"""What the last build wrote."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from newsgen.builder.output import Entry, Manifest, Stamp, draft_manifest, read_manifest, scan

ENTRY = Entry(b"f" * 16, "0" * 64, Stamp(3, 1_700_000_000_000_000_001, 42))


def test_a_manifest_reads_back(tmp_path: Path) -> None:
    manifest = Manifest(inputs=b"i", entries={"a/b.html": ENTRY}, listing=Stamp(1, 2, 3))
    draft_manifest(tmp_path / "manifest", manifest)()
    assert read_manifest(tmp_path / "manifest") == manifest
    assert [path.name for path in tmp_path.iterdir()] == ["manifest"]


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff", b"not a manifest", msgspec.msgpack.encode({"version": 0}), msgspec.msgpack.encode([1])],
)
def test_a_manifest_that_is_broken_or_of_another_version_is_empty(data: bytes, tmp_path: Path) -> None:
    """Then everything is rendered, which is slow and right."""
    (tmp_path / "manifest").write_bytes(data)
    assert read_manifest(tmp_path / "manifest") == Manifest()


def test_a_manifest_cut_off_anywhere_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "manifest"
    draft_manifest(path, Manifest(inputs=b"i", entries={"a": ENTRY}))()
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert read_manifest(path) == Manifest(), length


def test_scan_finds_every_file_and_follows_no_link(tmp_path: Path) -> None:
    """Hidden ones too; a link, to a file or a folder, has a stamp that no written file has."""
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/.hidden").write_text("x")
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").symlink_to("a/b/.hidden")
    (tmp_path / "folder").symlink_to("a")
    (tmp_path / "dangling").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")
    nothing = Stamp(-1, -1, -1)
    status = (tmp_path / "a/b/.hidden").stat()
    assert scan(tmp_path) == {
        "a/b/.hidden": Stamp(1, status.st_mtime_ns, status.st_ino),
        "file": nothing,
        "folder": nothing,
        "dangling": nothing,
        "pipe": nothing,
    }
    assert scan(tmp_path / "missing") == {}
