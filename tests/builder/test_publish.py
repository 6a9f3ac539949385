"""The stage becomes a whole generation, which takes the place of the old one."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from newsgen.builder.build import build
from newsgen.builder.output import read_build_json, refuse_foreign_files
from newsgen.builder.publish import exchange, prepare_stage
from newsgen.errors import RefusedError
from newsgen.renderer.page import Blob
from tests.builder.samples import build_blobs, order, places, texts
from tests.support.archives import write

A = {"a.html": "a", "x/b.html": "b", "x/y/c.html": "c"}


def test_a_listing_tells_the_generator_and_every_file_with_its_hash(tmp_path: Path) -> None:
    """In order of path; one that is broken is none."""
    build_blobs(tmp_path, {"b": "1", "a": ""})
    listing = read_build_json(tmp_path / "site")
    assert listing
    assert listing.generator == "newsgen test"
    assert list(listing.files.items()) == [
        ("a", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("b", "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"),
    ]
    for data in (b"", b"{", b"\xff\xfe", b"[]", b'{"files": {}}', b'{"generator": "x", "files": {"a": 1}}'):
        (tmp_path / "site/build.json").write_bytes(data)
        assert read_build_json(tmp_path / "site") is None
    assert read_build_json(tmp_path / "missing") is None
    assert read_build_json(tmp_path / "site/a") is None


def test_foreign_files_are_named_with_the_remedy_ten_at_most(tmp_path: Path) -> None:
    names = [*(f"f{n:02d}" for n in range(12)), "ours", "build.json"]
    with pytest.raises(RefusedError) as caught:
        refuse_foreign_files(places(tmp_path), names, {"ours"})
    assert caught.value.exit_code == 3
    lines = str(caught.value).splitlines()
    assert len(lines) == 11
    assert lines[0] == "site: and 2 more such files"
    assert lines[1] == (
        "site/f00: newsgen did not write this file; "
        "put it in static/ and it will be copied into every build, or move it away"
    )


def test_a_file_of_the_spare_that_is_not_that_of_the_output_is_not_published(tmp_path: Path) -> None:
    """Something replaced it: its listing is right, and its bytes are wrong."""
    for n in range(3):
        build_blobs(tmp_path, A | {"n": str(n)})
    spared = places(tmp_path).spare / "x/b.html"
    spared.unlink()
    spared.write_text("?")
    build_blobs(tmp_path, A | {"n": "3"})
    assert texts(tmp_path / "site") == A | {"n": "3"}


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


def test_a_file_system_without_hard_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As exFAT: what stays is copied, with the mode that every file has."""

    def refuse(source: str, target: str) -> None:
        raise OSError(errno.EPERM, "Operation not permitted", source, None, target)

    monkeypatch.setattr(os, "link", refuse)
    for text in ("1", "2", "3"):
        build_blobs(tmp_path, A | {"x/b.html": text})
        assert texts(tmp_path / "site") == A | {"x/b.html": text}
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "site").glob("*.html")} == {0o644}


@pytest.mark.parametrize("harm", ["missing", "foreign", "moved", "changed list", "not there"])
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
        case "moved":
            (spare / "x/b.html").rename(spare / "b.html")
        case "not there":
            spare.rename(tmp_path / "away")
        case _:
            (spare / "build.json").write_text('{"generator": "", "files": {"a.html": ""}}')
    for text in ("3", "4", "5"):
        build_blobs(tmp_path, A | {"x/b.html": text})
        assert texts(tmp_path / "site") == A | {"x/b.html": text}


def test_prepare_empties_the_stage_whatever_is_in_it(tmp_path: Path) -> None:
    stage = places(tmp_path).stage
    (stage / "a/b").mkdir(parents=True)
    (stage / "a/b/c").write_text("left over")
    (stage / "link").symlink_to(tmp_path)
    (tmp_path / "precious").write_text("x")
    prepare_stage(places(tmp_path))
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


@pytest.mark.parametrize("path", ["notes.txt", "x/y/notes.txt", "z/new/notes.txt"])
@pytest.mark.parametrize("builds", [1, 2, 3])
def test_a_foreign_file_that_comes_while_pages_are_rendered_is_not_lost(
    builds: int, path: str, tmp_path: Path
) -> None:
    where = places(tmp_path)
    for number in range(builds):
        build_blobs(tmp_path, A | {"a.html": str(number)})
    plan = [Blob(path, text.encode()) for path, text in (A | {"a.html": "new"}).items()]

    def come(_done: int, _all: int) -> None:
        write(where.output, {path: "precious"})

    with pytest.raises(RefusedError, match="newsgen did not write this file"):
        build(order(tmp_path), where, plan, progress=come)
    assert (where.output / path).read_text() == "precious"
    assert (where.output / "a.html").read_text() == str(builds - 1)


def folder(path: Path, text: str) -> Path:
    path.mkdir()
    (path / "file").write_text(text)
    return path


def state(at: Path) -> dict[str, str]:
    return {path.name: (path / "file").read_text() if path.is_dir() else "note" for path in at.iterdir()}


@pytest.mark.parametrize("platform", [sys.platform, "other"])
def test_folders_change_places(platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With one call of Linux, and with two renames elsewhere."""
    monkeypatch.setattr(sys, "platform", platform)
    fresh, live = folder(tmp_path / "fresh", "new"), folder(tmp_path / "live", "old")
    exchange(fresh, live, tmp_path / "intent")
    assert state(tmp_path) == {"fresh": "old", "live": "new"}


def test_the_first_generation_is_moved(tmp_path: Path) -> None:
    """There is nothing to change places with; folders above it are made."""
    exchange(folder(tmp_path / "fresh", "new"), tmp_path / "www/live", tmp_path / "intent")
    assert (tmp_path / "www/live/file").read_text() == "new"
    assert not (tmp_path / "fresh").exists()


@pytest.mark.parametrize("platform", [sys.platform, "other"])
def test_nothing_happens_where_the_system_refuses(
    platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here there is nothing to put in the place of the live folder."""
    monkeypatch.setattr(sys, "platform", platform)
    live = folder(tmp_path / "live", "old")
    with pytest.raises(OSError, match=os.strerror(errno.ENOENT)):
        exchange(tmp_path / "fresh", live, tmp_path / "intent")
    assert state(tmp_path) == {"live": "old"}
