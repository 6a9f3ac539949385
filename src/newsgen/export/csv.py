"""CSV: an article in each row, safe to open in a spreadsheet, without loss of data."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from newsgen.desk.sheet import COLUMNS, write_cells
from newsgen.export.run import Batch
from newsgen.renderer.outputs.data import make_article_row

HEADER = ",".join(COLUMNS).encode() + b"\r\n"
START = b"address,title,dek,date,"
"""First bytes of a file, also by earlier versions."""


def csv_chunks(batch: Batch) -> Iterator[bytes]:
    """Write a row of column names, then a row for each article; `newsgen import csv` reads it back.

    Source: RFC 4180: CRLF after each row, cells with ',', '"' or a line end in double quotes; UTF-8 without a mark.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    yield HEADER
    for record in batch.records:
        row = make_article_row(record, batch.archive.addresses[record.path], batch.read)
        writer.writerow(write_cells(row, record.path, batch.digests.get(record.path, "")))
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
