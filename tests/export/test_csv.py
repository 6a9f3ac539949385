"""Promises of the CSV; tests/projects/exports holds a whole file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.desk.sheet import COLUMNS
from newsgen.export.tables import csv_chunks
from newsgen.loader.items import split_list_cell, strip_formula_guard
from newsgen.model import Record
from newsgen.renderer.outputs.data import FIELDS
from tests.export.samples import batch, exported
from tests.renderer.samples import record


def rows(data: bytes) -> list[dict[str, str]]:
    """As Python's csv module reads them."""
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def _shown() -> dict[str, Any]:
    """The functions that docs/export.md gives to readers of the file."""
    document = (Path(__file__).resolve().parents[2] / "docs" / "export.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", document, re.DOTALL):
        if "def " in block:
            exec(block, names)
    return names


plain: Callable[[str], str] = _shown()["plain"]
values: Callable[[str], list[str]] = _shown()["values"]


def test_no_field_of_the_data_is_left_out() -> None:
    """A field that the data bundle gains gets a column."""
    assert {name for name, _, _ in FIELDS} <= set(COLUMNS)


@given(st.lists(st.text(min_size=1).filter(lambda name: name == name.strip()), min_size=1, max_size=4))
def test_lists_come_back_as_they_were(names: list[str]) -> None:
    """Whatever signs stand in a name."""
    names = [" ".join(name.split()) or "x" for name in names]
    (row,) = rows(one_row(record("a", "2020-01-01", topics=tuple(names))))
    assert values(plain(row["topics"])) == split_list_cell(strip_formula_guard(row["topics"])) == names


@given(st.text())
def test_a_cell_comes_back_as_it_was(title: str) -> None:
    """Also one that looks like a formula, or like one with an apostrophe before it."""
    (row,) = rows(one_row(record("a", "2020-01-01", title=title)))
    assert plain(row["title"]) == strip_formula_guard(row["title"]) == title


def one_row(one: Record) -> bytes:
    """A file of one article."""
    return b"".join(csv_chunks(batch(Path(), [one])))


@pytest.mark.parametrize(
    "sign", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'=1", "''@a"]
)
def test_no_cell_is_a_formula(tmp_path: Path, sign: str) -> None:
    """A spreadsheet shows its text; without an apostrophe it might run it."""
    (row,) = rows(exported("csv", batch(tmp_path, [record("a", "2020-01-01", title=sign, dek=sign)])))
    assert row["title"] == row["dek"] == f"'{sign}"
    assert plain(row["title"]) == sign
