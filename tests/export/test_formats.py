"""What holds for every format of export."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import msgspec
import pytest

from newsgen.export import EXPORTS
from newsgen.export.run import ExportFormat
from tests.export.samples import FILES, batch, exported
from tests.renderer.pages.test_small_pages import bundle, rows
from tests.renderer.samples import record


def test_each_format_begins_with_its_mark(tmp_path: Path) -> None:
    """By which a later run knows that it may overwrite the file; also one without an article."""
    for name in FILES:
        form = EXPORTS[name]
        assert isinstance(form, ExportFormat)
        for given in (batch(tmp_path), batch(tmp_path, [])):
            data = exported(name, given)
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
