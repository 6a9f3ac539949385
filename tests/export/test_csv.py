"""Promises of the CSV."""

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

from newsgen.export.csv import COLUMNS, csv_chunks
from newsgen.model import Correction, PartialDate, Record, Source
from newsgen.renderer.outputs.data import FIELDS
from tests.export.samples import batch, exported
from tests.renderer.samples import SHA, TEXT, record


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


def test_each_article_is_a_row(tmp_path: Path) -> None:
    """In the archive's order, with every column."""
    read_back = rows(exported("csv", batch(tmp_path)))
    assert len(read_back) == 10
    (guessed,) = (row for row in read_back if row["title"] == "Guessed")
    filled = {key: cell for key, cell in guessed.items() if cell}
    assert filled == {
        "address": "2022/11/23/guessed.html",
        "title": "Guessed",
        "date": "2022-11-23",
        "provisional": "true",
        "status": "published",
        "topics": "Trade",
        "inferred": "date",
        "seed": SHA,
        "words": "460",
        "text": TEXT,
    }
    assert [row["date"] for row in read_back][:2] == ["2023-11-24", "2023-11-22"]


def test_no_field_of_the_data_is_left_out() -> None:
    """A field that the data bundle gains gets a column."""
    assert {name for name, _, _ in FIELDS} <= set(COLUMNS)


def test_the_bytes_are_those_of_rfc_4180(tmp_path: Path) -> None:
    """CRLF after each row, quotes doubled, line ends of a text kept, no byte-order mark."""
    data = exported("csv", batch(tmp_path, [record("a", "2020-01-01", title='Said "no", twice')]))
    head, _, rest = data.partition(b"\r\n")
    assert head == ",".join(COLUMNS).encode()
    assert b'"Said ""no"", twice"' in rest
    assert rest.endswith(b'\n"\r\n')
    assert b"\r" not in rest.removesuffix(b"\r\n")


def test_lists_and_corrections_are_joined(tmp_path: Path) -> None:
    """A semicolon in a name does not part it."""
    one = record(
        "a",
        "2020-01-01",
        topics=("Trade; tariffs", "A\\B", "Ports"),
        source=Source("Wire", "https://example.org/a"),
        corrections=(Correction(PartialDate(2020, 1, 2), "One; two."), Correction(PartialDate(2020), "Old.")),
    )
    (row,) = rows(exported("csv", batch(tmp_path, [one])))
    assert row["topics"] == "Trade\\; tariffs; A\\\\B; Ports"
    assert values(row["topics"]) == list(one.topics)
    assert values(row["corrections"]) == ["2020: Old.", "2020-01-02: One; two."]
    assert (row["source"], row["source_url"]) == ("Wire", "https://example.org/a")


@given(st.lists(st.text(min_size=1).filter(lambda name: name == name.strip()), min_size=1, max_size=4))
def test_lists_come_back_as_they_were(names: list[str]) -> None:
    """Whatever signs stand in a name."""
    names = [" ".join(name.split()) or "x" for name in names]
    (row,) = rows(one_row(record("a", "2020-01-01", topics=tuple(names))))
    assert values(plain(row["topics"])) == names


@given(st.text())
def test_a_cell_comes_back_as_it_was(title: str) -> None:
    """Also one that looks like a formula, or like one with an apostrophe before it."""
    (row,) = rows(one_row(record("a", "2020-01-01", title=title)))
    assert plain(row["title"]) == title


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
