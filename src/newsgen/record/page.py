"""A file of pages/ → StandalonePage."""

from __future__ import annotations

import hashlib
from typing import Any

from newsgen.errors import ContentError
from newsgen.markdown.render import picture_refs
from newsgen.model import Body, StandalonePage
from newsgen.record.fields import Entry, read_fields
from newsgen.record.keys import KEYS, normal
from newsgen.record.nodes import Node
from newsgen.record.read import check_title
from newsgen.record.references import references
from newsgen.record.source import body_of, check_characters, cut, decode
from newsgen.record.values import (
    Notes,
    is_flag,
    quoted,
    read_flag,
    read_text,
)

FIELDS = ("title", "slug", "dek", "language", "status", "updated", "redirect_from")
"""Fields of records that a page has too, under the same keys."""

_NAVIGATION = "navigation"
_MOST = 99


def read_page(path: str, data: bytes) -> StandalonePage:
    """Read one standalone page.

    Args:
        path: relative to the archive's root, '/'-separated.
        data: the file's bytes.

    Raises:
        ContentError: all that is wrong with the file.
    """
    source = cut(decode(data, path), path)
    problems = check_characters(source, data, path)
    fields: dict[str, Any] = {}
    notes = Notes(path, [], [])
    body, line = body_of(source)
    if not any(problem.line < line for problem in problems):
        from newsgen.record.handler import front_entries  # it brings YAML

        entries, found = front_entries(source, path)
        problems += found
        if entries is not None:
            fields = _fields(notes, entries)
            problems += notes.problems + check_title(path, fields, entries, body, source.front_line)
    if problems:
        raise ContentError(problems)
    digest = hashlib.sha256(body.encode()).hexdigest()
    return StandalonePage(
        path=path,
        body=Body(path, digest, line),
        references=references(body, line),
        pictures=picture_refs(body, line) if "![" in body else (),
        unknown=tuple(dict.fromkeys(notes.unknown)),
        **fields,
    )


def _fields(notes: Notes, entries: list[Entry]) -> dict[str, Any]:
    """Read the keys of a page; those of articles alone are noted as unknown."""
    own: list[Entry] = []
    place: int | None = None
    for key, value in entries:
        name = normal(key.value)
        meant = KEYS.get(name)
        if name == _NAVIGATION:
            place = _place(notes, key.value, value)
        elif meant is None or meant.field in FIELDS:
            own.append((key, value))
        else:
            notes.unknown.append(key.value)
    fields = read_fields(notes, own)
    if fields.get("status") == "withdrawn":
        node = next(
            value for key, value in own if KEYS.get(normal(key.value), KEYS["title"]).field == "status"
        )
        notes.refuse(node, "a page cannot be withdrawn", "delete the file, or write status: draft")
    return fields if place is None else fields | {"navigation": place}


def _place(notes: Notes, key: str, node: Node) -> int | None:
    """Read true (0, the end), false (None) or a number from 1."""
    if is_flag(node) and getattr(node, "value", "") not in ("0", "1"):
        return 0 if read_flag(notes, key, node) else None
    value = read_text(notes, key, node, "write true or a number")
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and 0 < int(value[:9]) <= _MOST):
        notes.refuse(node, f"{key} is {quoted(value)}", f"write true, false or its place from 1 to {_MOST}")
        return None
    return int(value)
