"""A corpus for programs that analyse language: a text file for each article, and a table of what is known of them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping

from newsgen.addresses import address_stem
from newsgen.desk.sheet import COLUMNS, convert_row_to_cells
from newsgen.export.run import Batch, choose_file_name
from newsgen.markdown.render import extract_text
from newsgen.renderer.outputs.data import make_article_row

_BLANK_LINES = re.compile(r"\n\s*\n")
_LEFT_OUT = ("text", "path", "digest")


def corpus_files(batch: Batch) -> Iterator[tuple[str, bytes]]:
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
        parts = (
            row["title"],
            row.get("dek", ""),
            _BLANK_LINES.sub("\n\n", extract_text(row.get("text", ""))).strip(),
        )
        yield names[record.path], ("\n\n".join(filter(None, parts)) + "\n").encode()
    yield "metadata.csv", write_table(batch, names)


def write_table(batch: Batch, names: Mapping[str, str]) -> bytes:
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
