"""Markdown, with or without front matter: one article in each file; its body does not change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from newsgen.loader.text import decode_seed
from newsgen.model import Draft, Record
from newsgen.record.keys import FIELDS
from newsgen.record.read import extract_body, read_record, split_front_matter
from newsgen.record.values import to_python

_FIELDS = {
    field.name: field.default
    for field in msgspec.structs.fields(Record)
    if field.name in FIELDS and field.name not in ("inferred", "seed")
}
"""Fields that front matter may state, with their defaults."""


def parse_markdown_seed(file: str, data: bytes) -> Iterator[Draft]:
    """Yield the article of a .md file; fields of its front matter are not inferred.

    Raises:
        ContentError: see `decode_seed`; or the front matter has mistakes.
    """
    text, seed = decode_seed(file, data)
    if not text.startswith("---\n"):
        yield Draft(seed, text, "markdown")
        return
    encoded = text.encode()
    record = read_record(file, encoded)
    body, line = extract_body(encoded)
    yield Draft(seed, body, "markdown", _read_stated(record, text, file), line)


def _read_stated(record: Record, text: str, file: str) -> dict[str, Any]:
    """Return the values of front matter: newsgen's own keys, then unknown keys with their values as written."""
    stated = {
        name: value
        for name, default in _FIELDS.items()
        if (value := getattr(record, name)) and value != default
    }
    from newsgen.record.yaml import read_entries  # it imports YAML

    source = split_front_matter(text, file)
    entries, _ = read_entries(source.front_matter, file, source.front_line)
    return stated | {
        key.value: to_python(value) for key, value in entries or () if key.value in record.unknown
    }
