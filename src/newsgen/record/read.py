"""A record's file → Record."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from newsgen.errors import ContentError, Problem
from newsgen.markdown import picture_refs
from newsgen.model import Body, PartialDate, Record
from newsgen.record.excerpt import count_words, excerpt
from newsgen.record.fields import Entry, read_fields
from newsgen.record.front import front_entries
from newsgen.record.keys import KEYS, normal
from newsgen.record.nodes import Scalar
from newsgen.record.references import references
from newsgen.record.source import Source, body_of, check_characters, cut, decode, first_heading
from newsgen.record.values import Notes

BEGINNING = 60
"""Characters of an excerpt that are kept beside a standfirst, which is shown instead: a text is known by them."""

_DATED_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})[-_.]", re.ASCII)


def read_record(path: str, data: bytes) -> Record:
    """Read one record.

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
        entries, found = front_entries(source, path)
        problems += found
        if entries is not None:
            fields = read_fields(notes, entries)
            problems += notes.problems + check_title(path, fields, entries, body, source.front_line)
    if problems:
        raise ContentError(problems)
    if "date" not in fields and (day := _date_of_name(path)):
        fields["date"] = day
    encoded = _encoded(body, source, data)
    return Record(
        path=path,
        body=Body(path, hashlib.sha256(encoded).hexdigest(), line),
        words=count_words(body, encoded),
        excerpt=excerpt(body)[: BEGINNING if fields.get("dek") else None],
        references=references(body, line),
        pictures=picture_refs(body, line) if b"!" in encoded and "![" in body else (),
        unknown=tuple(dict.fromkeys(notes.unknown)),
        **fields,
    )


def _encoded(body: str, source: Source, data: bytes) -> bytes:
    """The body in UTF-8: the end of the file, unless its line ends are other ones."""
    if not body or "\r" in source.text:
        return body.encode()
    return data[len(source.text[: source.body].encode()) :]


def split_body(data: bytes) -> tuple[str, int]:
    """Find a record's body without reading its front matter.

    Returns:
        The Markdown with '\\n' line ends and without blank lines before it, and the line of the file it starts on.

    Raises:
        ContentError: the file has no front matter or is not UTF-8.
    """
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
