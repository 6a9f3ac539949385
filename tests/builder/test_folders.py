"""Folders that need not be listed: what is told of them is what a full look would find."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest

from newsgen.builder import folders
from newsgen.builder.build import build
from newsgen.builder.clock import clock_of
from newsgen.builder.folders import Table, survey
from newsgen.builder.kept_folders import encoded, keep_both, known_output, known_spare
from newsgen.builder.manifest import Stamp, scan
from newsgen.builder.standing import is_current
from newsgen.errors import RefusedError
from newsgen.record.store import GRAIN_NS
from newsgen.renderer.page import Blob
from tests.builder.samples import build_blobs, order, places, texts
from tests.support.archives import write
from tests.support.waiting import eventually

FILES = {"a.html": "a", "x/b.html": "b", "x/y/c.html": "c", "z/d.html": "d"}


def _another(top: Path) -> None:
    write(top, {"a.new": "?"})
    (top / "a.new").replace(top / "a.html")


def _swap(top: Path) -> None:
    """Put another folder with the same names in the place of one."""
    shutil.copytree(top / "x", top / "other")
    shutil.rmtree(top / "x")
    (top / "other").rename(top / "x")


def _behind_a_link(top: Path) -> None:
    (top / "z").rename(top.parent / "elsewhere")
    (top / "z").symlink_to("../elsewhere")


def _file_for_folder(top: Path) -> None:
    shutil.rmtree(top / "z")
    (top / "z").write_text("file")


CHANGES: dict[str, Callable[[Path], object]] = {
    "none": lambda top: None,
    "a name more": lambda top: write(top, {"x/new.html": "n"}),
    "a hidden name deep down": lambda top: write(top, {"x/y/.new": "n"}),
    "a name in a new folder": lambda top: write(top, {"x/n/o/p": "n"}),
    "an empty folder": lambda top: (top / "x/empty").mkdir(exist_ok=True),
    "a name less": lambda top: (top / "x/y/c.html").unlink(missing_ok=True),
    "another file in its place": _another,
    "a folder less": lambda top: shutil.rmtree(top / "x/y", ignore_errors=True),
    "another folder in its place": _swap,
    "a link in its place": _behind_a_link,
    "a file in its place": _file_for_folder,
    "nothing left": shutil.rmtree,
}  # fmt: skip
LAST = ("a link in its place", "a file in its place", "nothing left")


def settled(top: Path, known: Table) -> Table:
    """The table of a survey that is made when the clock has moved on from the last change."""
    begun = clock_of(top.parent)
    eventually(lambda: clock_of(top.parent) > begun)
    return survey(top, known, clock_of(top.parent)).table


@pytest.fixture
def fine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the clock to its last digit, so that nothing must grow old first."""
    monkeypatch.setattr(folders, "GRAIN_NS", 0)


@pytest.mark.usefixtures("fine")
@pytest.mark.parametrize("changes", [p for p in permutations(CHANGES, 2) if p[0] not in LAST], ids=">".join)
def test_a_survey_finds_what_a_full_look_finds(changes: tuple[str, str], tmp_path: Path) -> None:
    """After one change and another, whether what it knows is of before the first or between them."""
    top = tmp_path / "site"
    write(top, FILES)
    known, before = settled(top, {}), set(scan(top))
    for name in changes:
        CHANGES[name](top)
        seen = survey(top, known, clock_of(tmp_path))
        now = set(scan(top))
        assert seen.names.union(path for path in before if path.rpartition("/")[0] in seen.same) == now
        assert seen.agrees(before) == (now == before)
        again = survey(top, settled(top, known), 0)
        assert again.same == again.table.keys() == survey(top, {}, 0).table.keys()
        assert again.names == set()
        known, before = again.table, now


def test_a_folder_that_has_just_changed_is_listed_again(tmp_path: Path) -> None:
    """Its stat may not show a change in the same tick of a coarse clock; without a clock none is trusted."""
    top = tmp_path / "site"
    write(top, FILES)
    last = max((top / name).stat().st_ctime_ns for name in ("", "x", "x/y", "z"))
    for now in (0, last, last + GRAIN_NS):
        seen = survey(top, survey(top, {}, now).table, now)
        assert seen.names
        assert seen.learned < 4
    seen = survey(top, survey(top, {}, last + GRAIN_NS + 1).table, 0)
    assert (seen.names, seen.same) == (set(), {"", "x", "x/y", "z"})


@pytest.mark.usefixtures("fine")
def test_only_folders_in_which_something_changed_are_listed(tmp_path: Path) -> None:
    """In the output and in the spare, from the third build on."""
    where = places(tmp_path)
    for number in range(4):
        build_blobs(tmp_path, FILES | {"x/b.html": str(number)})
        settled(where.output, {})
    listing = Stamp.of((where.output / "build.json").stat())
    seen = survey(where.output, known_output(where, listing), clock_of(tmp_path))
    assert seen.table.keys() - seen.same == {"", "x"}
    assert survey(where.spare, known_spare(where), 0).same == {"x", "x/y", "z"}
    assert known_output(where, None) == known_output(where, Stamp(1, 2, 3)) == {}
    write(where.spare, {"build.json": "{}"})
    assert known_spare(where) == {}


@pytest.mark.usefixtures("fine")
def test_a_build_that_changes_nothing_remembers_many_folders(tmp_path: Path) -> None:
    files = {f"{n}/index.html": str(n) for n in range(100)}
    where = places(tmp_path)
    build_blobs(tmp_path, files)
    listing = Stamp.of((where.output / "build.json").stat())
    assert known_output(where, listing) == {}
    settled(where.output, {})
    assert is_current(where, b"inputs")
    assert len(known_output(where, listing)) == 101
    (where.output / "99/foreign").touch()
    assert not is_current(where, b"inputs")


def test_what_is_known_is_of_no_use_if_a_name_cannot_be_kept(tmp_path: Path) -> None:
    """A folder whose name is not UTF-8 would be missing, and then be taken for one that is not there."""
    where, stamp = places(tmp_path), Stamp(1, 2, 3)
    where.state.mkdir(parents=True)
    table = {"": folders.Folder(1, 2, 3), os.fsdecode(b"\xff"): folders.Folder(1, 2, 3)}
    keep_both(where, stamp, encoded(table), stamp, table)
    assert known_output(where, stamp) == {}
    assert known_spare(where) == {}
    (where.state / "folders").write_bytes(b"\xc1")
    assert known_output(where, stamp) == known_spare(where) == {}


@pytest.mark.parametrize("path", ["notes.txt", "x/y/notes.txt", "z/new/notes.txt"])
@pytest.mark.parametrize("builds", [1, 2, 3])
@pytest.mark.usefixtures("fine")
def test_a_foreign_file_that_comes_while_pages_are_rendered_is_not_lost(
    builds: int, path: str, tmp_path: Path
) -> None:
    where = places(tmp_path)
    for number in range(builds):
        build_blobs(tmp_path, FILES | {"a.html": str(number)})
        settled(where.output, {})
    plan = [Blob(path, text.encode()) for path, text in (FILES | {"a.html": "new"}).items()]

    def come(_done: int, _all: int) -> None:
        write(where.output, {path: "precious"})

    with pytest.raises(RefusedError, match="newsgen did not write this file"):
        build(order(tmp_path), where, plan, progress=come)
    assert (where.output / path).read_text() == "precious"
    assert (where.output / "a.html").read_text() == str(builds - 1)


@pytest.mark.usefixtures("fine")
def test_what_systems_leave_in_a_folder_does_not_come_back_with_the_spare(tmp_path: Path) -> None:
    """It lies in a folder that has not changed since it was listed."""
    where = places(tmp_path)
    for number in range(3):
        build_blobs(tmp_path, FILES | {"a.html": str(number)})
    write(where.output, {"x/Thumbs.db": "", "z/.DS_Store": ""})
    for number in range(3):
        settled(where.output, {})
        final = FILES | {"a.html": f"final {number}"}
        build_blobs(tmp_path, final)
        assert texts(where.output) == final


@pytest.mark.parametrize("harm", ["missing", "foreign", "moved", "folder less"])
@pytest.mark.usefixtures("fine")
def test_a_spare_in_which_someone_was_at_work_is_not_used(harm: str, tmp_path: Path) -> None:
    """Though its folders are known, and whatever else links to the files that it shares with the output."""
    where = places(tmp_path)
    for number in range(4):
        build_blobs(tmp_path, FILES | {"a.html": str(number)})
        settled(where.output, {})
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
