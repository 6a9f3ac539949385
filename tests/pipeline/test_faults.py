"""All that is wrong with an archive is told in one run."""

from __future__ import annotations

from pathlib import Path

from newsgen.pipeline.load import find_problems
from newsgen.pipeline.project import open_project
from tests.support.archives import four, newsgen, record, write

BAD = {
    "articles/a.md": "---\n",
    "pages/p.md": "no front matter",
    "names.toml": "[people\n",
    "places.toml": "Oslo = 1\n",
    "topics.toml": '[[topic]]\nname = "Ferries"\n',
    "newsgen.lock": "x\n",
    "seeds/empty.txt": "",
    "seeds/bytes.txt": b"mostly \xc3\xa9 \xc3\xa9 \xc3\xa9 \xff fine",
}


def test_a_sound_archive_has_none(tmp_path: Path) -> None:
    write(tmp_path, four() | {"seeds/a.txt": "A headline\n\nSome words.\n", "seeds/x.bin": b"\x00"})
    assert find_problems(open_project(tmp_path)) == []


def test_records_pages_tables_lock_and_seeds_are_told_together_by_place(tmp_path: Path) -> None:
    write(tmp_path, four() | BAD)
    assert [problem.file for problem in find_problems(open_project(tmp_path))] == sorted(BAD)


def test_a_build_tells_bad_records_and_bad_seeds_in_one_run(tmp_path: Path) -> None:
    write(tmp_path, four() | BAD)
    run = newsgen(tmp_path, "build")
    assert run.returncode == 1
    assert {line.split(":")[1].strip() for line in run.stderr.splitlines()} == set(BAD)


def test_a_seed_that_has_its_record_is_not_read_again(tmp_path: Path) -> None:
    """It was read once, and what it holds stands in the lock."""
    write(tmp_path, {"seeds/a.txt": "A headline\n\nSome words.\n"})
    assert newsgen(tmp_path, "load").returncode == 0
    (tmp_path / "seeds/a.txt").chmod(0o644)
    write(tmp_path, {"articles/bad.md": record("B", date="31 Nov")})
    assert [problem.file for problem in find_problems(open_project(tmp_path))] == ["articles/bad.md"]


def test_tables_that_stop_the_loader_are_told_with_the_others(tmp_path: Path) -> None:
    """The loader meets topics.toml first, and a build would meet places.toml only after it."""
    bad = {path: text for path, text in BAD.items() if path in ("topics.toml", "places.toml", "newsgen.lock")}
    write(tmp_path, four() | {"seeds/a.txt": "A headline\n\nSome words.\n"} | bad)
    run = newsgen(tmp_path, "build")
    assert run.returncode == 1
    assert {line.split(":")[1].strip() for line in run.stderr.splitlines()} == set(bad)
