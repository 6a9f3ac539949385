"""static/: files that stand in the site as they are."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from newsgen.errors import ContentError, OutputError
from newsgen.pipeline.open import find_static
from newsgen.pipeline.pictures import FoundFile
from newsgen.pipeline.plan import INSTEAD
from newsgen.pipeline.project import open_project
from newsgen.record.store import Stat
from tests.support.archives import build, four, record, write

LATER = 1 << 62
"""A clock by which every file is old."""


def found(root: Path, clock: int = LATER, known: list[FoundFile] | None = None) -> list[FoundFile]:
    return find_static(open_project(root), clock, known or [])


def paths(root: Path) -> list[str]:
    return [file.path for file in found(root)]


def test_files_stand_at_their_path_inside_static_hidden_ones_too(tmp_path: Path) -> None:
    """Hosts want .nojekyll and .well-known/; what systems and editors leave behind does not count."""
    write(tmp_path, {f"static/{name}": "a" for name in (
        "a", "b/c d.txt", ".nojekyll", ".well-known/security.txt",
        ".DS_Store", "b/.gitkeep", ".git/config", "draft.txt~", "Thumbs.db",
    )})  # fmt: skip
    assert paths(tmp_path) == [
        f"static/{name}" for name in (".nojekyll", ".well-known/security.txt", "a", "b/c d.txt")
    ]


def test_the_folder_may_have_another_name_or_not_be_there(tmp_path: Path) -> None:
    assert paths(tmp_path) == []
    write(tmp_path, {"newsgen.toml": '[paths]\nstatic = "./files/public/"\n', "files/public/a/b": "a"})
    assert paths(tmp_path) == ["files/public/a/b"]


def test_links_to_files_are_copied_and_links_to_folders_left_out(tmp_path: Path) -> None:
    write(tmp_path, {"elsewhere/a": "a", "static/b": "b"})
    (tmp_path / "static/link").symlink_to("../elsewhere/a")
    (tmp_path / "static/folder").symlink_to("../elsewhere")
    (tmp_path / "static/dangling").symlink_to("nowhere")
    assert paths(tmp_path) == ["static/b", "static/link"]


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


@pytest.mark.skipif(
    not Path("/proc/self/mem").exists(), reason="needs a file that cannot be read, even by root"
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static/a").symlink_to("/proc/self/mem")
    with pytest.raises(OutputError, match=r"^static/a: cannot be read: "):
        found(tmp_path)


def test_a_touched_file_changes_nothing_and_a_changed_one_itself_alone(tmp_path: Path) -> None:
    write(tmp_path, four() | {"static/a": "1", "static/b": "1"})
    build(tmp_path)
    os.utime(tmp_path / "static/a", (1, 1))
    assert build(tmp_path).unchanged
    (tmp_path / "static/a").write_text("2")
    assert build(tmp_path).written == 1
    assert (tmp_path / "site/a").read_text() == "2"
    (tmp_path / "static/a").unlink()
    assert build(tmp_path).removed == 1


def test_own_robots_llms_and_redirects_stand_instead_of_the_made_ones(tmp_path: Path) -> None:
    """Hosts and crawlers read these names alone, so an archive's own file is meant to be the one that counts."""
    write(
        tmp_path,
        four() | {"articles/moved.md": record("Moved", date="2023-01-02", redirect_from=["old.html"])},
    )
    build(tmp_path)
    names = sorted(INSTEAD)
    made = {name: (tmp_path / "site" / name).read_text() for name in names}
    write(tmp_path, {f"static/{name}": f"# own {name}\n" for name in names})
    build(tmp_path)
    assert [(tmp_path / "site" / name).read_text() for name in names] == [f"# own {name}\n" for name in names]
    assert (tmp_path / "site/old.html").is_file()
    for name in names:
        (tmp_path / "static" / name).unlink()
    build(tmp_path)
    assert {name: (tmp_path / "site" / name).read_text() for name in names} == made


def test_any_other_file_at_a_taken_address_is_refused(tmp_path: Path) -> None:
    write(tmp_path, four() | {"static/about.html": "mine"})
    with pytest.raises(ContentError, match=r"two files stand at .*about\.html"):
        build(tmp_path)
