"""Promises of the data bundle."""

from __future__ import annotations

import json
from typing import Any

from newsgen.model import Record
from newsgen.renderer.outputs.data import FIELDS
from newsgen.renderer.pages.bundle import bundle_pages
from tests.renderer.samples import URL, make_texts, record

PACKAGE = "data/datapackage.json"


def rows(text: str) -> list[dict[str, Any]]:
    """The objects of JSON Lines."""
    return [json.loads(line) for line in text.rstrip("\n").split("\n")]


def bundle(records: list[Record] | None = None) -> dict[str, list[dict[str, Any]]]:
    """What the files hold, by address."""
    texts = make_texts(bundle_pages, records)
    return {path: rows(text) for path, text in texts.items() if path != PACKAGE}


def test_the_package_describes_files_and_fields() -> None:
    """Every file of the bundle, every field of every line."""
    package = json.loads(make_texts(bundle_pages)[PACKAGE])
    assert {f"data/{resource['path']}" for resource in package["resources"]} == bundle().keys()
    assert (package["name"], package["homepage"]) == ("the-record", URL)
    assert package["licenses"] == [
        {"name": "cc-by-4-0", "title": "CC BY 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}
    ]
    known = {name: kind for name, kind, _ in FIELDS}
    types = {str: "string", bool: "boolean", int: "integer", list: "array", dict: "object"}
    for found in bundle().values():
        for row in found:
            assert {name: types[type(value)] for name, value in row.items()} == {
                name: known[name] for name in row
            }


def test_strange_signs_do_not_break_a_line() -> None:
    """Whatever splits lines elsewhere is escaped or part of a value; what no page may hold goes."""
    records = [record("a", "2020-01-01", title='a\u2028b\nc"d\x7fe\x80\ufffe\x85</p>'), record("b", "2020")]
    found = bundle(records)["data/2020.jsonl"]
    assert len(found) == 2
    assert found[0]["title"].startswith('a\u2028b\nc"d')
    assert not {*"\x7f\x80\ufffe\x85"} & {*"".join(make_texts(bundle_pages, records).values())}
