"""SQLite: tables to join and a full-text index to search."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from newsgen.addresses import slugify_name
from newsgen.archive.build import names_of
from newsgen.archive.model import KINDS, SINGULAR, Kind
from newsgen.errors import OutputError, Problem
from newsgen.export.run import ExportInput
from newsgen.model import Record
from newsgen.renderer.outputs.data import make_article_row

APPLICATION_ID = b"news"
"""Bytes 68 to 71 of the file, which mark files by newsgen. Source: SQLite, "Database File Format" §1.3.16."""
VERSION = 1
"""Version of the tables, in `PRAGMA user_version`: increase it when a column is renamed or removed."""
_CHUNK = 1 << 20

_SCHEMA = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA application_id = {int.from_bytes(APPLICATION_ID, "big")};
PRAGMA user_version = {VERSION};
CREATE TABLE archive (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (id INTEGER PRIMARY KEY, name TEXT NOT NULL, slug TEXT NOT NULL UNIQUE);
CREATE TABLE articles (
  id INTEGER PRIMARY KEY,
  address TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  dek TEXT NOT NULL,
  date TEXT,
  provisional INTEGER NOT NULL,
  updated TEXT,
  status TEXT NOT NULL,
  language TEXT NOT NULL,
  source_id INTEGER REFERENCES sources,
  source_url TEXT,
  canonical TEXT,
  seed TEXT,
  words INTEGER NOT NULL,
  text TEXT NOT NULL
);
CREATE TABLE corrections (
  article_id INTEGER NOT NULL REFERENCES articles, date TEXT NOT NULL, text TEXT NOT NULL
);
CREATE TABLE inferred (article_id INTEGER NOT NULL REFERENCES articles, field TEXT NOT NULL);
"""
_NAMES = """
CREATE TABLE {kind} (id INTEGER PRIMARY KEY, name TEXT NOT NULL, slug TEXT NOT NULL UNIQUE);
CREATE TABLE article_{kind} (
  article_id INTEGER NOT NULL REFERENCES articles,
  {one}_id INTEGER NOT NULL REFERENCES {kind},
  position INTEGER NOT NULL,
  PRIMARY KEY (article_id, {one}_id)
) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX articles_date ON articles (date);
CREATE INDEX articles_source ON articles (source_id);
CREATE INDEX corrections_article ON corrections (article_id);
CREATE INDEX inferred_article ON inferred (article_id);
CREATE VIRTUAL TABLE search USING fts5 (
  title, dek, text, content = 'articles', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO search (search) VALUES ('rebuild');
INSERT INTO search (search) VALUES ('optimize');
"""
_NAME_INDEX = "CREATE INDEX article_{kind}_{one} ON article_{kind} ({one}_id);\n"
_LISTS = tuple(kind for kind in KINDS if kind != "sources")
"""Kinds of names of which an article can have several."""


def sqlite_chunks(batch: ExportInput) -> Iterator[bytes]:
    """Make a database and yield it in chunks.

    Rows are numbered in the archive's order; spellings with one page on the site are one row, with the site's spelling.
    """
    with tempfile.TemporaryDirectory(dir=batch.scratch, prefix="export-") as folder:
        path = Path(folder) / "archive.db"
        try:
            with closing(sqlite3.connect(path, isolation_level=None)) as database:
                _fill(database, batch)
        except sqlite3.OperationalError as error:
            expected = "it needs SQLite with FTS5, and room on the disk"
            raise OutputError(Problem("", 0, 0, f"SQLite: {error}", expected)) from error
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk


def _fill(database: sqlite3.Connection, batch: ExportInput) -> None:
    database.executescript(_SCHEMA + "".join(_NAMES.format(kind=kind, one=SINGULAR[kind]) for kind in _LISTS))
    database.execute("BEGIN")
    site = batch.site
    settings = {"title": site.title, "url": site.url, "language": site.language, "licence": site.licence}
    database.executemany("INSERT INTO archive VALUES (?, ?)", sorted(settings.items()))
    ids = {kind: _write_names(database, batch, kind) for kind in KINDS}
    for number, record in enumerate(batch.records, 1):
        source = ids["sources"].get(slugify_name(record.source.name)) if record.source else None
        _write_article(database, batch, record, number, source)
        for kind in _LISTS:
            places = dict.fromkeys(ids[kind][slugify_name(name)] for name in names_of(record, kind))
            values = [(number, place, position) for position, place in enumerate(places, 1)]
            database.executemany(f"INSERT INTO article_{kind} VALUES (?, ?, ?)", values)
    database.execute("COMMIT")
    database.executescript(
        _INDEXES + "".join(_NAME_INDEX.format(kind=kind, one=SINGULAR[kind]) for kind in _LISTS)
    )


def _write_names(database: sqlite3.Connection, batch: ExportInput, kind: Kind) -> dict[str, int]:
    """Write the names of one kind in the exported articles; return their numbers by slug."""
    wanted = {slugify_name(name) for record in batch.records for name in names_of(record, kind)}
    groups = [group for group in batch.archive.groups.get(kind, ()) if group.slug in wanted]
    rows = [(number, group.name, group.slug) for number, group in enumerate(groups, 1)]
    database.executemany(f"INSERT INTO {kind} VALUES (?, ?, ?)", rows)
    return {slug: number for number, _, slug in rows}


def _write_article(
    database: sqlite3.Connection, batch: ExportInput, record: Record, number: int, source: int | None
) -> None:
    fields = make_article_row(record, batch.archive.addresses[record.path], batch.read)
    values = {
        "id": number,
        "source_id": source,
        "source_url": (record.source.url or None) if record.source else None,
        "language": record.language or batch.site.language,
        **{key: fields.get(key, "") for key in ("address", "title", "dek", "status", "text")},
        **{key: fields.get(key, 0) for key in ("provisional", "words")},
        **{key: fields.get(key) for key in ("date", "updated", "canonical", "seed")},
    }
    marks = ", ".join(f":{key}" for key in values)
    database.execute(f"INSERT INTO articles ({', '.join(values)}) VALUES ({marks})", values)
    rows = [(number, one["date"], one["text"]) for one in fields.get("corrections", ())]
    database.executemany("INSERT INTO corrections VALUES (?, ?, ?)", rows)
    inferred = [(number, field) for field in fields.get("inferred", ())]
    database.executemany("INSERT INTO inferred VALUES (?, ?)", inferred)
