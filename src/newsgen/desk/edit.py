"""Edit records in place: read new values like front matter, and change nothing else in the file."""

from __future__ import annotations

import re
import stat
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import msgspec

from newsgen.archive.build import names_of
from newsgen.archive.model import Kind
from newsgen.errors import (
    ContentError,
    Problem,
    RefusedError,
    SettingsError,
    collect_problems,
    report_system_errors,
)
from newsgen.files import replace_unchanged, write_atomically
from newsgen.model import Inference, PartialDate, Record, Source
from newsgen.record.edit import replace_names, set_fields
from newsgen.record.read import read_record
from newsgen.record.write import format_record

LISTS = ("topics", "people", "places", "organizations", "authors")
SETTABLE = ("title", "dek", "date", *LISTS, "source", "language")
"""Fields that `--set` can change."""

_COMMA = re.compile(r"(?<!\\),")

FieldValue = str | PartialDate | tuple[str, ...] | None
"""A new value of a field; None removes the field."""


class Edit(msgspec.Struct, frozen=True):
    """One file and its new bytes."""

    path: str
    """Relative to the archive's root."""
    before: bytes
    """Empty for a new file."""
    after: bytes


def read_unchanged_file(root: Path, record: Record) -> bytes:
    """Read a record's file and check that it did not change.

    Raises:
        RefusedError: the file is gone, or differs from `record`.
    """
    try:
        data = (root / record.path).read_bytes()
    except FileNotFoundError:
        raise _make_changed_error(record.path) from None
    now = read_record(record.path, data)
    if msgspec.structs.replace(now, references=record.references) != record:  # they depend on the site's URL
        raise _make_changed_error(record.path)
    return data


def edit_fields(
    path: str, before: bytes, changes: Mapping[str, object | None], expected: Mapping[str, object]
) -> Edit:
    """Change front matter keys of a record, whose file has the bytes `before`; `changes` are as in `set_fields`.

    Raises:
        ContentError: the front matter cannot be edited, or another part of the file contradicts the values `expected`.
    """
    after = set_fields(before.decode(), changes, path).encode()
    check_edited_values(path, after, expected)
    return Edit(path, before, after)


def check_edited_values(path: str, data: bytes, expected: Mapping[str, object]) -> None:
    """Check that a record's new bytes have the expected values.

    Raises:
        ContentError: it names each field with another value.
    """
    record = read_record(path, data)
    message = "another key of the record, or its file name, would still set"
    problems = [
        Problem(path, 0, 0, f"{message} {field}", "edit the record by hand")
        for field, value in expected.items()
        if not _has_value(record, field, value)
    ]
    if problems:
        raise ContentError(problems)


class NameChanges(msgspec.Struct):
    """What to change in the names of one record, each by its kind."""

    spelt: dict[Kind, dict[str, str]] = {}
    """New spelling by old spelling; '' removes a name."""
    added: dict[Kind, tuple[str, ...]] = {}
    """Names to add at the end."""
    confirmed: dict[Kind, tuple[str, ...]] = {}
    """Names that are no longer inferred."""


def edit_names(record: Record, before: bytes, changes: NameChanges) -> Edit:
    """Change names of a record; what is renamed, removed or confirmed is no longer inferred.

    The names are edited under newsgen's key and those of other generators. Where that is not possible, newsgen's key gets
    the whole list. All new spellings of a kind must be one name.
    """
    text, expected = before.decode(), dict[str, object]()
    for kind in dict.fromkeys((*changes.spelt, *changes.added, *changes.confirmed)):
        field = "source" if kind == "sources" else kind
        spelt, added = changes.spelt.get(kind, {}), changes.added.get(kind, ())
        names = names_of(record, kind)
        there = {name for name in names if name not in spelt}  # it keeps its position
        left = (spelt.get(name, name) for name in names if spelt.get(name) not in there)
        wanted = tuple(dict.fromkeys(name for name in (*left, *added) if name))
        if spelt:
            text = replace_names(text, field, spelt, record.path)
        if kind == "sources":
            expected[field] = wanted[0] if wanted else None
        elif added or (spelt and getattr(read_record(record.path, text.encode()), kind) != wanted):
            text = set_fields(text, {field: [*wanted]}, record.path)
            expected[field] = wanted
        if (how := record.inferred.get(field)) is not None and (spelt or kind in changes.confirmed):
            gone = {*spelt, *changes.confirmed.get(kind, ())}
            text = set_fields(text, {f"inferred.{field}": _without_names(how, gone, wanted)}, record.path)
    after = text.encode()
    check_edited_values(record.path, after, expected)
    return Edit(record.path, before, after)


def _without_names(how: Inference, gone: Collection[str], left: Collection[str]) -> Inference | None:
    """Remove the evidence of names that are gone or confirmed; return None if no evidence of a name is left."""
    if isinstance(how.evidence, str):
        return how if left else None
    evidence = {name: proof for name, proof in how.evidence.items() if name in left and name not in gone}
    return msgspec.structs.replace(how, evidence=evidence) if evidence else None


def confirm_fields(
    record: Record, before: bytes, accepted: Iterable[str], answers: Mapping[str, object]
) -> Edit:
    """Confirm inferred fields of a record, and set those in `answers`, which confirms them too.

    Raises:
        ContentError: a field to confirm is not inferred, or the record cannot be edited.
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


def read_file_or_empty(file: Path) -> bytes:
    """Read a file; return no bytes if there is none."""
    return file.read_bytes() if file.is_file() else b""


def refuse_changed_files(root: Path, edits: Iterable[Edit]) -> None:
    """Raise RefusedError if a file has changed since its edit was made."""
    for edit in edits:
        if read_file_or_empty(root / edit.path) != edit.before:
            raise _make_changed_error(edit.path)


def write_edit(root: Path, edit: Edit) -> None:
    """Write one edit; the file's mode and a symbolic link to it stay.

    Raises:
        RefusedError: the file has changed since it was read.
        OutputError: the file cannot be written.
    """
    refuse_changed_files(root, [edit])
    target = (root / edit.path).resolve()
    with report_system_errors(edit.path):
        if not edit.before:
            write_atomically(target, edit.after)
        elif not replace_unchanged(target, edit.before, edit.after, stat.S_IMODE(target.stat().st_mode)):
            raise _make_changed_error(edit.path)


def parse_field_value(field: str, text: str) -> FieldValue:
    """Read a value of one of `SETTABLE` from an editor, by the rules of front matter; '' removes the field.

    Names of a list are separated by commas; `\\,` is a comma in a name.
    """
    text = text.strip()
    if not text and field == "title":
        raise ContentError(Problem("", 0, 0, "title is empty", "write the headline", "no-title"))
    if not text:
        return None
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ContentError(Problem("", 0, 0, f"{field} is not UTF-8", "write it in UTF-8", "encoding"))
    value: str | tuple[str, ...] = text
    if field in LISTS:
        names = (part.replace("\\,", ",").strip() for part in _COMMA.split(text))
        value = tuple(dict.fromkeys(name for name in names if name))
    found = read_unsaved_record("", format_record({"title": "-", field: value}, ""))
    answer: FieldValue | Source = getattr(found, field)
    return answer.name if isinstance(answer, Source) else answer


def parse_field_assignments(assigned: Iterable[str]) -> dict[str, FieldValue]:
    """Read the FIELD=VALUE arguments of --set; several for one list are combined.

    Raises:
        SettingsError: an argument names no field that can be set.
        ContentError: all wrong values.
    """
    texts: dict[str, list[str]] = {}
    for assignment in assigned:
        field, equals, text = assignment.partition("=")
        if not equals or field not in SETTABLE:
            message = f'--set "{assignment}" names no field that can be set'
            remedy = f"write FIELD=VALUE with one of {', '.join(SETTABLE)}"
            raise SettingsError(Problem("", 0, 0, message, remedy))
        texts.setdefault(field, []).append(text)
    problems: list[Problem] = []
    answers: dict[str, FieldValue] = {}
    for field, values in texts.items():
        with collect_problems(problems):
            if len(values) > 1 and field not in LISTS:
                raise ContentError(Problem("", 0, 0, f"{field} is set twice", "give it one value"))
            answers[field] = parse_field_value(field, ",".join(values))
    if problems:
        raise ContentError(problems)
    return answers


def read_unsaved_record(path: str, text: str) -> Record:
    """Read the text of a record that has no file yet.

    Raises:
        ContentError: all mistakes, without their place.
    """
    try:
        return read_record(path, text.encode())
    except ContentError as error:
        bare = (msgspec.structs.replace(one, file="", line=0, column=0) for one in error.problems)
        raise ContentError(bare) from None


def _has_value(record: Record, field: str, value: object) -> bool:
    """Return whether a record has a value; a source may be given by name, None means empty."""
    found = getattr(record, field)
    if isinstance(found, Source) and not isinstance(value, Source):
        found = found.name
    return bool(found == value or (value is None and not found))


def _make_changed_error(path: str) -> RefusedError:
    message = "the file has changed meanwhile, so it was not written"
    return RefusedError(Problem(path, 0, 0, message, "run the command again"))
