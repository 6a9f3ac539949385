"""Articles as rows of a spreadsheet, and the edits of records that a changed sheet asks for."""

from __future__ import annotations

import calendar
import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from newsgen.desk.edit import LISTS, Edit, confirm_fields, read_unsaved_record, refuse_changed_files
from newsgen.desk.journal import write_journaled
from newsgen.errors import ContentError, Problem, RefusedError
from newsgen.loader.formats.tables import read_table_rows
from newsgen.loader.items import FORMULA, split_list_cell, strip_formula_guard
from newsgen.model import PartialDate
from newsgen.pipeline.open import OpenedArchive, open_archive, read_records
from newsgen.pipeline.project import Project
from newsgen.record.write import format_record
from newsgen.renderer.outputs.data import FIELDS, make_article_row
from newsgen.renderer.texts import make_body_reader

_NAMES = [name for name, _, _ in FIELDS]
_AT = _NAMES.index("source") + 1
COLUMNS = (*_NAMES[:_AT], "source_url", *_NAMES[_AT:], "path", "digest")
"""The fields of the data bundle, in order; `source` has two columns, for name and URL. Then the record's path, and a digest
of its file, by which an import knows that the record did not change after the export."""
_READ_ONLY = ("address", "provisional", "inferred", "seed", "words", "text")
"""Columns that an import does not take."""
_DATES = ("date", "updated")
_NUMERIC_DATE = re.compile(r"(\d{1,4})[-/. ]+(\d{1,2})[-/. ]+(\d{2,4})\.?", re.ASCII)
_MOST_LETTERS = 32_767
"""Most letters of a cell in Excel, which cuts longer ones."""


class SheetEdits(msgspec.Struct, frozen=True):
    """What a sheet asks for."""

    edits: list[Edit]
    problems: list[Problem]
    """Rows that cannot be used."""
    warnings: list[Problem]
    """Changes in columns that are not imported."""


def convert_row_to_cells(row: Mapping[str, Any], path: str, digest: str) -> list[str]:
    r"""Write a row of `make_article_row` as cells, one for each of `COLUMNS`.

    A list is joined by '; ', with a backslash before each ';' and '\' in a value. A cell that a spreadsheet might run
    as a formula gets an apostrophe in front, also after other apostrophes, so that removing one apostrophe restores
    the text.
    """
    source = row.get("source")
    values = {
        **row,
        "source": source.name if source else "",
        "source_url": source.url if source else "",
        "corrections": [f"{change['date']}: {change['text']}" for change in row.get("corrections", ())],
        "provisional": "true" if row.get("provisional") else "false",
        "path": path,
        "digest": f"sha256:{digest[:32]}" if digest else "",
    }
    cells = (_write_cell(values.get(column, "")) for column in COLUMNS)
    return [f"'{cell}" if FORMULA.match(cell) else cell for cell in cells]


def _write_cell(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(text.replace("\\", "\\\\").replace(";", "\\;") for text in value)
    return str(value)


def plan_sheet_edits(project: Project, file: Path) -> SheetEdits:
    """Plan the edits that a sheet from `newsgen export csv` asks for; a row that is wrong does not stop the others.

    Cells are separated by commas, semicolons or tabs. Columns may be missing or in another order, rows too. A cell as it was
    exported changes nothing.

    Raises:
        ContentError: it is no table, or has no columns `path` and `digest`; two records have one address.
    """
    problems: list[Problem] = []
    opened = open_archive(project, pages=False, records=read_records(project, wrong=problems))
    planner = _Planner(project, str(file), opened, {problem.file for problem in problems})
    edits: list[Edit] = []
    for number, row in read_table_rows(str(file), file):
        try:
            if isinstance(row, Problem):
                raise ContentError(row)
            if edit := planner.plan_edit(number, row):
                edits.append(edit)
        except ContentError as error:
            problems += error.problems
        if planner.has_no_key:
            raise ContentError(problems)
    return SheetEdits(edits, problems, planner.warnings)


class _Planner:
    """Compares rows with records."""

    def __init__(self, project: Project, file: str, opened: OpenedArchive, broken: set[str]) -> None:
        """Keep the records by path, as written and as they were exported, and the paths of broken ones."""
        self.root, self.file, self.broken = project.root, file, broken
        self.written = {record.path: record for record in opened.records}
        self.shown = {record.path: record for record in opened.archive.records}
        self.addresses = opened.archive.addresses
        self.read = make_body_reader(project.root)
        self.seen: dict[str, int] = {}
        self.warnings: list[Problem] = []
        self.has_no_key = False

    def plan_edit(self, number: int, row: Mapping[str, Any]) -> Edit | None:
        """Plan the edit of a row; None if it changes nothing."""
        cells = {
            (name or "").strip().lower(): strip_formula_guard(cell)
            for name, cell in row.items()
            if isinstance(cell, str)
        }
        if not any(cells.values()):
            return None
        path = self._find_path(number, cells)
        before = (self.root / path).read_bytes()
        digest = hashlib.sha256(before).hexdigest()
        exported = self._list_exported_cells(path, digest, with_text="text" in cells)
        changed = {
            column: cells[column].strip()
            for column in COLUMNS
            if column in cells and not _is_same(column, cells[column], exported[column])
        }
        if cells["digest"].strip() != exported["digest"]:
            if changed.keys() <= {*_READ_ONLY}:
                return None  # it has these values already
            message = "the record changed after the export, so the row was not used"
            raise ContentError(Problem(path, 0, 0, message, "export again", "changed-record"))
        self._warn_of_read_only(path, number, changed)
        answers = self._read_answers(number, changed, exported)
        if not answers:
            return None
        edit = confirm_fields(self.written[path], before, (), answers)
        return edit if edit.after != before else None

    def _find_path(self, number: int, cells: Mapping[str, str]) -> str:
        if not {"path", "digest"} <= cells.keys():
            self.has_no_key = not self.seen
            remedy = "export csv again and change that file"
            message = "there are no columns path and digest"
            raise ContentError(Problem(self.file, number, 0, message, remedy, "bad-table"))
        path = cells["path"].strip()
        if path not in self.written:
            message = f"there is no record {path}" if path else "the row names no record"
            remedy = "export again; newsgen new and newsgen load make records"
            if path in self.broken:
                message, remedy = f"{path} cannot be read", "fix it first"
            raise ContentError(Problem(self.file, number, 0, message, remedy, "no-record"))
        if self.seen.setdefault(path, number) != number:
            message = f"{path} has a row already, {self.seen[path]}"
            raise ContentError(Problem(self.file, number, 0, message, "keep one of the two", "two-rows"))
        return path

    def _list_exported_cells(self, path: str, digest: str, *, with_text: bool) -> dict[str, str]:
        record = self.shown[path]
        row = make_article_row(record, self.addresses[path], self.read if with_text else lambda _: "")
        cells = convert_row_to_cells(row, path, digest)
        return {column: strip_formula_guard(cell) for column, cell in zip(COLUMNS, cells, strict=True)}

    def _warn_of_read_only(self, path: str, number: int, changed: Iterable[str]) -> None:
        for column in _READ_ONLY:
            if column in changed:
                message = f"{path}: {column} was changed; this column is not imported"
                remedy = "edit the record" if column == "text" else ""
                self.warnings.append(Problem(self.file, number, 0, message, remedy, "read-only-column"))

    def _read_answers(
        self, number: int, changed: Mapping[str, str], exported: Mapping[str, str]
    ) -> dict[str, object]:
        """Read the new values of fields, by the rules of front matter; None removes a field."""
        fields = {column.removesuffix("_url") for column in changed if column not in _READ_ONLY}
        cells = {**exported, **changed}
        front: dict[str, object] = {"title": "-"} | {field: _make_value(field, cells) for field in fields}
        try:
            found = read_unsaved_record("", format_record(front, ""))
        except ContentError as error:
            place = {"file": self.file, "line": number}
            raise ContentError(msgspec.structs.replace(one, **place) for one in error.problems) from None
        return {field: getattr(found, field) or None for field in sorted(fields)}


def _make_value(field: str, cells: Mapping[str, str]) -> object:
    """Make the front matter value of a field from its cells."""
    cell = cells[field]
    if field in LISTS:
        return list(dict.fromkeys(split_list_cell(cell)))
    if field == "corrections":
        parts = (text.partition(": ") for text in split_list_cell(cell))
        return [{"date": date, "text": text} for date, _, text in parts]
    if field == "source" and cells["source_url"]:
        return {"name": cell, "url": cells["source_url"]}
    return cell


def _is_same(column: str, cell: str, exported: str) -> bool:
    """True if a cell has the exported value, perhaps as a spreadsheet rewrote it."""
    one, other = cell.split(), exported.split()
    if one == other or column in ("path", "digest"):
        return True
    if column == "text":
        return len(cell) >= _MOST_LETTERS - 1 and exported.split()[: len(one) - 1] == one[:-1]
    if column == "status" and not one:
        return True  # an empty cell must not publish what was withdrawn
    if column == "provisional":
        return cell.strip().lower() == exported
    if column in LISTS:
        return split_list_cell(cell) == split_list_cell(exported)
    return column in _DATES and _may_mean(cell.strip(), exported)


def _may_mean(cell: str, exported: str) -> bool:
    """True if a spreadsheet may have rewritten an exported date in this way: 22/11/2023, 11-22-23, Nov-23."""
    if not exported or "T" in exported:
        return False
    date = PartialDate.parse(exported)
    if found := _NUMERIC_DATE.fullmatch(cell):
        if len(found[1]) == 4:  # year, month and day, which mean one day only
            return bool(date.day) and tuple(map(int, found.groups())) == (date.year, date.month, date.day)
        year = date.year if len(found[3]) == 4 else date.year % 100
        return int(found[3]) == year and {int(found[1]), int(found[2])} == {date.month, date.day or 1}
    month = calendar.month_abbr[date.month] if date.month else ""
    short = f"{month}-{date.year % 100:02d}"
    return bool(month) and cell in (
        (f"{date.day}-{short}", f"{date.day:02d}-{short}") if date.day else (short,)
    )


def write_sheet_edits(project: Project, edits: Iterable[Edit]) -> tuple[list[Edit], list[Problem]]:
    """Write edits through the journal, each file atomically; one that cannot be written does not stop the others.

    The result has the written edits, and the problems of the others.
    """
    unchanged: list[Edit] = []
    problems: list[Problem] = []
    for edit in edits:
        try:
            refuse_changed_files(project.root, [edit])
            unchanged.append(edit)
        except RefusedError as error:
            problems += error.problems
    first = unchanged[0].path if unchanged else ""
    failed = write_journaled(project, f"import csv: {first} and {len(unchanged) - 1} more", unchanged)
    paths = {problem.file for problem in failed}
    return [edit for edit in unchanged if edit.path not in paths], [*problems, *failed]
