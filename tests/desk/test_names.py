"""Renaming over many records: killed at every step, records stay whole and the same command finishes."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from newsgen.desk.names import NamesOfKind, write_renaming
from newsgen.errors import OutputError, RefusedError, SettingsError
from newsgen.pipeline.project import open_project
from tests.support.archives import build, record, write
from tests.support.faults import Killed, fault_at

FILES = {
    "articles/a.md": record("A", date="2023-01-02", people=["Xi", "Mei Lin"]),
    "articles/b.md": record("B", date="2023-01-03", people=["Xi Jinping"]),
    "articles/c.md": record("C", date="2023-01-04", people=["Mei Lin", "Xi Jinping"]),
    "names.toml": '[people]\n"Xi Jinping" = ["Xi"]\n',
}
STEPS = 80


def lay_out(root: Path) -> Path:
    write(root, FILES)
    build(root)
    return root


def merge(root: Path) -> None:
    names = NamesOfKind(open_project(root), "people")
    write_renaming(names.project, names.plan(["Xi Jinping", "Mei Lin"], "President", into=True))


def texts(root: Path) -> dict[str, bytes]:
    return {path: (root / path).read_bytes() for path in (*FILES, "newsgen.lock")}


def test_a_renaming_over_records_table_and_lock(tmp_path: Path) -> None:
    root = lay_out(tmp_path / "archive")
    merge(root)
    found = texts(root)
    assert b"President" in found["articles/a.md"]
    assert found["names.toml"] == b'[people]\n"President" = ["Xi Jinping", "Mei Lin", "Xi"]\n'
    assert b'["moved","people/xi-jinping","people/president"]' in found["newsgen.lock"]


@pytest.mark.parametrize("error", [Killed(), OSError(28, "No space left on device")], ids=["killed", "full"])
def test_cut_short_at_any_step_each_file_is_whole_and_the_same_command_finishes(
    error: BaseException, tmp_path: Path
) -> None:
    built = lay_out(tmp_path / "archive")
    before = texts(built)
    whole = shutil.copytree(built, tmp_path / "archive-0")
    merge(whole)
    after = texts(whole)
    assert all(after[path] != before[path] for path in before)
    happened = 0
    for step in range(1, STEPS):
        root = shutil.copytree(built, tmp_path / f"archive-{step}")
        with fault_at(step, error) as fault, suppress(Killed, OSError, OutputError):
            merge(root)
        happened += fault.happened
        left = texts(root)
        assert all(left[path] in (before[path], after[path]) for path in before), step
        if left == after:
            continue
        merge(root)
        assert texts(root) == after, step
        assert not (root / ".newsgen/renaming").exists()
        assert not [path for path in root.rglob("*.tmp") if ".newsgen" not in path.parts] or isinstance(
            error, Killed
        )
    assert 20 < happened < STEPS - 1


def test_a_record_that_changed_meanwhile_stops_it_before_anything_is_written(tmp_path: Path) -> None:
    root = lay_out(tmp_path / "archive")
    names = NamesOfKind(open_project(root), "people")
    planned = names.plan(["Xi Jinping", "Mei Lin"], "President", into=True)
    write(root, {"articles/c.md": FILES["articles/c.md"] + "More.\n"})
    before = texts(root)
    with pytest.raises(
        RefusedError, match=r"articles/c\.md: the file has changed meanwhile.*run the command again"
    ):
        write_renaming(names.project, planned)
    assert texts(root) == before


def test_a_name_that_names_toml_reads_otherwise_is_refused(tmp_path: Path) -> None:
    """It would come back under the other name with the next build."""
    root = lay_out(tmp_path / "archive")
    names = NamesOfKind(open_project(root), "people")
    with pytest.raises(SettingsError, match=r'names\.toml reads "Xi" as "Xi Jinping"'):
        names.plan(["Mei Lin"], "Xi", into=True)
