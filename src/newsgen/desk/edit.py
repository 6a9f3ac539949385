"""Records edited in place: new values are read as front matter is, and nothing else in a file changes."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from newsgen.builder.paths import locked
from newsgen.errors import ContentError, OutputError, Problem, RefusedError, SettingsError, collect_problems
from newsgen.files import write_atomically
from newsgen.model import PartialDate, Record, Source
from newsgen.pipeline.project import Project
from newsgen.record.edit import set_fields
from newsgen.record.read import read_record
from newsgen.record.write import format_record

LISTS = ("topics", "people", "places", "organizations", "authors")
SETTABLE = ("title", "dek", "date", *LISTS, "source", "language")
"""Fields that an editor may set."""

_COMMA = re.compile(r"(?<!\\),")

Answer = str | PartialDate | tuple[str, ...] | None
"""A new value of a field; None takes the field out of the record."""


class Edit(msgspec.Struct, frozen=True):
    """One file and its new bytes."""

    path: str
    """Relative to the archive's root."""
    before: bytes
    """Empty for a file that is not there."""
    after: bytes


def read_unchanged(root: Path, record: Record) -> bytes:
    """Read the file of a record.

    Raises:
        RefusedError: it is gone, or it no longer says what `record` says.
    """
    try:
        data = (root / record.path).read_bytes()
    except FileNotFoundError:
        raise _changed(record.path) from None
    if read_record(record.path, data) != record:
        raise _changed(record.path)
    return data


def edit_fields(
    path: str, before: bytes, changes: Mapping[str, object | None], expected: Mapping[str, object]
) -> Edit:
    """Change front matter keys of a record.

    Args:
        path, before: of the record, and its file's bytes.
        changes: new values by key, as `set_fields` takes them.
        expected: what the record must say afterwards, by field.

    Raises:
        ContentError: the front matter cannot be edited, or something else in the file says otherwise.
    """
    after = set_fields(before.decode(), changes, path).encode()
    check_fields(path, after, expected)
    return Edit(path, before, after)


def check_fields(path: str, data: bytes, expected: Mapping[str, object]) -> None:
    """Check that a record's new bytes say what they must.

    Raises:
        ContentError: naming each field that says something else.
    """
    record = read_record(path, data)
    problems = [
        Problem(
            path,
            0,
            0,
            f"{field} would still be said by another key of the record, or by its file name",
            "edit the record by hand",
        )
        for field, value in expected.items()
        if not _has_value(record, field, value)
    ]
    if problems:
        raise ContentError(problems)


def confirm_fields(
    record: Record, before: bytes, accepted: Iterable[str], answers: Mapping[str, Answer]
) -> Edit:
    """Confirm inferred fields of a record and set others, which confirms them too.

    Args:
        record, before: the record, and its file's bytes.
        accepted: fields under `inferred`.
        answers: new values by field; a value that the record has already is not written again.

    Raises:
        ContentError: a field to accept is not inferred; or the record cannot hold the values.
    """
    listed = ", ".join(record.inferred) or "nothing"
    problems = [
        Problem(record.path, 0, 0, f"{field} is not under inferred", f"the record has: {listed}")
        for field in accepted
        if field not in record.inferred
    ]
    if problems:
        raise ContentError(problems)
    changes: dict[str, object | None] = {
        field: value for field, value in answers.items() if not _has_value(record, field, value)
    }
    changes |= {f"inferred.{field}": None for field in record.inferred if field in {*accepted, *answers}}
    return edit_fields(record.path, before, changes, answers)


def write_edits(project: Project, edits: Sequence[Edit]) -> None:
    """Write edits; each file is replaced as a whole.

    Raises:
        RefusedError: a file has changed since it was read; then nothing is written.
        OutputError: the operating system failed.
        BusyError: another process writes into the archive.
    """
    with locked(project.work / "lock", project.settings.paths.articles):
        refuse_changed(project.root, edits)
        for edit in edits:
            write_edit(project.root, edit)


def refuse_changed(root: Path, edits: Iterable[Edit]) -> None:
    """Raise RefusedError if a file no longer has the bytes that an edit was made of."""
    for edit in edits:
        file = root / edit.path
        if (file.read_bytes() if file.is_file() else b"") != edit.before:
            raise _changed(edit.path)


def write_edit(root: Path, edit: Edit) -> None:
    """Write one edit. The file's mode stays, and a link stays a link.

    Raises:
        RefusedError: the file has changed since it was read.
        OutputError: the operating system failed.
    """
    refuse_changed(root, [edit])
    target = (root / edit.path).resolve()
    try:
        mode = stat.S_IMODE(target.stat().st_mode) if edit.before else 0o644
        write_atomically(target, edit.after, mode)
    except OSError as error:
        problem = Problem(edit.path, 0, 0, f"cannot be written: {error.strerror}")
        raise OutputError(problem) from error


def read_answer(field: str, text: str) -> Answer:
    """Read a value as an editor types it, by the rules of front matter.

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
    value: str | tuple[str, ...] = text
    if field in LISTS:
        names = (part.replace("\\,", ",").strip() for part in _COMMA.split(text))
        value = tuple(dict.fromkeys(name for name in names if name))
    found = read_draft("", format_record({"title": "-", field: value}, ""))
    answer: Answer | Source = getattr(found, field)
    return answer.name if isinstance(answer, Source) else answer


def read_answers(assigned: Iterable[str]) -> dict[str, Answer]:
    """Read FIELD=VALUE as --set has it; a list that stands in several of them gets all of their values.

    Raises:
        SettingsError: one names no field that may be set.
        ContentError: all values that are wrong.
    """
    texts: dict[str, list[str]] = {}
    for assignment in assigned:
        field, equals, text = assignment.partition("=")
        if not equals or field not in SETTABLE:
            message = f'--set "{assignment}" names no field that may be set'
            remedy = f"write FIELD=VALUE with one of {', '.join(SETTABLE)}"
            raise SettingsError(Problem("", 0, 0, message, remedy))
        texts.setdefault(field, []).append(text)
    problems: list[Problem] = []
    answers: dict[str, Answer] = {}
    for field, values in texts.items():
        with collect_problems(problems):
            if len(values) > 1 and field not in LISTS:
                raise ContentError(Problem("", 0, 0, f"{field} is set twice", "give it one value"))
            answers[field] = read_answer(field, ",".join(values))
    if problems:
        raise ContentError(problems)
    return answers


def read_draft(path: str, text: str) -> Record:
    """Read the text of a record that is not on disk yet.

    Raises:
        ContentError: what is wrong with it, without a place.
    """
    try:
        return read_record(path, text.encode())
    except ContentError as error:
        raise ContentError(
            Problem("", 0, 0, problem.message, problem.expected, problem.code) for problem in error.problems
        ) from None


def _has_value(record: Record, field: str, value: object) -> bool:
    """True if the record has this value already; a source counts by its name, an empty field is None."""
    found = getattr(record, field)
    if isinstance(found, Source) and not isinstance(value, Source):
        found = found.name
    return bool(found == value or (value is None and not found))


def _changed(path: str) -> RefusedError:
    message = "the file has changed meanwhile; it was left as it is"
    return RefusedError(Problem(path, 0, 0, message, "run the command again"))
