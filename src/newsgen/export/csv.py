"""CSV: an article in each row, safe to open in a spreadsheet, without loss of data."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from newsgen.export.run import Batch
from newsgen.renderer.outputs.data import FIELDS, make_article_row

COLUMNS = tuple(
    column for name, _, _ in FIELDS for column in (("source", "source_url") if name == "source" else (name,))
)
"""The fields of the data bundle, in order; `source` has two columns, for name and URL."""
HEADER = ",".join(COLUMNS).encode() + b"\r\n"
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""Cells that a spreadsheet might read as a formula, also after apostrophes.

Source: OWASP, "CSV Injection": '=', '+', '-', '@', tab, carriage return, line feed, and the full-width forms.
"""


def csv_chunks(batch: Batch) -> Iterator[bytes]:
    r"""Write a row of column names, then a row for each article.

    A list is joined by '; ', with a backslash before each ';' and '\' in a value. A cell that a spreadsheet might run
    as a formula gets an apostrophe in front, also after other apostrophes, so that removing one apostrophe restores
    the text.

    Source: RFC 4180: CRLF after each row, cells with ',', '"' or a line end in double quotes; UTF-8 without a mark.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    yield HEADER
    for record in batch.records:
        row = make_article_row(record, batch.archive.addresses[record.path], batch.read)
        writer.writerow(f"'{cell}" if _FORMULA.match(cell) else cell for cell in _cells(row))
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def _cells(fields: dict[str, Any]) -> Iterator[str]:
    source = fields.get("source")
    for column in COLUMNS:
        if column.startswith("source"):
            value = source and (source.url if column == "source_url" else source.name)
        elif column == "corrections":
            value = [f"{change['date']}: {change['text']}" for change in fields.get(column, ())]
        else:
            value = fields.get(column, False if column == "provisional" else "")
        yield _cell(value)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "; ".join(text.replace("\\", "\\\\").replace(";", "\\;") for text in value)
    if isinstance(value, str | int):
        return str(value or "")
    return msgspec.json.encode(value).decode() if value else ""
