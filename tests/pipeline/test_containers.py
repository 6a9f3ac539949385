"""A file with several articles is read again only if it changed; that changes no result."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from newsgen.errors import Problem
from newsgen.loader.report import LoadReport
from newsgen.lockfile import Lock, SeedEntry
from newsgen.pipeline.containers import KnownContainers
from tests.support.archives import newsgen, write

HASHES = {"csv:1": "a" * 64, "csv:2": "b" * 64}
NOW = 2**62
"""A time at which all files are old."""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    write(tmp_path, {"seeds/posts.csv": "id,text\n1,x\n2,y\n", "seeds/posts/1.html": "x"})
    known = KnownContainers(tmp_path / "cache", "1", NOW)
    files = [tmp_path / "seeds/posts.csv", tmp_path / "seeds/posts/1.html"]
    assert known.look_up("seeds/posts.csv", files, {}) is None
    lock = Lock({"csv:1": SeedEntry("a" * 64, "articles/1.md", "c" * 64)})
    report = LoadReport(lock=lock, problems=(Problem("x", 1, 1, "it is empty"),))
    known.keep("seeds/posts.csv", HASHES, report)
    known.write(tmp_path)
    return tmp_path / "seeds/posts.csv"


def look_up(table: Path, version: str = "1", now: int = NOW) -> dict[str, str] | None:
    known = KnownContainers(table.parents[1] / "cache", version, now)
    found = known.look_up("seeds/posts.csv", [table, *sorted(table.parent.glob("posts/*"))], {})
    return found.hashes if found else None


@pytest.mark.parametrize("now", [0, NOW])
def test_an_unchanged_file_is_known_without_its_refused_items(table: Path, now: int) -> None:
    assert look_up(table, now=now) == {"csv:1": "a" * 64}
    os.utime(table, (1, 1))
    assert look_up(table, now=now) == {"csv:1": "a" * 64}


@pytest.mark.parametrize("path", ["posts.csv", "posts/1.html", "posts/2.html"])
def test_a_changed_file_is_not_known(table: Path, path: str) -> None:
    (table.parent / path).write_text("id,text\n1,z\n2,y\n", "utf-8")
    assert look_up(table) is None


def test_another_version_knows_nothing(table: Path) -> None:
    assert look_up(table, version="2") is None


def test_what_an_extra_would_solve_is_not_kept(table: Path) -> None:
    problem = Problem("seeds/posts.csv", 0, 0, "needs x", code="missing-extra")
    known = KnownContainers(table.parents[1] / "cache", "2", NOW)
    known.look_up("seeds/posts.csv", [table, *sorted(table.parent.glob("posts/*"))], {})
    known.keep("seeds/posts.csv", HASHES, LoadReport(problems=(problem,)))
    known.write(table.parents[1])
    assert look_up(table, version="2") is None


def test_items_that_a_locked_build_refused_are_loaded_later(tmp_path: Path) -> None:
    write(tmp_path, {"seeds/posts.csv": "id,title,date,text\n1,The ferry,2020-01-02,It is late.\n"})
    assert "this seed has no record" in newsgen(tmp_path, "build", "--locked").stderr
    assert "made 1 record" in newsgen(tmp_path, "load").stdout


def test_what_is_known_changes_no_result(tmp_path: Path) -> None:
    """With and without .newsgen/ the same is said and written: also of deleted records, refused and changed items."""
    kept = tmp_path / "kept"
    rows = "id,title,date,text\n1,The ferry,2020-01-02,{}\n2,The pier,2020-01-03,It has lamps.\n3,Nothing,2020-01-04,a,b\n"
    write(kept, {"seeds/2019.csv": rows.format("It is late."), "seeds/2020.csv": rows.format("It is wet.")})
    first = newsgen(kept, "load")
    assert "seeds/2020.csv: 0 new, 1 known, 1 changed" in first.stdout
    next((kept / "articles").rglob("*pier.md")).unlink()
    write(kept, {"seeds/new.txt": "The tide\n\nIt comes at noon."})
    fresh = tmp_path / "fresh"
    shutil.copytree(kept, fresh, ignore=shutil.ignore_patterns("cache"))
    for root in (kept, fresh):
        run = newsgen(root, "load")
        assert "made 1 record" in run.stdout
        assert "seeds/2019.csv: 0 new, 2 known, 0 changed" in run.stdout
        assert run.stderr.count("more fields than the header") == 2
        assert run.returncode == 1
    assert (kept / "newsgen.lock").read_bytes() == (fresh / "newsgen.lock").read_bytes()
    assert "made 0 records" in newsgen(kept, "load").stdout
