"""CSV: one article a row, safe to open in a spreadsheet, and nothing lost on the way back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from newsgen.export.run import Batch
from newsgen.renderer.outputs.data import FIELDS, article_row

COLUMNS = tuple(
    column for name, _, _ in FIELDS for column in (("source", "source_url") if name == "source" else (name,))
)
"""The fields of the data bundle, in its order; `source`, a name and an address, takes two columns."""
HEADER = ",".join(COLUMNS).encode() + b"\r\n"
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""What a spreadsheet might take for a formula, however many apostrophes stand before it.

Source: OWASP, "CSV Injection": '=', '+', '-', '@', tab, carriage return, line feed, and the full-width signs.
"""


def csv_chunks(batch: Batch) -> Iterator[bytes]:
    r"""Write a row of names, then a row an article.

    A list is joined by '; ', with a backslash before each ';' and '\' in a value. A cell that a spreadsheet might run
    as a formula gets an apostrophe in front, also one that has apostrophes there already; so a reader who takes one
    away from each cell of that shape has the text as it was.

    Source: RFC 4180: CRLF after each row, cells with ',', '"' or a line end in double quotes; UTF-8 without a mark.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    yield HEADER
    for record in batch.records:
        writer.writerow(
            map(_safe, _cells(article_row(record, batch.archive.addresses[record.path], batch.read)))
        )
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


def _safe(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell
