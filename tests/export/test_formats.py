"""What holds for every format of one file; the schema of ninjs; the cells of CSV."""

from __future__ import annotations

import csv
import io
import json
import re
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.desk.sheet import COLUMNS
from newsgen.export import EXPORTS
from newsgen.export.run import ExportFormat
from newsgen.export.tables import csv_chunks
from newsgen.loader.items import split_list_cell, strip_formula_guard
from newsgen.model import Record
from newsgen.renderer.outputs.data import FIELDS
from tests.export.samples import FILES, batch, exported
from tests.renderer.pages.test_small_pages import bundle, rows
from tests.renderer.samples import URL, record


def test_each_format_begins_with_its_mark(tmp_path: Path) -> None:
    """By which a later run knows that it may overwrite the file; also one without an article."""
    for name in FILES:
        form = EXPORTS[name]
        assert isinstance(form, ExportFormat)
        for some in (batch(tmp_path), batch(tmp_path, [])):
            data = exported(name, some)
            assert not data or any(data[form.offset :].startswith(mark) for mark in form.marks), name


def test_every_format_gives_the_same_bytes_again(tmp_path: Path) -> None:
    """Nothing of the time, the machine or the run stands in a file."""
    for name in FILES:
        assert exported(name, batch(tmp_path)) == exported(name, batch(tmp_path)), name
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", FILES)
def test_memory_does_not_grow_with_the_text(name: str, tmp_path: Path) -> None:
    """Fifty texts of 400 KB pass through one by one."""
    records = [record(f"a{n}", "2020-01-01") for n in range(50)]
    given = msgspec.structs.replace(batch(tmp_path, records), read=lambda body: "word " * 80_000)
    tracemalloc.start()
    form = EXPORTS[name]
    assert isinstance(form, ExportFormat)
    size = sum(len(chunk) for chunk in form.chunks(given))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 19_000_000
    assert peak < 8_000_000


def test_json_lines_are_the_data_bundle_in_one_file(tmp_path: Path) -> None:
    """The same objects, field by field, and old addresses, which a site has as redirects."""
    there = [row for lines in bundle().values() for row in lines]
    here = rows(exported("jsonl", batch(tmp_path)).decode())
    assert [row.pop("redirect_from") for row in here if "redirect_from" in row] == [["old/place/"]]
    assert sorted(here, key=str) == sorted(there, key=str)
    assert here[0]["title"] == "Talks Close"


def items(data: bytes) -> dict[str, dict[str, Any]]:
    """Each news item by its headline."""
    return {item["headlines"][0]["value"]: item for item in json.loads(data)}


@pytest.fixture
def schema(shared: Path) -> dict[str, Any]:
    """IPTC's own."""
    path = shared / "corpora" / "exports" / "ninjs" / "specification" / "ninjs-schema_3.0.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("url", [URL, ""])
def test_the_schema_of_iptc_accepts_every_item(schema: dict[str, Any], tmp_path: Path, url: str) -> None:
    """With and without the site's address. Source: IPTC ninjs 3.0."""
    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    found = items(exported("ninjs", batch(tmp_path, url=url, future=frozenset({"articles/talks-close.md"}))))
    assert len(found) == 10
    for item in found.values():
        checker.validate(item)
    with pytest.raises(jsonschema.ValidationError):
        checker.validate(next(iter(found.values())) | {"topics": ["Trade"]})


def table_rows(data: bytes) -> list[dict[str, str]]:
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
    (row,) = table_rows(one_row(record("a", "2020-01-01", topics=tuple(names))))
    assert values(plain(row["topics"])) == split_list_cell(strip_formula_guard(row["topics"])) == names


@given(st.text())
def test_a_cell_comes_back_as_it_was(title: str) -> None:
    """Also one that looks like a formula, or like one with an apostrophe before it."""
    (row,) = table_rows(one_row(record("a", "2020-01-01", title=title)))
    assert plain(row["title"]) == strip_formula_guard(row["title"]) == title


def one_row(one: Record) -> bytes:
    """A file of one article."""
    return b"".join(csv_chunks(batch(Path(), [one])))


@pytest.mark.parametrize(
    "sign", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'=1", "''@a"]
)
def test_no_cell_is_a_formula(tmp_path: Path, sign: str) -> None:
    """A spreadsheet shows its text; without an apostrophe it might run it."""
    (row,) = table_rows(exported("csv", batch(tmp_path, [record("a", "2020-01-01", title=sign, dek=sign)])))
    assert row["title"] == row["dek"] == f"'{sign}"
    assert plain(row["title"]) == sign
