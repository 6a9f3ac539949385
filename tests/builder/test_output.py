"""What the last build wrote."""

from __future__ import annotations

import os
from pathlib import Path

from newsgen.builder.output import (
    Manifest,
    ManifestEntry,
    Stamp,
    prepare_manifest_write,
    read_manifest,
    stat_folder,
)
from newsgen.files import write_cached_value

ENTRY = ManifestEntry(b"f" * 16, "0" * 64, Stamp(3, 1_700_000_000_000_000_001, 42))


def test_a_damaged_manifest_is_empty(tmp_path: Path) -> None:
    """Cut off anywhere, with any byte changed, or of another form: then everything is rendered."""
    path, manifest = tmp_path / "manifest", Manifest(b"i", {"a/b.html": ENTRY}, Stamp(1, 2, 3))
    prepare_manifest_write(path, manifest)()
    assert read_manifest(path) == manifest
    whole = path.read_bytes()
    for at in range(len(whole)):
        for data in (whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]):
            path.write_bytes(data)
            assert read_manifest(path) == Manifest(), at
    write_cached_value(path, Manifest(inputs=b"i"), "another version")
    assert read_manifest(path) == Manifest()


def test_every_file_is_found_and_no_link_followed(tmp_path: Path) -> None:
    """Hidden ones too; a link, to a file or a folder, has a stamp that no written file has."""
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/.hidden").write_text("x")
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").symlink_to("a/b/.hidden")
    (tmp_path / "folder").symlink_to("a")
    (tmp_path / "dangling").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")
    others = dict.fromkeys(["file", "folder", "dangling", "pipe"], Stamp(-1, -1, -1))
    status = (tmp_path / "a/b/.hidden").stat()
    hidden = Stamp(1, status.st_mtime_ns, status.st_ino)
    assert stat_folder(tmp_path) == {"a/b/.hidden": hidden} | others
    assert stat_folder(tmp_path / "missing") == {}
