"""Plain front matter → fields, without the nodes between them: keys that say a text or a list of names on their line.

Nodes are there to tell where a mistake stands. Whatever is a mistake or not plain is left to those who make them.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

import msgspec

from newsgen.model import PartialDate, Source
from newsgen.record.fields import LISTS, READERS, read_fields, stated
from newsgen.record.keys import KEYS, Key
from newsgen.record.values import NOTHING, Notes, Scalar

_WORD = r"[^\W_](?:[^\n,:#?\[\]{}]*[^\s,:#?\[\]{}])?"
_TRIMMED = r"\"[^\"\\\n ](?:[^\"\\\n]*[^\"\\\n ])?\""
_PLAIN_LIST = re.compile(rf"\[{_WORD}(?:, {_WORD})*\]")
_QUOTED_LIST = re.compile(rf"\[{_TRIMMED}(?:, {_TRIMMED})*\]")
"""Lists in which every text is without quotes, or in double quotes without spaces at its ends."""
_TEXTS = frozenset({"title", "dek"})
"""Fields that hold a text as it stands."""
_DATES = frozenset({"date", "updated"})
_DAY = len("YYYY-MM-DD")
_KEYS = {name: key for name, key in KEYS.items() if key.form in ("plain", "commas")}


def plain_fields(notes: Notes, front: str) -> dict[str, Any] | None:
    """Read front matter of which at least the first keys are plain; YAML reads the others.

    Args:
        notes: where unknown keys go.
        front: what stands between the lines `---`, the first of which is the file's first; each line ends in '\\n'.

    Returns:
        What `newsgen.record.fields.read_fields` would; None if that must be asked.
    """
    rows = front.split("\n")
    if not "".join(rows).isprintable():
        return None
    fields: dict[str, Any] = {}
    at = 0
    for row in rows:
        name, _, written = row.partition(": ")
        key = _KEYS.get(name)
        if key is None or key.field in fields:
            break
        value = _value(notes, key, written) if written else None
        if value is None:
            break
        fields[key.field] = value
        at += len(row) + 1
    if at < len(front):
        if not front[at].isalnum():
            return None
        from newsgen.record.yaml import read_front  # it brings YAML

        root, problems = read_front(front[at:], notes.file, 2 + len(fields))
        if root is None or problems or not fields.keys().isdisjoint(stated(root.pairs)):
            return None
        fields |= read_fields(notes, root.pairs)
    return None if notes.problems else fields


def _value(notes: Notes, key: Key, written: str) -> Any:
    """What `read_fields` would make of what stands after a key; None if it must be asked, or finds nothing."""
    sign, field = written[0], key.field
    if sign == "[":
        return _names(written) if field in LISTS else None
    if sign in "\"'":
        value = written[1:-1]
        if len(written) == 1 or written[-1] != sign or sign in value or "\\" in value or value[:1] == " ":
            return None
    else:
        value = written
        if not sign.isalnum() or ": " in value or " #" in value or value[-1] == ":" or value in NOTHING:
            return None
        sign = ""
    if value[-1:] == " " or "  " in value:
        return None
    if field in _TEXTS:
        return value
    if field in LISTS:
        return (value,) if value and key.form == "plain" else None
    if field == "source":
        return Source(value) if value else None
    return _read(notes, key, value, sign)


def _read(notes: Notes, key: Key, value: str, style: str) -> Any:
    """What the field's reader makes of a text; None if it has none, or finds nothing."""
    if key.field in _DATES and len(value) == _DAY:
        try:
            return PartialDate.parse(value)
        except ValueError:
            pass  # which the reader tells
    read = READERS.get(key.field)
    return read(notes, key.name, Scalar(0, 0, 0, 0, value, style)) if read else None


def _names(written: str) -> tuple[str, ...] | None:
    """Read a list of names in brackets, all of them in double quotes or none."""
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
    return tuple(names) if len(names) == 1 else tuple(dict.fromkeys(names))


class Parts(msgspec.Struct, frozen=True, gc=False):
    """A record's file without the lines `---` and without blank lines before its body."""

    front: bytes
    """The front matter; each line ends in '\\n'."""
    body: bytes
    line: int
    """Line of the file on which the body starts, from 1."""


def plain_parts(data: bytes) -> Parts | None:
    """Cut a file whose lines end in '\\n', and whose body starts with a sign at a line's start.

    Returns:
        What `newsgen.record.read` would find, but in bytes; None if the file is not plain.
    """
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
    return Parts(data[4 : close + 1], data[start:], data.count(b"\n", 0, start) + 1)


def digests_of(data: bytes, parts: Parts | None) -> tuple[str, str]:
    """Stand for a record's bytes and for its body alone, in hex; '' for the body of a file that is not plain.

    What stands for the bytes is made of what stands for the body, so that this is hashed once.
    """
    if parts is None:
        return hashlib.sha256(data).hexdigest(), ""
    body = hashlib.sha256(parts.body).hexdigest()
    whole = b"%d\n%b%b" % (parts.line, parts.front, body.encode())
    return hashlib.sha256(whole).hexdigest(), body


def digest_of(data: bytes) -> str:
    """Stand for a record's bytes, in hex; see `digests_of`."""
    return digests_of(data, plain_parts(data))[0]
