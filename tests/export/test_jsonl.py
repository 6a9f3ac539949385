"""Promises of the JSON Lines."""

from __future__ import annotations

from pathlib import Path

from tests.export.samples import batch, exported
from tests.renderer.pages.test_bundle import bundle, rows


def test_it_is_the_data_bundle_in_one_file(tmp_path: Path) -> None:
    """The same objects, field by field."""
    there = [row for path, text in bundle().items() if path.endswith(".jsonl") for row in rows(text)]
    here = rows(exported("jsonl", batch(tmp_path)).decode())
    assert sorted(here, key=str) == sorted(there, key=str)
    assert here[0]["title"] == "Talks Close"
