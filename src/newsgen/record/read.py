"""A record's file → Record."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from typing import Any

from newsgen.errors import ContentError, Problem
from newsgen.markdown.render import picture_refs
from newsgen.model import Body, PartialDate, Record
from newsgen.record.excerpt import beginning, excerpt
from newsgen.record.fields import Entry, read_fields
from newsgen.record.keys import KEYS, normal
from newsgen.record.nodes import Scalar
from newsgen.record.parts import Parts, plain_parts
from newsgen.record.plain import plain_fields
from newsgen.record.references import references
from newsgen.record.source import body_of, check_characters, cut, decode, first_heading
from newsgen.record.values import Notes
from newsgen.record.words import count_words

_DATED_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})[-_.]", re.ASCII)


def read_record(path: str, data: bytes) -> Record:
    """Read one record.

    Args:
        path: relative to the archive's root, '/'-separated.
        data: the file's bytes.

    Raises:
        ContentError: all that is wrong with the file.
    """
    return read_cut(path, data, plain_parts(data))


def read_cut(path: str, data: bytes, parts: Parts | None, digest: str = "") -> Record:
    """Do what `read_record` does to a file whose parts are known, and may be the digest of its body."""
    return (read_plain(path, parts, digest) if parts else None) or read_careful(path, data)


def read_plain(path: str, parts: Parts, digest: str = "") -> Record | None:
    """Read a plain file in half the time; None if something is wrong or not plain, which the careful way tells."""
    notes = Notes(path, [], [])
    try:
        fields = plain_fields(notes, parts.front.decode())
        body = parts.body.decode()
    except UnicodeDecodeError:
        return None
    if not fields or not fields.get("title") or body.isspace():
        return None
    words = count_words(body, parts.body)
    if words is None:
        return None
    told = digest or hashlib.sha256(parts.body).hexdigest()
    return _record(notes, fields, body, parts.body, Body(path, told, parts.line), words)


def read_careful(path: str, data: bytes) -> Record:
    """Read any file, or tell all that is wrong with it."""
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
            fields = read_fields(notes, entries)
            problems += notes.problems + check_title(path, fields, entries, body, source.front_line)
    if problems:
        raise ContentError(problems)
    encoded = body.encode()
    where = Body(path, hashlib.sha256(encoded).hexdigest(), line)
    return _record(notes, fields, body, encoded, where, count_words(body, encoded) or 0)


def _record(
    notes: Notes, fields: dict[str, Any], body: str, encoded: bytes, where: Body, words: int
) -> Record:
    """Make the record of what was read."""
    path, line = where.path, where.line
    if "date" not in fields and (day := _date_of_name(path)):
        fields["date"] = day
    return Record(
        path=path,
        body=where,
        words=words,
        excerpt=beginning(body) if fields.get("dek") else excerpt(body),
        references=references(body, line) if b"]" in encoded or b"<" in encoded else (),
        pictures=picture_refs(body, line) if b"!" in encoded and "![" in body else (),
        unknown=tuple(dict.fromkeys(notes.unknown)),
        **fields,
    )


def split_body(data: bytes) -> tuple[str, int]:
    """Find a record's body without reading its front matter.

    Returns:
        The Markdown with '\\n' line ends and without blank lines before it, and the line of the file it starts on.

    Raises:
        ContentError: the file has no front matter or is not UTF-8.
    """
    parts = plain_parts(data)
    if parts:
        with suppress(UnicodeDecodeError):  # it is told with its place below
            parts.front.decode()
            body = parts.body.decode()
            return ("" if body.isspace() else body), parts.line
    return body_of(cut(decode(data, "")))


def check_title(
    file: str, fields: dict[str, Any], entries: list[Entry], body: str, line: int
) -> list[Problem]:
    """Find out why there is no title; one that was refused has its own problem."""
    if fields.get("title"):
        return []
    for key, value in entries:
        meant = KEYS.get(normal(key.value))
        if meant and meant.field == "title":
            if (
                not isinstance(value, Scalar)
                or value.style == "!"
                or not (value.nothing or not value.value.strip())
            ):
                return []
            return [
                Problem(file, value.line, value.column, "title is empty", "write the headline", "no-title")
            ]
    heading = first_heading(body)
    expected = (
        f'write title: "{heading}"' if heading and '"' not in heading else "write title: and the headline"
    )
    return [Problem(file, max(line - 1, 1), 1, "title is missing", expected, "no-title")]


def _date_of_name(path: str) -> PartialDate | None:
    """The date that a file's name starts with, as Jekyll has it."""
    match = _DATED_NAME.match(path.rpartition("/")[2])
    if match is None:
        return None
    try:
        return PartialDate.parse(match[1])
    except ValueError:
        return None
