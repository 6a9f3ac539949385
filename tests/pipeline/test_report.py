"""What a build warns of, and the report that it keeps."""

from __future__ import annotations

from pathlib import Path

from newsgen.pipeline.project import open_project
from newsgen.pipeline.report import LastBuild, Report, advice, read_last_build, write_last_build
from tests.renderer.samples import record


def test_an_unknown_key_is_told_once_with_the_key_that_was_meant() -> None:
    records = [record("a", unknown=("auhtors", "weather")), record("b", unknown=("weather",))]
    assert [str(problem) for problem in advice(records, {})] == [
        'articles/a.md:1: front matter key "auhtors" is unknown; did you mean "authors"?',
        'articles/a.md:1: front matter key "weather" is unknown; it is kept and shown nowhere',
    ]


def test_a_lost_address_is_told_with_each_remedy() -> None:
    (problem,) = advice([], {"2023/a.html": "articles/a.md"})
    assert str(problem) == (
        "articles/a.md: 2023/a.html was published and would be lost: its record is gone; write redirect_from: "
        "[2023/a.html] into another record, or restore this one with status: withdrawn; "
        "if nobody has ever seen it, delete its line in newsgen.lock"
    )


def test_a_report_comes_back_and_a_broken_one_is_none(tmp_path: Path) -> None:
    project = open_project(tmp_path)
    assert read_last_build(project) == LastBuild()
    report = Report(1, 2, 3, future=(("a", "2027"),), warnings=tuple(advice([], {"x": "y"})))
    write_last_build(project, LastBuild(b"digest", report))
    assert read_last_build(project) == LastBuild(b"digest", report)
    (tmp_path / ".newsgen/state/site/last").write_bytes(b"\xc1")
    assert read_last_build(project) == LastBuild()
