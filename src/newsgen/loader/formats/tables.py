"""Tables: CSV, JSON Lines and SQLite; each row is an article.

Columns have the names of front matter keys, newsgen's own or those of other generators. Other columns are kept in the
record as unknown keys.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from newsgen.errors import ContentError, Problem
from newsgen.loader.items import (
    is_own_row,
    is_own_sheet_row,
    make_item,
    read_mail_date,
    restore_article_from_row,
    restore_front_matter,
)
from newsgen.model import Markup, ParsedArticle
from newsgen.record.fields import LISTS
from newsgen.record.keys import KEYS, snake_case_key

_HTML = ("content_html", "body_html", "html")
_TEXTS = "text body content content_markdown markdown content_text plain_content plaintext article".split()
_BODIES = (*_HTML, *_TEXTS)
_IDS = ("id", "guid", "uuid", "post_id", "article_id", "message_id", "uri", "url", "link")
"""Names of columns, the first that a table has counts."""
_NAMES = {"web_title": "title", "web_subtitle": "dek", "subject": "title", "content_tags": "topics"}
"""Names of columns in exports of newsletters, and the front matter keys that they mean."""
_REMEDY = "name the column that holds it text, body, content or html, or name it with newsgen load --map text=COLUMN"
_MOST_FIELD = 64_000_000
"""Most letters of a field of CSV."""

_NO_COLUMNS: Mapping[str, str] = {}

Row = Mapping[str, Any] | Problem


def is_sqlite(_path: Path, head: bytes) -> bool:
    """True for SQLite databases. Source: sqlite.org/fileformat.html §1.3."""
    return head.startswith(b"SQLite format 3\0")


def read_csv(
    file: str, path: Path, columns: Mapping[str, str] = _NO_COLUMNS
) -> Iterator[ParsedArticle | Problem]:
    """Yield an item for each row of a table with a header; commas, semicolons, tabs or bars separate its fields."""
    yield from _read_rows(file, read_table_rows(file, path, columns), columns)


def read_table_rows(
    file: str, path: Path, columns: Mapping[str, str] = _NO_COLUMNS
) -> Iterator[tuple[int, Row]]:
    """Yield the number and the fields of each row of a table with a header, given the columns that it must have.

    A row with more fields than the header is refused: its text may contain a separator and would be cut.
    """
    csv.field_size_limit(_MOST_FIELD)
    number = 1
    with path.open(encoding=_find_encoding(path), newline="") as text:
        try:
            delimiter = max(",;\t|", key=text.readline().count)
            text.seek(0)
            rows = csv.DictReader(text, delimiter=delimiter, restkey="")
            _refuse_columns(file, 1, columns, rows.fieldnames or ())
            for row in rows:
                number = rows.line_num
                found, remedy = "this row has more fields than the header", "put its text in quotes"
                yield number, Problem(file, number, 0, found, remedy, "bad-table") if row.get("") else row
        except (csv.Error, UnicodeError) as error:
            remedy = "write CSV with a header, in UTF-8"
            raise ContentError(Problem(file, number, 0, f"{error}", remedy, "bad-table")) from error


def _find_encoding(path: Path) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while block := file.read(io.DEFAULT_BUFFER_SIZE):
                decoder.decode(block)
        except UnicodeDecodeError:
            return "utf-16" if block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "cp1252"
    return "utf-8-sig"


def read_json_lines(
    file: str, path: Path, columns: Mapping[str, str] = _NO_COLUMNS
) -> Iterator[ParsedArticle | Problem]:
    """Yield an item for each line, which holds a JSON object."""
    if columns:
        rows = (row for _, row in _read_objects(file, path) if isinstance(row, Mapping))
        _refuse_columns(file, 0, columns, (name for row in rows for name in row))
    yield from _read_rows(file, _read_objects(file, path), columns)


def _read_objects(file: str, path: Path) -> Iterator[tuple[int, Row]]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                row = Problem(file, number, 0, f"{error}", "write one JSON object a line", "bad-table")
            if not isinstance(row, dict | Problem):
                row = Problem(file, number, 0, "this line is no JSON object", "write {…}", "bad-table")
            yield number, row


def read_sqlite(
    file: str, path: Path, columns: Mapping[str, str] = _NO_COLUMNS
) -> Iterator[ParsedArticle | Problem]:
    """Yield an item for each row of the first table, by name, that has a column with texts."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            names = database.execute("select name from sqlite_master where type = 'table' order by name")
            for (name,) in names.fetchall():
                quoted = '"' + name.replace('"', '""') + '"'
                found = database.execute(f"select * from {quoted}")
                names_found = [column[0] for column in found.description]
                wanted = columns.get("text")
                if wanted in names_found if wanted else _find_column(names_found, _BODIES):
                    _refuse_columns(file, 0, columns, names_found)
                    rows = ((0, dict(zip(names_found, row, strict=True))) for row in found)
                    yield from _read_rows(file, rows, columns)
                    return
    except sqlite3.Error as error:
        raise ContentError(Problem(file, 0, 0, f"{error}", "export the table again", "bad-table")) from error
    raise ContentError(Problem(file, 0, 0, "no table has a column with texts", _REMEDY, "bad-table"))


def _refuse_columns(file: str, number: int, columns: Mapping[str, str], seen: Iterable[str]) -> None:
    """Raise ContentError if columns that were named do not exist."""
    names = dict.fromkeys(name for name in seen if name)
    remedy = f"name one of {', '.join(names)}"
    problems = [
        Problem(file, number, 0, f'no column "{column}" for {field}', remedy, "no-column")
        for field, column in columns.items()
        if column not in names
    ]
    if problems:
        raise ContentError(problems)


def _read_rows(
    file: str, rows: Iterable[tuple[int, Row]], columns: Mapping[str, str]
) -> Iterator[ParsedArticle | Problem]:
    has_texts = False
    fields_of = {column: field for field, column in columns.items()}
    for number, row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        if is_own_sheet_row(row):
            row = restore_article_from_row(row)
        if is_own_row(row):
            has_texts = True
            own, text = str(row["address"]), str(row.get("text") or "")
            yield make_item(file, own, restore_front_matter(file, row), text, line=number, content=row)
            continue
        filled = [column for column, value in row.items() if value]
        text = columns.get("text") or _find_column(filled, _BODIES) or _find_column(row, _BODIES)
        if not text and not has_texts:
            raise ContentError(Problem(file, number, 0, "no column has the text", _REMEDY, "bad-table"))
        has_texts = True
        own = columns.get("id") or _find_column(row, _IDS)
        fields = {
            (name := fields_of.get(key) or _name_column(key, columns)): _read_cell(
                name, value, key in fields_of
            )
            for key, value in row.items()
            if key and key != text and not (key == own and (key in fields_of or _normalize(key) not in KEYS))
        }
        body = str(row.get(text) or "")
        is_html = snake_case_key(text) in _HTML or "</p>" in body
        markup: Markup = "html" if is_html else "markdown"
        yield make_item(file, str(row.get(own) or ""), fields, body, line=number, markup=markup, content=row)


def _name_column(column: str, columns: Mapping[str, str]) -> str:
    """Name the front matter key of a column; 'other_…' if the field that it means is read from a column that was named."""
    normal = _normalize(column)
    name = _NAMES.get(normal, normal)
    meant = KEYS[name].field if name in KEYS else name
    return f"other_{normal}" if meant in columns else name


def _find_column(columns: Iterable[str], names: Iterable[str]) -> str:
    """Find the first column with one of some names; '' if there is none."""
    found = {_normalize(column): column for column in reversed(list(columns)) if column}
    return next((found[name] for name in names if name in found), "")


def _read_cell(name: str, value: Any, is_named: bool) -> Any:
    """Read names that are written as a JSON list, and a date of RFC 5322; other values do not change.

    In a column that was named for a list, ';' or '|' separate its values; between topics also ','.
    """
    field = KEYS[name].field if name in KEYS else ""
    if field == "topics" and isinstance(value, str) and ";" in value:
        return [topic.strip() for topic in value.split(";") if topic.strip()]
    if isinstance(value, str) and field in LISTS and value.startswith("["):
        with suppress(ValueError):
            return json.loads(value)
    if is_named and isinstance(value, str) and field in LISTS:
        mark = next((mark for mark in (";", "|") if mark in value), "," if field == "topics" else "\0")
        return [part.strip() for part in value.split(mark) if part.strip()]
    return read_mail_date(value) if isinstance(value, str) and field in ("date", "updated") else value


def _normalize(column: str) -> str:
    return snake_case_key(column.strip()).replace(" ", "_")
