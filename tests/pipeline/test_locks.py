"""newsgen.lock on disk: runs that overlap lose nothing of each other, and records that move are followed."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.lockfile import Lock, SeedEntry
from newsgen.pipeline.project import (
    Project,
    read_archive_lock,
    update_moved_paths,
    write_archive_lock,
)
from newsgen.pipeline.published_addresses import update_lock_addresses
from newsgen.settings.values import Settings

ENTRY = SeedEntry("a" * 64, "articles/a.md", "b" * 64)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / ".newsgen").mkdir()
    return Project(tmp_path, Settings())


def test_a_build_keeps_what_a_loader_wrote_meanwhile(project: Project) -> None:
    write_archive_lock(project, Lock({"seeds/a.txt": ENTRY}, {}, {"old.html": "articles/a.md"}))
    update_lock_addresses(project, {"new.html": "articles/a.md"}, ())
    addresses = {"old.html": "articles/a.md", "new.html": "articles/a.md"}
    assert read_archive_lock(project) == Lock({"seeds/a.txt": ENTRY}, {}, addresses)


def test_an_address_follows_its_record(project: Project) -> None:
    write_archive_lock(project, Lock({}, {}, {"x.html": "articles/old.md"}))
    lock = update_moved_paths(read_archive_lock(project), {"articles/old.md": "articles/new.md"})
    update_lock_addresses(project, lock.addresses, ())
    assert read_archive_lock(project).addresses == {"x.html": "articles/new.md"}


def test_a_lock_with_the_same_text_is_not_touched(project: Project) -> None:
    write_archive_lock(project, Lock({}, {}, {"x.html": "articles/x.md"}))
    before = (project.root / "newsgen.lock").stat()
    update_lock_addresses(project, {"x.html": "articles/x.md"}, ())
    assert (project.root / "newsgen.lock").stat().st_mtime_ns == before.st_mtime_ns
    assert (project.root / "newsgen.lock").stat().st_ino == before.st_ino
