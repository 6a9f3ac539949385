"""JSON Lines: the lines of the site's data bundle in one file."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from newsgen.export.run import Batch
from newsgen.renderer.outputs.data import make_article_row

START = b'{"address":"'
"""First bytes of a file."""


def jsonl_chunks(batch: Batch) -> Iterator[bytes]:
    """Write one article on each line, with the fields of `renderer.outputs.data.FIELDS`, `redirect_from` and `image`.

    Source: JSON Lines (jsonlines.org): UTF-8, each line a JSON value and a line feed.
    """
    for record in batch.records:
        row = make_article_row(record, batch.archive.addresses[record.path], batch.read)
        for field in ("redirect_from", "image"):
            if (value := getattr(record, field)) and record.status != "withdrawn":
                row[field] = value
        yield msgspec.json.encode(row) + b"\n"
