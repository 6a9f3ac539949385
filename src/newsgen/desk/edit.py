"""A human's answer to a finding, written into the record: nothing else in the file changes."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from newsgen.errors import ContentError, OutputError, Problem, RefusedError, SettingsError, gathered
from newsgen.model import PartialDate, Record, Source
from newsgen.record.edit import set_fields
from newsgen.record.read import read_record
from newsgen.record.write import format_record


def amended(record: Record, data: bytes, accept: Iterable[str], answers: Mapping[str, Answer]) -> bytes:
    """Confirm fields and set others, which confirms them too.

    Args:
        record: as `data` says it.
        data: the file's bytes.
        accept: fields under `inferred`.
        answers: new values by field; a value that the record has already is not written again.

    Returns:
        The file's new bytes: the same but for the values that changed and the lines under `inferred`.

    Raises:
        ContentError: a field to accept is not inferred; or the record cannot hold the values.
    """
    accepted = tuple(accept)
    missing = [field for field in accepted if field not in record.inferred]
    if missing:
        listed = ", ".join(record.inferred) or "nothing"
        raise ContentError(
            Problem(record.path, 0, 0, f"{field} is not under inferred", f"there stands: {listed}")
            for field in missing
        )
    changes: dict[str, object | None] = {
        field: value for field, value in answers.items() if not _holds(record, field, value)
    }
    confirmed = {*accepted, *(field for field in answers if field in record.inferred)}
    changes |= {f"inferred.{field}": None for field in confirmed}
    new = set_fields(data.decode(), changes, record.path).encode()
    _verify(read_record(record.path, new), answers)
    return new


def save(root: Path, path: str, before: bytes, after: bytes) -> None:
    """Replace a record as a whole, if it still is as it was read; its mode stays, a link stays a link.

    Args:
        root: the archive's root.
        path: of the record, relative to it.
        before: the bytes that `after` was made of.
        after: the bytes to write.

    Raises:
        RefusedError: somebody has changed the file meanwhile; it is left as it is.
        OutputError: the operating system failed.
    """
    try:
        target = (root / path).resolve()
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-", suffix=".tmp")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(after)
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
            unchanged = target.read_bytes() == before
            if unchanged:
                temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(Problem(path, 0, 0, f"cannot be written: {error.strerror}")) from error
    if not unchanged:
        raise changed_meanwhile(path)


def changed_meanwhile(path: str) -> RefusedError:
    """The error that a record is no longer as it was read."""
    message = "the file has changed meanwhile; it was left as it is"
    return RefusedError(Problem(path, 0, 0, message, "run newsgen review again"))


def _holds(record: Record, field: str, value: Answer) -> bool:
    """True if the record says so already; a source counts by its name."""
    found = getattr(record, field)
    if isinstance(found, Source):
        found = found.name
    return bool(found == value or (value is None and not found))


def _verify(record: Record, answers: Mapping[str, Answer]) -> None:
    """Refuse an answer that the record does not give back: another key of it, or its file's name, says else."""
    problems = [
        Problem(
            record.path,
            0,
            0,
            f"{field} would still be said by another key of the record, or by its file name",
            "edit the record by hand",
        )
        for field, value in answers.items()
        if not _holds(record, field, value)
    ]
    if problems:
        raise ContentError(problems)


LISTS = ("topics", "people", "places", "organizations", "authors")
SETTABLE = ("title", "dek", "date", *LISTS, "source", "language")
"""Fields that may be set."""

_COMMA = re.compile(r"(?<!\\),")

Answer = str | PartialDate | tuple[str, ...] | None
"""A new value; None takes the field out of the record."""


def read_answer(field: str, text: str) -> Answer:
    """Read a value as a human types it, by the rules that hold for front matter.

    Args:
        field: one of `SETTABLE`.
        text: names parted by commas for a list (`\\\\,` is a comma in a name); '' takes the field out.

    Raises:
        ContentError: what is wrong with it, and what to write.
    """
    text = text.strip()
    if not text and field == "title":
        raise ContentError(Problem("", 0, 0, "title is empty", "write the headline", "no-title"))
    if not text:
        return None
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ContentError(Problem("", 0, 0, f"{field} is not UTF-8", "write it in UTF-8", "encoding"))
    value = _names(text) if field in LISTS else text
    front = {"title": "-", field: value}
    try:
        record = read_record("", format_record(front, "").encode())
    except ContentError as error:
        raise ContentError(
            Problem("", 0, 0, problem.message, problem.expected, problem.code) for problem in error.problems
        ) from None
    found: Answer | Source = getattr(record, field)
    return found.name if isinstance(found, Source) else found


def read_answers(assigned: Iterable[str]) -> dict[str, Answer]:
    """Read FIELD=VALUE as --set has it; a list that stands in several of them gets all of their values.

    Raises:
        SettingsError: one names no field that may be set.
        ContentError: all values that are wrong.
    """
    texts: dict[str, list[str]] = {}
    for one in assigned:
        field, equals, text = one.partition("=")
        if not equals or field not in SETTABLE:
            message = f'--set "{one}" names no field that may be set'
            remedy = f"write FIELD=VALUE with one of {', '.join(SETTABLE)}"
            raise SettingsError(Problem("", 0, 0, message, remedy))
        texts.setdefault(field, []).append(text)
    problems: list[Problem] = []
    answers: dict[str, Answer] = {}
    for field, values in texts.items():
        with gathered(problems):
            if len(values) > 1 and field not in LISTS:
                raise ContentError(Problem("", 0, 0, f"{field} is set twice", "give it one value"))
            answers[field] = read_answer(field, ",".join(values))
    if problems:
        raise ContentError(problems)
    return answers


def _names(text: str) -> tuple[str, ...]:
    parts = (part.replace("\\,", ",").strip() for part in _COMMA.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))
