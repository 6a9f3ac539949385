"""What a build warns of, and the report that it keeps."""

from __future__ import annotations

from pathlib import Path

from newsgen.errors import Problem
from newsgen.pipeline.project import open_project
from newsgen.pipeline.report import LastBuild, Report, read_last_build, write_last_build


def test_a_report_comes_back_and_a_broken_one_is_none(tmp_path: Path) -> None:
    project = open_project(tmp_path)
    assert read_last_build(project) == LastBuild()
    report = Report(1, 2, 3, future=(("a", "2027"),), warnings=(Problem("x", 1, 0, "is odd"),))
    write_last_build(project, LastBuild(b"digest", report))
    assert read_last_build(project) == LastBuild(b"digest", report)
    (tmp_path / ".newsgen/state/site/last").write_bytes(b"\xc1")
    assert read_last_build(project) == LastBuild()
