"""What two files say of all records is what one would: an edit writes a little one."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgen.record.store import Kept, Store, records_of
from tests.support.archives import record, write

LATER = 1 << 62
"""A clock by which every file is old."""


def store(root: Path, name: str = "records", engine: str = "1") -> Store:
    return Store(root, "articles", root / "cache" / name, engine)


def titles(kept: list[Kept]) -> list[str]:
    return [found.title for found in records_of(kept)]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    write(tmp_path, {f"articles/{number:03}.md": record(f"Title {number}") for number in range(200)})
    store(tmp_path).read(LATER)
    return tmp_path


def test_an_edit_does_not_write_all(archive: Path) -> None:
    """And is known in the next run, after which nothing is written."""
    before = (archive / "cache/records").read_bytes()
    write(archive, {"articles/007.md": record("New", "Other.")})
    kept, _ = store(archive).read(LATER)
    late = archive / "cache/records.late"
    written = late.read_bytes()
    assert (archive / "cache/records").read_bytes() == before
    assert len(written) < len(before) / 50
    late.touch()
    stamp = late.stat().st_mtime_ns
    assert store(archive).read(LATER) == (kept, [])
    assert titles(kept)[7] == "New"
    assert late.stat().st_mtime_ns == stamp
    (archive / "articles/007.md").rename(archive / "articles/300.md")
    assert store(archive).read(LATER)[1] == [("articles/007.md", kept[7].body)]


def test_many_edits_are_written_with_all(archive: Path) -> None:
    """Also if they come one by one."""
    for number in range(70):
        write(archive, {f"articles/{number:03}.md": record(f"New {number}")})
        kept, _ = store(archive).read(LATER)
    assert len((archive / "cache/records.late").read_bytes()) < 5000
    assert store(archive).read(LATER)[0] == kept == store(archive, "other").read(LATER)[0]


def test_changes_of_other_records_than_these_are_not_read(archive: Path) -> None:
    """As after a run that was broken off before it could delete them."""
    write(archive, {"articles/007.md": record("Late")})
    (archive / "articles/008.md").unlink()
    store(archive).read(LATER)
    late = (archive / "cache/records.late").read_bytes()
    (archive / "articles/009.md").unlink()
    kept, gone = store(archive, engine="2").read(LATER)
    assert not (archive / "cache/records.late").exists()
    (archive / "cache/records.late").write_bytes(late)
    assert store(archive, engine="2").read(LATER) == (kept, gone)
    assert len(gone) == 2


@pytest.mark.parametrize("data", [b"", b"\xc1", b"\x80", b"x" * 100])
def test_changes_that_are_broken_are_read_again(data: bytes, archive: Path) -> None:
    write(archive, {"articles/007.md": record("New")})
    kept, _ = store(archive).read(LATER)
    (archive / "cache/records.late").write_bytes(data)
    assert store(archive).read(LATER) == (kept, [])


STEPS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["", "one", "two"])), max_size=12)


@given(STEPS, st.integers(0, 12))
@settings(max_examples=60)
def test_whatever_happens_both_files_tell_it(steps: list[tuple[str, str]], renewed: int) -> None:
    """Records come, change, vanish and come back, and once the engine is another one."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, {"articles/z.md": record("Z")})
        bodies: dict[str, str] = {}
        gone: dict[str, str] = {}
        for number, (name, body) in enumerate(steps):
            path = f"articles/{name}.md"
            if body:
                write(root, {path: record(name, body)})
                gone.pop(path, None)
            elif path in bodies:
                (root / path).unlink()
                gone[path] = bodies.pop(path)
            kept, told = store(root, engine="1" if number < renewed else "2").read(LATER)
            assert kept == store(root, f"fresh{number}").read(LATER)[0]
            assert told == sorted(gone.items())
            bodies = {one.path: one.body for one in kept}
