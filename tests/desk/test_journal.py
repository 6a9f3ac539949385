"""The last command is undone byte for byte, wherever it or the undoing was killed, and only if nobody edited its files since."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from newsgen.desk.journal import plan_undo, write_undo
from newsgen.desk.names import NamesOfKind, write_renaming
from newsgen.errors import RefusedError, SettingsError
from newsgen.pipeline.project import open_project
from tests.support.archives import build, record, write
from tests.support.faults import Killed, fault_at

FILES = {
    "articles/a.md": record("A", date="2023-01-02", people=["Mei Lin", "Firefox"]),
    "articles/b.md": record("B", date="2023-01-03", people=["Firefox"]),
}
KEPT = (*FILES, "newsgen.lock", "names.toml")
STEPS = 80


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path / "archive", FILES)
    build(tmp_path / "archive")
    return tmp_path / "archive"


def texts(root: Path) -> dict[str, bytes]:
    return {path: (root / path).read_bytes() for path in KEPT if (root / path).exists()}


def move(root: Path) -> None:
    names = NamesOfKind(open_project(root), "people")
    assert write_renaming(names.project, names.plan_move(["Firefox"], "organizations")) == []


def undo(root: Path) -> str:
    project = open_project(root)
    undoing = plan_undo(project)
    write_undo(project, undoing)
    return undoing.what


def test_commands_are_undone_one_after_the_other(root: Path) -> None:
    """Also the table that the first one made, and the moved pages in newsgen.lock."""
    before = texts(root)
    move(root)
    between = texts(root)
    assert b'["moved","people/firefox","organizations/firefox"]' in between["newsgen.lock"]
    names = NamesOfKind(open_project(root), "people")
    write_renaming(names.project, names.plan_removal(["Mei Lin"]))
    assert texts(root)["names.toml"] != between["names.toml"]
    assert undo(root) == "people: remove Mei Lin"
    assert texts(root) == between
    assert undo(root) == "people: move Firefox to organizations"
    assert texts(root) == before
    with pytest.raises(SettingsError, match="there is nothing to undo"):
        undo(root)


def test_a_build_in_between_does_not_stop_it(root: Path) -> None:
    before = texts(root)
    move(root)
    build(root)
    undo(root)
    assert {path: text for path, text in texts(root).items() if path != "newsgen.lock"} == {
        path: text for path, text in before.items() if path != "newsgen.lock"
    }


def test_killed_at_any_step_a_command_is_undone_and_an_undoing_finished(root: Path, tmp_path: Path) -> None:
    """The one before it stays."""
    names = NamesOfKind(open_project(root), "people")
    write_renaming(names.project, names.plan(["Mei Lin"], "Lin Mei", into=True))
    before = texts(root)
    done = shutil.copytree(root, tmp_path / "archive-done")
    move(done)
    happened = [0, 0]
    for step in range(1, STEPS):
        killed = shutil.copytree(root, tmp_path / f"archive-{step}")
        with fault_at(step, Killed()) as fault, suppress(Killed):
            move(killed)
        happened[0] += fault.happened
        if texts(killed) != before:
            assert undo(killed) == "people: move Firefox to organizations", step
        assert texts(killed) == before, step
        again = shutil.copytree(done, tmp_path / f"archive-undo-{step}")
        with fault_at(step, Killed()) as fault, suppress(Killed):
            undo(again)
        happened[1] += fault.happened
        if fault.happened:
            undo(again)
        assert texts(again) == before, step
    assert min(happened) > 10
    assert max(happened) < STEPS - 1


def test_a_file_that_changed_since_is_named_and_nothing_is_written(root: Path) -> None:
    move(root)
    write(root, {"articles/b.md": FILES["articles/b.md"] + "More.\n"})
    before = texts(root)
    with pytest.raises(
        RefusedError, match=r'^articles/b\.md: the file has changed since "people: move Firefox'
    ) as error:
        undo(root)
    assert len(error.value.problems) == 1
    assert texts(root) == before
