"""Promises of the SQLite database; tables.txt holds the rows of tests/projects/exports."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newsgen.export.sqlite import APPLICATION_ID, VERSION
from tests.export.samples import batch, exported
from tests.renderer.samples import record
from tests.support.archives import newsgen
from tests.support.golden import check_golden

PROJECT = Path(__file__).resolve().parents[1] / "projects" / "exports" / "before"
TABLES = Path(__file__).with_name("tables.txt")


def open_database(folder: Path, data: bytes) -> sqlite3.Connection:
    """Open a database as any program does."""
    (folder / "archive.db").write_bytes(data)
    return sqlite3.connect(folder / "archive.db")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """The sample archive."""
    with closing(open_database(tmp_path, exported("sqlite", batch(tmp_path)))) as found:
        yield found


def test_it_is_sound_and_says_what_it_is(database: sqlite3.Connection) -> None:
    """By SQLite's own checks; with its version and newsgen's mark."""

    def pragma(name: str) -> list[tuple[object, ...]]:
        return database.execute(f"PRAGMA {name}").fetchall()

    assert pragma("integrity_check") == [("ok",)]
    assert pragma("foreign_key_check") == []
    assert pragma("user_version") == [(VERSION,)]
    assert pragma("application_id") == [(int.from_bytes(APPLICATION_ID, "big"),)]


@pytest.mark.parametrize("period", [[], ["--period", "2023-11-23..2023-12"]], ids=["all", "period"])
def test_the_rows_of_each_table(period: list[str], tmp_path: Path, update_golden: bool) -> None:
    """What is not known is NULL; spellings of one page are one row; of a part of an archive only its names are there."""
    root = Path(shutil.copytree(PROJECT, tmp_path / "archive"))
    assert newsgen(root, "export", "sqlite", "--as-of", "2026-11-24", *period).returncode == 0
    with closing(sqlite3.connect(root / "archive.db")) as database:
        names = (
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%' ORDER BY name"
        )
        lines = []
        for (table,) in database.execute(names).fetchall():
            cursor = database.execute(f"SELECT * FROM {table}")
            lines.append(f"{table}: {', '.join(column[0] for column in cursor.description)}")
            lines += [f"  {row}" for row in cursor]
    golden = TABLES.with_stem("tables-of-a-period") if period else TABLES
    found = "\n".join(lines) + "\n"
    if update_golden:
        golden.write_text(found, encoding="utf-8")
    check_golden({golden.name: golden.read_bytes()}, {golden.name: found.encode()})


def test_the_full_text_is_searched_without_accents(tmp_path: Path) -> None:
    """Also in headlines; the index keeps no second copy of the text."""
    records = [record("a", "2020-01-01", title="Phó Đức Phương à Paris"), record("b", "2020-01-02")]
    with closing(open_database(tmp_path, exported("sqlite", batch(tmp_path, records)))) as database:
        search = "SELECT rowid, snippet(search, 2, '[', ']', '…', 5) FROM search WHERE search MATCH ?"
        assert database.execute(search, ["pho phuong"]).fetchall()[0][0] == 2
        assert len(database.execute(search, ["ministers"]).fetchall()) == 2
        assert "[meet]" in database.execute(search, ["meet"]).fetchone()[1]
        assert database.execute(search, ["title: ministers"]).fetchall() == []


def test_the_questions_of_the_docs_are_answered(database: sqlite3.Connection) -> None:
    """Each statement in docs/export.md runs."""
    document = (Path(__file__).resolve().parents[2] / "docs" / "export.md").read_text(encoding="utf-8")
    statements = re.findall(r"^SELECT .*?;$", document, re.MULTILINE | re.DOTALL)
    assert len(statements) == 2
    for statement in statements:
        database.execute(statement.replace("fukushima AND seafood", "ministers")).fetchall()
    assert ("2023", "Mei Lin", 2) in database.execute(statements[1]).fetchall()
