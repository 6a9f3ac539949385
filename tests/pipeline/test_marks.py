"""The mark of a loader that left nothing to do: what it must notice, and what it need not."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from newsgen.loader.report import LoadReport
from newsgen.lockfile import Lock, SeedEntry
from newsgen.pipeline.marks import Mark, mark_of, read_mark, write_mark
from newsgen.pipeline.project import Project, add_addresses, write_archive_lock
from newsgen.pipeline.report import Options
from newsgen.record.store import Stat
from newsgen.settings.values import Settings

OPTIONS = Options(datetime.date(2026, 11, 24))
STATS = {"seeds/a.txt": Stat(10, 1, 1, 1)}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / ".newsgen" / "cache").mkdir(parents=True)
    return Project(tmp_path, Settings())


def mark(project: Project) -> bytes:
    return mark_of(project, OPTIONS, [], STATS)


def test_a_mark_comes_back(project: Project) -> None:
    assert read_mark(project) == Mark()
    kept = Mark(mark(project), LoadReport(unchanged=3, skipped=("seeds/a.docx",)))
    write_mark(project, kept)
    assert read_mark(project) == kept


def test_addresses_that_a_build_adds_do_not_count(project: Project) -> None:
    """Else the first build would send the second one through all seeds again."""
    write_archive_lock(project, Lock({"seeds/a.txt": SeedEntry("a" * 64, "articles/a.md", "b" * 64)}, {}, {}))
    before = mark(project)
    add_addresses(project, {"2023/11/22/a.html": "articles/a.md"})
    assert mark(project) == before


@pytest.mark.parametrize("name", ["names.toml", "topics.toml", "newsgen.lock"])
def test_a_file_that_decides_counts(project: Project, name: str) -> None:
    before = mark(project)
    (project.root / name).write_text("# another text\n")
    assert mark(project) != before


def test_a_seed_that_changes_counts(project: Project) -> None:
    assert mark_of(project, OPTIONS, [], {"seeds/a.txt": Stat(11, 1, 1, 1)}) != mark(project)
