"""newsgen.lock on disk: runs that overlap lose nothing of each other, and records that move are followed."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from newsgen.lockfile import Lock, SeedEntry
from newsgen.pipeline.project import (
    KnownLock,
    Project,
    add_addresses,
    open_lock,
    read_archive_lock,
    with_moves,
    write_archive_lock,
)
from newsgen.settings.values import Settings

ENTRY = SeedEntry("a" * 64, "articles/a.md", "b" * 64)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / ".newsgen").mkdir()
    return Project(tmp_path, Settings())


def test_a_build_keeps_what_a_loader_wrote_meanwhile(project: Project) -> None:
    write_archive_lock(project, Lock({"seeds/a.txt": ENTRY}, {}, {"old.html": "articles/a.md"}))
    add_addresses(project, {"new.html": "articles/a.md"})
    addresses = {"old.html": "articles/a.md", "new.html": "articles/a.md"}
    assert read_archive_lock(project) == Lock({"seeds/a.txt": ENTRY}, {}, addresses)


def test_an_address_follows_its_record(project: Project) -> None:
    write_archive_lock(project, Lock({}, {}, {"x.html": "articles/old.md"}))
    lock = with_moves(read_archive_lock(project), {"articles/old.md": "articles/new.md"})
    add_addresses(project, lock.addresses)
    assert read_archive_lock(project).addresses == {"x.html": "articles/new.md"}


def test_a_lock_with_the_same_text_is_not_touched(project: Project) -> None:
    write_archive_lock(project, Lock({}, {}, {"x.html": "articles/x.md"}))
    before = (project.root / "newsgen.lock").stat()
    add_addresses(project, {"x.html": "articles/x.md"})
    assert (project.root / "newsgen.lock").stat().st_mtime_ns == before.st_mtime_ns
    assert (project.root / "newsgen.lock").stat().st_ino == before.st_ino


def test_a_lock_read_before_is_known_by_its_bytes(project: Project) -> None:
    """The cache never outlives the bytes that it was read from."""
    (project.root / ".newsgen/cache").mkdir()
    for record in ("articles/a.md", "articles/b.md"):
        (project.root / "newsgen.lock").write_text(f'["address","x.html","{record}"]\n')
        assert [read_archive_lock(project).addresses for _ in range(2)] == [{"x.html": record}] * 2
    assert (project.root / ".newsgen/cache/lock").is_file()


def test_of_a_lock_that_was_read_before_only_what_is_asked_is_decoded(project: Project) -> None:
    """It is the same lock; what is kept of it is not needed to find that out."""
    (project.work / "cache").mkdir()
    written = Lock({"seeds/a.txt": ENTRY}, {}, {"x.html": "articles/a.md"}, {"topics/a": "topics/b"})
    write_archive_lock(project, written)
    fresh, kept = open_lock(project), open_lock(project)
    assert "lock" not in vars(kept)
    assert (kept.told, kept.published, kept.moves) == (fresh.told, True, True)
    assert kept.lock == fresh.lock == written


def test_what_a_generation_depends_on_is_told_by_a_digest() -> None:
    """Addresses and old pages of names, each for what they are; no seed."""
    locks = [
        Lock({}, {}, {}),
        Lock({}, {}, {"a": "b"}),
        Lock({}, {}, {"a": "c"}),
        Lock({}, {}, {}, {"a": "b"}),
        Lock({}, {}, {"a": "b"}, {"a": "b"}),
        Lock({}, {}, {"caf\udce9": "b"}),
    ]
    assert len({KnownLock.of(lock).told for lock in locks}) == len(locks)
    assert KnownLock.of(Lock({"seeds/a.txt": ENTRY}, {}, {})).told == KnownLock.of(locks[0]).told
    assert not KnownLock.of(locks[0]).published
    assert not KnownLock.of(locks[1]).moves


def test_a_kept_lock_that_is_broken_inside_is_read_anew(project: Project) -> None:
    """Nothing but time is lost."""
    (project.work / "cache").mkdir()
    written = Lock({}, {}, {"x.html": "articles/a.md"})
    write_archive_lock(project, written)
    open_lock(project)
    cache = project.work / "cache" / "lock"
    digest, told, published, moves, _ = msgspec.msgpack.decode(cache.read_bytes())
    cache.write_bytes(msgspec.msgpack.encode((digest, told, published, moves, {"addresses": 1})))
    assert open_lock(project).lock == written
