"""What is related is kept, and is never that of other names or dates."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from newsgen.archive.related import kin_of, related
from newsgen.config import Settings
from newsgen.model import PartialDate, Record
from newsgen.pipeline.kin import with_kin
from newsgen.pipeline.project import Project
from tests.renderer.samples import sample_archive


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / ".newsgen/cache").mkdir(parents=True)
    return Project(tmp_path, Settings())


def test_what_is_kept_is_what_would_be_found(project: Project) -> None:
    """From the cache or not, the same articles with the same reasons."""
    archive = sample_archive()
    assert any(found := related(archive))
    assert [related(with_kin(project, archive)[0]) for _ in range(2)] == [found, found]
    assert (project.root / ".newsgen/cache/related").is_file()


@pytest.mark.parametrize(
    "change",
    [
        {"topics": ("Another",)},
        {"people": ("Mei Lin", "Another")},
        {"places": ("Elsewhere",)},
        {"organizations": ("Ports Union",)},
        {"date": PartialDate(1999)},
        {"status": "withdrawn"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_other_names_dates_and_records_are_asked_anew(project: Project, change: dict[str, object]) -> None:
    """Each field that counts, in each record."""
    records = list(sample_archive().records)
    with_kin(project, sample_archive(records))
    for place, record in enumerate(records):
        edited: list[Record] = [*records]
        edited[place] = msgspec.structs.replace(record, **change)
        archive = sample_archive(edited)
        assert with_kin(project, archive)[0].kin == kin_of(archive)
    assert with_kin(project, shorter := sample_archive(records[1:]))[0].kin == kin_of(shorter)
