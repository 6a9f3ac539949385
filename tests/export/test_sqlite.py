"""Promises of the SQLite database."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from newsgen.export.sqlite import APPLICATION_ID, VERSION
from newsgen.model import Correction, PartialDate
from tests.export.samples import batch, exported
from tests.renderer.samples import record


def opened(folder: Path, data: bytes) -> sqlite3.Connection:
    """The database, as any program opens it."""
    (folder / "archive.db").write_bytes(data)
    return sqlite3.connect(folder / "archive.db")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """The sample archive."""
    with closing(opened(tmp_path, exported("sqlite", batch(tmp_path)))) as found:
        yield found


def test_it_is_sound_and_says_what_it_is(database: sqlite3.Connection) -> None:
    """By SQLite's own checks; with its version and newsgen's mark."""

    def pragma(name: str) -> list[tuple[object, ...]]:
        return database.execute(f"PRAGMA {name}").fetchall()

    assert pragma("integrity_check") == [("ok",)]
    assert pragma("foreign_key_check") == []
    assert pragma("user_version") == [(VERSION,)]
    assert pragma("application_id") == [(int.from_bytes(APPLICATION_ID, "big"),)]
    said = dict(database.execute("SELECT key, value FROM archive"))
    assert (said["title"], said["licence"]) == ("The Record", "CC BY 4.0")


def test_articles_are_rows(database: sqlite3.Connection) -> None:
    """What is not known is NULL; a withdrawn article has no text."""
    query = "SELECT title, date, provisional, status, language, text <> '' FROM articles ORDER BY id"
    found = {row[0]: row[1:] for row in database.execute(query)}
    assert len(found) == 10
    assert found["Guessed"] == ("2022-11-23", 1, "published", "en", 1)
    assert found["No Date"] == (None, 0, "published", "en", 1)
    assert found["Gone"] == ("2023-06-01", 0, "withdrawn", "en", 0)
    assert next(iter(found)) == "Talks Close"


def test_names_join_articles(database: sqlite3.Connection) -> None:
    """In the order of the article; sources and corrections too."""
    query = """
        SELECT articles.title, topics.name FROM topics
        JOIN article_topics ON topic_id = topics.id
        JOIN articles ON article_id = articles.id
        WHERE articles.title LIKE 'Talks%' ORDER BY articles.date, position
    """
    assert database.execute(query).fetchall() == [
        ("Talks Open", "Trade"),
        ("Talks Open", "Summits"),
        ("Talks Close", "Trade"),
        ("Talks Close", "Summits"),
    ]
    people = (
        "SELECT name, count(*) FROM people JOIN article_people ON person_id = id GROUP BY id ORDER BY name"
    )
    assert database.execute(people).fetchall() == [("Mei Lin", 2), ("Only Once", 1), ("Per Holm", 2)]
    sources = "SELECT title, name, source_url FROM articles JOIN sources ON source_id = sources.id ORDER BY 1"
    assert database.execute(sources).fetchall()[1] == (
        "Talks Close",
        "Harbour Wire",
        "https://example.org/a",
    )
    corrected = "SELECT title, c.date, c.text FROM corrections AS c JOIN articles ON article_id = id"
    assert database.execute(corrected).fetchall() == [("Mended", "2023-06-04", "A name was wrong.")]
    inferred = "SELECT title, field FROM inferred JOIN articles ON article_id = id"
    assert database.execute(inferred).fetchall() == [("Guessed", "date")]


def test_the_full_text_is_searched_without_accents(tmp_path: Path) -> None:
    """Also in headlines; the index keeps no second copy of the text."""
    records = [record("a", "2020-01-01", title="Phó Đức Phương à Paris"), record("b", "2020-01-02")]
    with closing(opened(tmp_path, exported("sqlite", batch(tmp_path, records)))) as database:
        search = "SELECT rowid, snippet(search, 2, '[', ']', '…', 5) FROM search WHERE search MATCH ?"
        assert database.execute(search, ["pho phuong"]).fetchall()[0][0] == 2
        assert len(database.execute(search, ["ministers"]).fetchall()) == 2
        assert "[meet]" in database.execute(search, ["meet"]).fetchone()[1]
        assert database.execute(search, ["title: ministers"]).fetchall() == []


def test_spellings_that_are_one_page_are_one_row(tmp_path: Path) -> None:
    """Named as the site names it; an article that has both is joined once."""
    records = [
        record("a", "2020-01-01", people=("Mei Lin", "mei-lin")),
        record("b", "2020-01-02", people=("Mei Lin",)),
    ]
    with closing(opened(tmp_path, exported("sqlite", batch(tmp_path, records)))) as database:
        assert database.execute("SELECT name, slug FROM people").fetchall() == [("Mei Lin", "mei-lin")]
        assert database.execute("SELECT count(*) FROM article_people").fetchone() == (2,)


def test_only_names_of_exported_articles_are_there(tmp_path: Path) -> None:
    """Of an archive of which a part is exported."""
    whole = batch(tmp_path)
    chosen = tuple(one for one in whole.records if one.title == "Mended")
    part = msgspec.structs.replace(whole, records=chosen)
    assert chosen[0].corrections == (Correction(PartialDate(2023, 6, 4), "A name was wrong."),)
    with closing(opened(tmp_path, exported("sqlite", part))) as database:
        assert database.execute("SELECT count(*) FROM articles").fetchone() == (1,)
        for kind in ("topics", "people", "places", "organizations", "authors", "sources"):
            assert database.execute(f"SELECT count(*) FROM {kind}").fetchone() == (0,), kind


def test_the_questions_of_the_docs_are_answered(database: sqlite3.Connection) -> None:
    """Each statement in docs/export.md runs."""
    document = (Path(__file__).resolve().parents[2] / "docs" / "export.md").read_text(encoding="utf-8")
    statements = re.findall(r"^SELECT .*?;$", document, re.MULTILINE | re.DOTALL)
    assert len(statements) == 2
    for statement in statements:
        database.execute(statement.replace("fukushima AND seafood", "ministers")).fetchall()
    assert ("2023", "Mei Lin", 2) in database.execute(statements[1]).fetchall()
