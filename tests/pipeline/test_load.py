"""One run of the loader on disk: seeds become records, newsgen.lock remembers."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import msgspec
import pytest

from newsgen.errors import OutputError
from newsgen.loader.report import LoadReport
from newsgen.pipeline.load import LoadResult, reinfer_unedited_records, run_load
from newsgen.pipeline.open import StoredRecords, read_records
from newsgen.pipeline.project import open_project, read_archive_lock, write_archive_lock
from newsgen.pipeline.published_addresses import update_lock_addresses
from newsgen.pipeline.report import RunOptions
from tests.support.archives import AS_OF, record, tree, write
from tests.support.faults import Killed, fault_at
from tests.support.waiting import eventually


def text(name: str, day: int = 22) -> str:
    return f"The {name} talks end in Oslo\n\nOSLO, Nov. {day}, 2023 - The talks on {name} ended, a spokesman said.\n"


SEEDS = {f"seeds/{name}.txt": text(name, day) for day, name in enumerate(["fish", "trade", "visa"], 20)}
LOADED = ".newsgen/cache/loaded"
FISH = "articles/2023/2023-11-20-the-fish-talks-end-in-oslo.md"


def load(root: Path, *, jobs: int = 1, locked: bool = False, dry_run: bool = False) -> LoadReport:
    options = RunOptions(as_of=AS_OF, locked=locked, dry_run=dry_run)
    return run_load(open_project(root), options, jobs=jobs).report


def kept(root: Path) -> dict[str, bytes]:
    """All that belongs to the archive, without newsgen's own folder."""
    found = tree(root).items()
    return {path: data for path, (_, data) in found if data != b"/" and not path.startswith(".newsgen")}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path / "archive", SEEDS)
    return tmp_path / "archive"


def test_records_are_readable_for_all_whatever_the_umask(root: Path) -> None:
    umask = os.umask(0o077)
    try:
        assert len(load(root).new) == 3
    finally:
        os.umask(umask)
    written = [root / "newsgen.lock", *(root / "articles").rglob("*.md")]
    assert {path.stat().st_mode & 0o777 for path in written} == {0o644}


def test_young_seeds_are_looked_at_again(root: Path) -> None:
    """A seed may be edited twice in one tick of the clock: only once it is older may its stat stand for its bytes."""
    path = root / "seeds/fish.txt"
    load(root)
    assert not (root / LOADED).exists()
    status = path.stat()
    path.write_text(text("dish"))
    os.utime(path, ns=(status.st_mtime_ns, status.st_mtime_ns))
    assert len(load(root).conflicts) == 1


@pytest.mark.long
def test_old_seeds_are_looked_at_again_only_if_something_changed(root: Path) -> None:
    """Two seconds later a run notes what it left to do, which the next one reports again; addresses that a build adds
    change nothing, and a damaged note is thrown away.
    """
    write(root, {"seeds/letter.doc": "PK", "seeds/gone.txt": text("gone", 25)})
    load(root)
    gone = FISH.replace("20-the-fish", "25-the-gone")
    (root / gone).unlink()
    eventually(lambda: load(root) and (root / LOADED).exists())

    def is_noted_anew() -> bool:
        before, report = (root / LOADED).stat().st_ino, load(root)
        assert (report.unchanged, report.skipped) == (3, ("seeds/letter.doc",))
        assert report.deleted == (("seeds/gone.txt", gone),)
        return (root / LOADED).stat().st_ino != before

    assert not is_noted_anew()
    update_lock_addresses(open_project(root), {"2023/11/20/x.html": FISH}, ())
    assert not is_noted_anew()
    for name in ("names.toml", "topics.toml"):
        write(root, {name: "# another text\n"})
        assert is_noted_anew()
    lock = read_archive_lock(open_project(root))
    entry = msgspec.structs.replace(lock.seeds["seeds/fish.txt"], written="0" * 64)
    changed = msgspec.structs.replace(lock, seeds=lock.seeds | {"seeds/fish.txt": entry})
    write_archive_lock(open_project(root), changed)
    assert is_noted_anew()
    (root / LOADED).write_bytes(b"damaged")
    assert is_noted_anew()


def test_workers_and_the_order_of_files_change_nothing(tmp_path: Path) -> None:
    """Two hundred seeds, in one process or in two."""
    seeds = {f"seeds/{n:03d}.txt": text(f"{n}th", n % 28 + 1) for n in range(200)}
    write(tmp_path / "one", seeds)
    write(tmp_path / "two", dict(reversed(seeds.items())))
    load(tmp_path / "one")
    load(tmp_path / "two", jobs=2)
    assert kept(tmp_path / "one") == kept(tmp_path / "two")


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.long), 7], ids=["each", "some"])
@pytest.mark.parametrize("error", [Killed(), OSError(errno.ENOSPC, "full")], ids=["killed", "refused"])
def test_a_run_that_is_ended_before_a_step_is_made_up_for(
    error: BaseException, every: int, tmp_path: Path
) -> None:
    """No record is lost, halved or made twice: after the next run all is as if nothing had happened.

    Only the lock may say of a record that it was edited: it was found, and nobody knows who wrote it.
    """
    root, undisturbed = tmp_path / "archive", tmp_path / "undisturbed"
    write(undisturbed, SEEDS)
    load(undisturbed)
    wanted = {path: data for path, data in kept(undisturbed).items() if path != "newsgen.lock"}
    for step in range(every, 400, every):
        shutil.rmtree(root, ignore_errors=True)
        write(root, SEEDS)
        try:
            with fault_at(step, error) as fault:
                load(root)
        except (Killed, OutputError, OSError):
            pass
        if not fault.happened:
            break
        after = {path: data for path, data in kept(root).items() if path.endswith(".md")}
        assert after.items() <= wanted.items(), step
        load(root)
        assert {path: data for path, data in kept(root).items() if path != "newsgen.lock"} == wanted, step
        assert load(root).unchanged == 3
    assert step > 20


def test_topics_are_learned_only_when_a_seed_is_new(root: Path) -> None:
    """Learning reads every confirmed record, so an archive with nothing to load must not pay for it."""
    for n in range(9):
        write(root, {f"articles/a{n}.md": record(f"Fish {n}", "Fish and trade.", topics=["Fish"])})
    learned = root / ".newsgen/cache/topics"
    load(root)
    assert learned.exists()
    learned.unlink()
    write(root, {"articles/a9.md": record("Fish 9", "Fish and trade.", topics=["Fish"])})
    assert load(root).new == ()
    assert not learned.exists()


def loaded(root: Path, **options: bool) -> LoadResult:
    return run_load(open_project(root), RunOptions(as_of=AS_OF, **options))


def read_now(root: Path) -> StoredRecords:
    """The records as they are."""
    return read_records(open_project(root), clock=0)


def test_records_are_handed_on_as_they_are_when_the_run_ends(tmp_path: Path) -> None:
    """A build at once does without reading them: whether they were edited, added, deleted or found as they were."""
    write(tmp_path, {FISH: record("Fish"), (other := "articles/a.md"): record("A")})
    for change in (lambda: None, lambda: None, lambda: write(tmp_path, {other: record("B")})):
        change()
        assert loaded(tmp_path).records == read_now(tmp_path)
    write(tmp_path, {"articles/new.md": record("New")})
    (tmp_path / other).unlink()
    found = loaded(tmp_path).records
    assert found == read_now(tmp_path)
    assert [kept.path for kept in found.entries] == [FISH, "articles/new.md"]
    assert [path for path, _ in found.vanished] == [other]


def test_records_are_not_handed_on_if_the_run_made_some_or_took_its_time(root: Path) -> None:
    """Seeds that are young are read in every run; an editor may save a record meanwhile."""
    assert len((first := loaded(root)).report.new) == 3
    assert first.records is None
    assert (again := loaded(root)).report.unchanged == 3
    assert again.records is None
    os.utime(root / "seeds/fish.txt")
    assert loaded(root, dry_run=True).records is None


def test_refresh_repairs_letters_in_records_that_nobody_edited(tmp_path: Path) -> None:
    """Also in their bodies and titles; the seed and the file's name stay."""
    text = "BogotÃ¡ waits {}\n\nThe ministerâ€™s visit was put off, he said.\n"
    seeds = {f"seeds/{n}.txt": text.format(n) for n in "ab"}
    write(tmp_path, seeds)
    load(tmp_path)
    fresh, edited = sorted(tmp_path.glob("articles/*/*.md"))
    edited.write_bytes(edited.read_bytes() + b"More.\n")
    options = RunOptions(as_of=AS_OF, repair_encoding=True)
    changed, _ = reinfer_unedited_records(open_project(tmp_path), options)
    assert changed == [fresh.relative_to(tmp_path).as_posix()]
    assert "title: Bogotá waits a\n" in fresh.read_text("utf-8")
    assert "\nThe minister’s visit was put off" in fresh.read_text("utf-8")
    assert "ministerâ€™s" in edited.read_text("utf-8")
    assert (tmp_path / "seeds/a.txt").read_text("utf-8") == seeds["seeds/a.txt"]
    for again in (options, RunOptions(as_of=AS_OF)):
        assert reinfer_unedited_records(open_project(tmp_path), again)[0] == []
