"""The stage becomes a whole generation."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from newsgen.builder.output import read_listing, refuse_foreign
from newsgen.builder.publish import prepare
from newsgen.errors import RefusedError
from tests.builder.samples import build_blobs, places, texts

A = {"a.html": "a", "x/b.html": "b", "x/y/c.html": "c"}


def test_a_listing_tells_the_generator_and_every_file_with_its_hash(tmp_path: Path) -> None:
    """In order of path; one that is broken is none."""
    build_blobs(tmp_path, {"b": "1", "a": ""})
    listing = read_listing(tmp_path / "site")
    assert listing
    assert listing.generator == "newsgen test"
    assert list(listing.files.items()) == [
        ("a", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("b", "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"),
    ]
    for data in (b"", b"{", b"\xff\xfe", b"[]", b'{"files": {}}', b'{"generator": "x", "files": {"a": 1}}'):
        (tmp_path / "site/build.json").write_bytes(data)
        assert read_listing(tmp_path / "site") is None
    assert read_listing(tmp_path / "missing") is None
    assert read_listing(tmp_path / "site/a") is None


def test_foreign_files_are_named_with_the_remedy_ten_at_most(tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as caught:
        refuse_foreign(places(tmp_path), [*(f"f{n:02d}" for n in range(12)), "ours", "build.json"], ["ours"])
    assert caught.value.exit_code == 3
    lines = str(caught.value).splitlines()
    assert len(lines) == 11
    assert lines[0] == "site: and 2 more such files"
    assert lines[1] == (
        "site/f00: newsgen did not write this file; "
        "put it in static/ and it will be copied into every build, or move it away"
    )


def test_what_stays_is_linked_and_what_is_new_is_written(tmp_path: Path) -> None:
    """From the second build on the spare is brought up to date, so three builds in a row are looked at."""
    build_blobs(tmp_path, A)
    inode = (tmp_path / "site/a.html").stat().st_ino
    for text in ("1", "2", "3"):
        build_blobs(tmp_path, A | {"x/b.html": text})
        assert texts(tmp_path / "site") == A | {"x/b.html": text}
        assert (tmp_path / "site/a.html").stat().st_ino == inode


def test_empty_folders_go_and_a_file_may_take_their_name(tmp_path: Path) -> None:
    for files in (A, {"a.html": "a"}, A, {"x": "file"}, {"x": "file", "y/z": "1"}, A, {"x/y": "file"}):
        build_blobs(tmp_path, files)
        assert texts(tmp_path / "site") == files


@pytest.mark.parametrize("handles", [True, False])
def test_a_file_system_without_hard_links_will_do(
    handles: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As exFAT: what stays is copied, with the mode that every file has."""

    def refuse(source: str, target: str, **_ends: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted", source, None, target)

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(os, "supports_dir_fd", {*os.supports_dir_fd, refuse} if handles else set())
    for text in ("1", "2", "3"):
        build_blobs(tmp_path, A | {"x/b.html": text})
        assert texts(tmp_path / "site") == A | {"x/b.html": text}
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "site").glob("*.html")} == {0o644}


@pytest.mark.parametrize("harm", ["missing", "foreign", "changed list", "no list", "half list", "not there"])
def test_a_spare_that_is_not_what_its_list_says_is_not_used(harm: str, tmp_path: Path) -> None:
    """It may be left by a build that was killed while it swept up."""
    build_blobs(tmp_path, A)
    build_blobs(tmp_path, A | {"x/b.html": "2"})
    spare = places(tmp_path).spare
    match harm:
        case "missing":
            (spare / "a.html").unlink()
        case "foreign":
            (spare / "foreign").write_text("x")
        case "no list":
            (spare / "build.json").unlink()
        case "half list":
            (spare / "build.json").write_text('{"generator":')
        case "not there":
            spare.rename(tmp_path / "away")
        case _:
            (spare / "build.json").write_text('{"generator": "", "files": {"a.html": ""}}')
    final = A | {"x/b.html": "3"}
    build_blobs(tmp_path, final)
    assert texts(tmp_path / "site") == final


def test_prepare_empties_the_stage_whatever_is_in_it(tmp_path: Path) -> None:
    stage = places(tmp_path).stage
    (stage / "a/b").mkdir(parents=True)
    (stage / "a/b/c").write_text("left over")
    (stage / "link").symlink_to(tmp_path)
    (tmp_path / "precious").write_text("x")
    prepare(places(tmp_path))
    assert list(stage.iterdir()) == []
    assert (tmp_path / "precious").exists()


def test_modes_do_not_depend_on_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        build_blobs(tmp_path, A)
    finally:
        os.umask(before)
    for path in (tmp_path / "site").rglob("*"):
        assert path.stat().st_mode & 0o7777 == (0o755 if path.is_dir() else 0o644), path
    assert (tmp_path / "site").stat().st_mode & 0o7777 == 0o755
