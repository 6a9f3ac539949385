"""Which archive: its root and its settings."""

from __future__ import annotations

from pathlib import Path

from newsgen.pipeline.project import open_project


def test_the_root_is_absolute_and_real_wherever_the_process_is(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "link").symlink_to("a")
    assert open_project(tmp_path / "link").root == tmp_path / "a"
