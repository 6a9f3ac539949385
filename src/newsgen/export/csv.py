"""CSV: an article in each row, safe to open in a spreadsheet, without loss of data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsgen.desk.sheet import COLUMNS, convert_row_to_cells
from newsgen.export.run import Batch
from newsgen.renderer.outputs.data import make_article_row

_SPECIAL = re.compile('[",;\t\r\n]')
"""What a spreadsheet may take for the end of a cell; some read ';' or tabs as commas."""
HEADER = ",".join(COLUMNS).encode() + b"\r\n"
START = b"address,title,dek,date,"
"""First bytes of a file, also by earlier versions."""


def csv_chunks(batch: Batch) -> Iterator[bytes]:
    """Write a row of column names, then a row for each article; `newsgen import csv` reads it back.

    Source: RFC 4180: CRLF after each row, cells with ',', ';', '"' or a line end in double quotes; UTF-8 without a mark.
    """
    yield HEADER
    for record in batch.records:
        row = make_article_row(record, batch.archive.addresses[record.path], batch.read)
        cells = convert_row_to_cells(row, record.path, batch.digests.get(record.path, ""))
        yield ",".join(map(_quote, cells)).encode() + b"\r\n"


def _quote(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _SPECIAL.search(cell) else cell
