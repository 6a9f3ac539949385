"""Records are parsed once and kept by stat, by git's racily-clean rule."""

from __future__ import annotations

import os
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgen.errors import ContentError, OutputError
from newsgen.files import read_cached_value, write_cached_value
from newsgen.record.store import (
    CLOCK_TICK_NS,
    MIN_FILES_FOR_WORKERS,
    SUFFIXES,
    VERSION,
    CachedRecord,
    OpenExecutor,
    Stat,
    decode_records,
    read_record_folder,
    scan_files,
)
from tests.support.archives import record, write

LATER = 1 << 62
"""A clock by which every file is old."""


def read(
    root: Path,
    name: str = "cache/records",
    engine: str = "1",
    executor: OpenExecutor | None = None,
    at: int = LATER,
) -> tuple[list[CachedRecord], list[tuple[str, str]]]:
    return read_record_folder(root, "articles", root / name, engine, at, executor=executor)


def titles(kept: list[CachedRecord]) -> list[str]:
    return [found.title for found in decode_records(kept)]


def now(root: Path) -> int:
    """The file system's clock."""
    (root / "clock").write_bytes(b"")
    return (root / "clock").stat().st_mtime_ns


def test_records_come_in_order_of_path_whatever_their_suffix(tmp_path: Path) -> None:
    """Other files, hidden ones and links to folders are left out; a link to a file is read."""
    write(
        tmp_path,
        {f"articles/{name}": record(name) for name in ("b.md", "a/c.MD", "d.markdown", "e.txt", ".f.md")},
    )
    write(tmp_path, {"articles/.hidden/g.md": record("g"), "elsewhere/h.md": record("h")})
    (tmp_path / "articles/h.md").symlink_to("../elsewhere/h.md")
    (tmp_path / "articles/folder").symlink_to("../elsewhere")
    (tmp_path / "articles/dangling.md").symlink_to("nowhere")
    kept, gone = read(tmp_path)
    assert [found.path.removeprefix("articles/") for found in kept] == [
        "a/c.MD",
        "b.md",
        "d.markdown",
        "h.md",
    ]
    assert gone == []


def test_an_archive_without_records_is_empty(tmp_path: Path) -> None:
    assert read(tmp_path) == ([], [])
    write(tmp_path, {"articles": "a file"})
    assert read(tmp_path) == ([], [])


def test_a_settled_file_is_not_read_again(tmp_path: Path) -> None:
    """Not even opened: its bytes are changed here so that no stat shows it, which no system does."""
    write(tmp_path, {"articles/a.md": record("Old")})
    read(tmp_path)
    status = (tmp_path / "articles/a.md").stat()
    (tmp_path / "articles/a.md").unlink()
    write(tmp_path, {"articles/a.md": record("New")})
    os.utime(tmp_path / "articles/a.md", ns=(status.st_mtime_ns, status.st_mtime_ns))
    forge_stat(tmp_path, Stat.of(status), Stat.of((tmp_path / "articles/a.md").stat()))
    assert titles(read(tmp_path)[0]) == ["Old"]


def forge_stat(root: Path, old: Stat, new: Stat) -> None:
    """Write into the cache that a file had another stat."""
    cache = root / "cache/records"
    value = bytes(read_cached_value(cache, msgspec.Raw, VERSION) or b"")
    forged = value.replace(msgspec.msgpack.encode(old), msgspec.msgpack.encode(new))
    assert forged != value
    write_cached_value(cache, msgspec.Raw(forged), VERSION)


@pytest.mark.parametrize("late_ns", [0, CLOCK_TICK_NS - 1_000_000])
def test_a_second_edit_in_one_tick_of_the_clock_is_seen(late_ns: int, tmp_path: Path) -> None:
    """Same size, same times, same inode: only that the file was young when it was read gives the edit away."""
    path = tmp_path / "articles/a.md"
    write(tmp_path, {"articles/a.md": record("One")})
    before = Stat.of(path.stat())
    assert titles(read(tmp_path, at=now(tmp_path) + late_ns)[0]) == ["One"]
    path.write_text(record("Two"))
    os.utime(path, ns=(before.mtime_ns, before.mtime_ns))
    # The time of the inode's change cannot be set back; a coarse clock is played by writing it into the cache.
    forge_stat(tmp_path, before, Stat.of(path.stat()))
    assert titles(read(tmp_path, at=now(tmp_path))[0]) == ["Two"]


def test_an_edit_that_keeps_size_and_time_is_seen(tmp_path: Path) -> None:
    """As rsync and cp -p do it: the time of the inode's change tells."""
    path = tmp_path / "articles/a.md"
    write(tmp_path, {"articles/a.md": record("One")})
    status = path.stat()
    read(tmp_path)
    path.write_text(record("Two"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert titles(read(tmp_path)[0]) == ["Two"]


def test_what_vanished_is_told_until_it_is_back(tmp_path: Path) -> None:
    """In every run, for the run that sees it vanish may be a check, or may fail for another record."""
    write(tmp_path, {"articles/a.md": record("A"), "articles/b.md": record("B", "Other.")})
    kept, _ = read(tmp_path)
    expected = [("articles/a.md", kept[0].body_digest)]
    (tmp_path / "articles/a.md").rename(tmp_path / "articles/c.md")
    write(tmp_path, {"articles/b.md": "---\ntitle: []\n---\n"})
    with pytest.raises(ContentError):
        read(tmp_path)
    write(tmp_path, {"articles/b.md": record("B", "Other.")})
    for _ in range(3):
        assert read(tmp_path)[1] == expected
    (tmp_path / "articles/c.md").rename(tmp_path / "articles/a.md")
    assert read(tmp_path)[1] == [("articles/c.md", kept[0].body_digest)]


def test_a_record_that_broke_and_was_renamed_has_vanished(tmp_path: Path) -> None:
    write(tmp_path, {"articles/a.md": record("A")})
    kept, _ = read(tmp_path)
    write(tmp_path, {"articles/a.md": "---\n"})
    with pytest.raises(ContentError):
        read(tmp_path)
    (tmp_path / "articles/a.md").unlink()
    assert read(tmp_path) == ([], [("articles/a.md", kept[0].body_digest)])


def test_all_mistakes_of_all_records_come_at_once(tmp_path: Path) -> None:
    """And again in the next run, although nothing has changed."""
    bad = {f"articles/{n}.md": "---\ntitle: []\ndate: never\n---\n" for n in range(3)}
    write(tmp_path, bad | {"articles/good.md": record("Good")})
    for _ in range(2):
        with pytest.raises(ContentError) as caught:
            read(tmp_path)
        assert [problem.file for problem in caught.value.problems] == [path for path in bad for _ in range(2)]


def test_a_record_that_the_system_refuses_to_read_is_named(unprivileged_folder: Path) -> None:
    """A folder that bears a record's name is no record."""
    (unprivileged_folder / "articles/a.md").mkdir(parents=True)
    assert read(unprivileged_folder) == ([], [])
    (unprivileged_folder / "articles/b.md").write_text(record("B"))
    (unprivileged_folder / "articles/b.md").chmod(0)
    with pytest.raises(OutputError, match=r"^articles/b\.md: cannot be read: "):
        read(unprivileged_folder)


def test_names_that_are_not_utf_8_are_refused(tmp_path: Path) -> None:
    """All of them, shown with their bytes; a name of another script is no problem."""
    (tmp_path / "articles").mkdir()
    for name in (b"caf\xe9.md", b"\xff", "朝日.md".encode()):
        (tmp_path / "articles" / os.fsdecode(name)).write_text(record("A"))
    with pytest.raises(ContentError) as caught:
        read(tmp_path)
    assert str(caught.value) == (
        "articles/\\xff: the file's name is not UTF-8; rename it\n"
        "articles/caf\\xe9.md: the file's name is not UTF-8; rename it"
    )


def test_hidden_files_are_found_on_demand(tmp_path: Path) -> None:
    write(tmp_path, {"static/.well-known/x": "", "static/a": ""})
    assert [path for path, _ in scan_files(tmp_path, "static")] == ["static/a"]
    assert sorted(path for path, _ in scan_files(tmp_path, "static", hidden=True)) == [
        "static/.well-known/x",
        "static/a",
    ]
    assert list(scan_files(tmp_path, "static", SUFFIXES)) == []


def test_folders_are_left_out_by_name(tmp_path: Path) -> None:
    """A file of that name counts."""
    write(tmp_path, {"a/but/x": "", "a/b/but/x": "", "a/b/c": "", "a/c/but": ""})
    assert sorted(path for path, _ in scan_files(tmp_path, "a", but="but")) == ["a/b/c", "a/c/but"]


@pytest.mark.parametrize("damage", [b"", b"\xc1", None])
def test_a_damaged_cache_is_made_again(damage: bytes | None, tmp_path: Path) -> None:
    """Also where a single byte has flipped, in which MessagePack sees nothing wrong."""
    write(tmp_path, {"articles/a.md": record("Harbour"), "articles/b.md": record("Ferry")})
    kept, gone = read(tmp_path)
    cache = tmp_path / "cache/records"
    whole = cache.read_bytes()
    for at in range(0, len(whole), 7) if damage is None else [0]:
        cache.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] if damage is None else damage)
        assert read(tmp_path) == (kept, gone)
        assert cache.read_bytes() == whole


STEPS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["", "one", "two"])), max_size=12)


@given(STEPS, st.integers(0, 12))
@settings(max_examples=60)
def test_whatever_happens_the_cache_tells_it(steps: list[tuple[str, str]], renewed: int) -> None:
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
            kept, told = read(root, engine="1" if number < renewed else "2")
            assert kept == read(root, f"cache/fresh{number}")[0]
            assert told == sorted(gone.items())
            bodies = {one.path: one.body_digest for one in kept}


BAD = "---\ntitle: [x\n---\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    write(
        tmp_path,
        {
            f"articles/{number:03}.md": record(f"Title {number}")
            for number in range(MIN_FILES_FOR_WORKERS + 9)
        },
    )
    return tmp_path


def threads() -> AbstractContextManager[Executor]:
    return ThreadPoolExecutor(2)


def test_workers_read_what_one_process_reads(archive: Path) -> None:
    assert read(archive, "a", executor=threads) == read(archive, "b")
    assert (archive / "a").read_bytes() == (archive / "b").read_bytes()


def test_all_that_is_wrong_is_told_in_order(archive: Path) -> None:
    write(archive, {"articles/007.md": BAD, "articles/500.md": BAD, "articles/501.md": "x"})
    problems = []
    for name, executor in (("a", threads), ("b", None)):
        with pytest.raises(ContentError) as caught:
            read(archive, name, executor=executor)
        problems.append(caught.value.problems)
    assert problems[0] == problems[1]
    assert [problem.file[-6:] for problem in problems[0]] == ["007.md", "500.md", "501.md"]
    assert (archive / "a").read_bytes() == (archive / "b").read_bytes()


def test_few_records_need_no_workers(archive: Path) -> None:
    """Nor do records that are in the cache."""

    def none() -> AbstractContextManager[Executor]:
        raise AssertionError

    read(archive, "a", executor=threads)
    write(archive, {"articles/007.md": record("New")})
    assert len(read(archive, "a", executor=none)[0]) == MIN_FILES_FOR_WORKERS + 9


def _end(*_: object) -> None:
    os._exit(1)


def test_a_worker_that_is_killed_is_an_error_that_says_so(archive: Path) -> None:
    with pytest.raises(OutputError, match="a process that reads records was killed"):
        read(archive, "a", executor=lambda: ProcessPoolExecutor(1, initializer=_end))
