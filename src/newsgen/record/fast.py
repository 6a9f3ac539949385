"""The fast reader of records. It reads the first plain lines of front matter; YAML reads the others.

It makes no nodes, so it cannot report the place of a mistake. If a file is not plain or may have mistakes,
`newsgen.record.read` reads it; the values are the same.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from newsgen.model import PartialDate, Source
from newsgen.record.fields import CATEGORIES, LISTS, READERS, list_entry_fields, read_fields
from newsgen.record.keys import KEYS, Key
from newsgen.record.values import NOTHING, ReadProblems, Scalar, is_flag

_WORD = r"[^\W_](?:[^\n,:#?\[\]{}]*[^\s,:#?\[\]{}])?"
_TRIMMED = r"\"[^\"\\\n ](?:[^\"\\\n]*[^\"\\\n ])?\""
_PLAIN_LIST = re.compile(rf"\[{_WORD}(?:, {_WORD})*\]")
_QUOTED_LIST = re.compile(rf"\[{_TRIMMED}(?:, {_TRIMMED})*\]")
"""Lists of texts without quotes, or in double quotes without spaces at their ends."""
_TEXTS = frozenset({"title", "dek"})
"""Fields whose value is the text as written."""
_DATES = frozenset({"date", "updated"})
_DAY = len("YYYY-MM-DD")
_KEYS = {name: key for name, key in KEYS.items() if key.form in ("plain", "commas")}


class PlainFile(msgspec.Struct, frozen=True, gc=False):
    """A record's file, without the lines `---` and the blank lines before its body."""

    front: bytes
    """The front matter; each line ends in '\\n'."""
    body: bytes
    line: int
    """Line of the file on which the body starts, from 1."""


def split_record_fast(data: bytes) -> PlainFile | None:
    """Split a file into front matter and body; None if lines do not end in '\\n', or the body's first line is indented."""
    if not data.startswith(b"---\n") or b"\r" in data:
        return None
    close = data.find(b"\n---", 3)
    if data[close + 4 : close + 5] != b"\n" or close < 0 or data.find(b"\n...", 3, close) >= 0:
        return None
    start = close + 5
    while data[start : start + 1] == b"\n":
        start += 1
    if data[start : start + 1] <= b" ":
        return None
    return PlainFile(data[4 : close + 1], data[start:], data.count(b"\n", 0, start) + 1)


def read_fields_without_yaml(notes: ReadProblems, front: str) -> dict[str, Any] | None:
    """Read front matter as `read_fields` does, its first lines without YAML; None if only `read_fields` can read it.

    Each line of `front` ends in '\\n'; the first is the second line of the file.
    """
    rows = front.split("\n")
    if not "".join(rows).isprintable():
        return None
    fields: dict[str, Any] = {}
    at = 0
    for row in rows:
        name, _, written = row.partition(": ")
        key = _KEYS.get(name)
        if key is None or key.field in fields or name in CATEGORIES:
            break
        value = _read_value(notes, key, written) if written else None
        if value is None:
            break
        fields[key.field] = value
        at += len(row) + 1
    if at < len(front):
        if not front[at].isalnum():
            return None
        from newsgen.record.yaml import parse_yaml_and_report_cut_headlines  # it imports YAML

        root, problems = parse_yaml_and_report_cut_headlines(front[at:], notes.file, 2 + len(fields))
        if root is None or problems or not fields.keys().isdisjoint(list_entry_fields(root.pairs)):
            return None
        fields |= read_fields(notes, root.pairs)
    return None if notes.problems else fields


def _read_value(notes: ReadProblems, key: Key, written: str) -> Any:
    """Read the value of a key; None if it is empty, or only `read_fields` can read it."""
    first, field = written[0], key.field
    quote = ""
    if first == "[":
        return _read_names(written) if field in LISTS else None
    if first in "\"'":
        value, quote = written[1:-1], first
        if len(written) == 1 or written[-1] != quote or quote in value or "\\" in value or value[:1] == " ":
            return None
    else:
        value = written
        if not first.isalnum() or ": " in value or " #" in value or value[-1] == ":" or value in NOTHING:
            return None
    if value[-1:] == " " or "  " in value:
        return None
    if field in _TEXTS:
        return value
    if field in LISTS:
        return (value,) if value and key.form == "plain" else None
    if field == "source":
        return Source(value) if value else None
    if field in _DATES and len(value) == _DAY:
        try:
            return PartialDate.parse(value)
        except ValueError:
            pass  # the reader reports what is wrong
    read, node = READERS.get(field), Scalar(0, 0, 0, 0, value, quote)
    if read is None or (field == "image" and is_flag(node)):
        return None
    return read(notes, key.name, node)


def _read_names(written: str) -> tuple[str, ...] | None:
    """Read a list of names in brackets; all names are in double quotes, or none."""
    if written == "[]":
        return ()
    if "  " in written:
        return None
    if _QUOTED_LIST.fullmatch(written):
        names = written[2:-2].split('", "')
    elif _PLAIN_LIST.fullmatch(written):
        names = written[1:-1].split(", ")
        if "null" in names:
            return None
    else:
        return None
    return tuple(dict.fromkeys(names))
