"""Tables of articles: CSV, which a spreadsheet opens safely, JSON Lines, and a corpus of texts with a table of them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping

import msgspec

from newsgen.addresses import address_stem
from newsgen.desk.sheet import COLUMNS, convert_row_to_cells
from newsgen.export.run import ExportInput, choose_file_name
from newsgen.markdown.render import extract_text
from newsgen.renderer.outputs.data import make_article_row

CSV_START, JSONL_START = b"address,title,dek,date,", b'{"address":"'
"""First bytes of a file, also by earlier versions."""
_HEADER = ",".join(COLUMNS).encode() + b"\r\n"
_SPECIAL = re.compile('[",;\t\r\n]')
"""What a spreadsheet may take for the end of a cell; some read ';' or tabs as commas."""
_BLANK_LINES = re.compile(r"\n\s*\n")
_LEFT_OUT = ("text", "path", "digest")


def corpus_files(batch: ExportInput) -> Iterator[tuple[str, bytes]]:
    """Yield texts/NAME.txt for each article, with title, dek and text without markup, then metadata.csv.

    Texts are UTF-8 with a blank line between paragraphs. The table has the columns of the CSV export, without the text.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for record in batch.records:
        address = batch.archive.addresses[record.path]
        row = make_article_row(record, address, batch.read)
        name = choose_file_name(address_stem(address).replace("/", "-"), address, taken)
        names[record.path] = f"texts/{name}.txt"
        text = _BLANK_LINES.sub("\n\n", extract_text(row.get("text", ""))).strip()
        parts = filter(None, (row["title"], row.get("dek", ""), text))
        yield names[record.path], ("\n\n".join(parts) + "\n").encode()
    yield "metadata.csv", write_table(batch, names)


def write_table(batch: ExportInput, names: Mapping[str, str]) -> bytes:
    """Write a table of the articles in CSV, with the file of each, given by its record's path."""
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    kept = [at for at, column in enumerate(COLUMNS) if column not in _LEFT_OUT]
    writer.writerow(["file", *(COLUMNS[at] for at in kept)])
    for record in batch.records:
        row = make_article_row(record, batch.archive.addresses[record.path], lambda _: "")
        cells = convert_row_to_cells(row, record.path, "")
        writer.writerow([names[record.path], *(cells[at] for at in kept)])
    return table.getvalue().encode()


def csv_chunks(batch: ExportInput) -> Iterator[bytes]:
    """Write a row of column names, then a row for each article; `newsgen import csv` reads it back.

    Source: RFC 4180: CRLF after each row, cells with ',', ';', '"' or a line end in double quotes; UTF-8 without a mark.
    """
    yield _HEADER
    for record in batch.records:
        row = make_article_row(record, batch.archive.addresses[record.path], batch.read)
        cells = convert_row_to_cells(row, record.path, batch.digests.get(record.path, ""))
        yield ",".join(map(_quote, cells)).encode() + b"\r\n"


def _quote(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _SPECIAL.search(cell) else cell


def jsonl_chunks(batch: ExportInput) -> Iterator[bytes]:
    """Write one article on each line, with the fields of `renderer.outputs.data.FIELDS`, `redirect_from` and `image`.

    Source: JSON Lines (jsonlines.org): UTF-8, each line a JSON value and a line feed.
    """
    for record in batch.records:
        row = make_article_row(record, batch.archive.addresses[record.path], batch.read)
        for field in ("redirect_from", "image"):
            if (value := getattr(record, field)) and record.status != "withdrawn":
                row[field] = value
        yield msgspec.json.encode(row) + b"\n"
