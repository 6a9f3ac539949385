"""Promises of the data bundle."""

from __future__ import annotations

import json
from typing import Any

from newsgen.archive.model import Archive
from newsgen.renderer.outputs.data import FIELDS
from newsgen.renderer.page import Blob
from newsgen.renderer.pages.bundle import bundle_pages
from newsgen.renderer.theme.render import render_page
from newsgen.renderer.theme.theme import open_theme
from tests.renderer.samples import SHA, TEXT, URL, read, record, sample_archive, sample_site


def bundle(archive: Archive | None = None, url: str = URL) -> dict[str, str]:
    """The files by address."""
    site = sample_site(url)
    environment = open_theme().environment(read)
    pages = bundle_pages(archive or sample_archive(), site)
    return {
        page.path: (page.data if isinstance(page, Blob) else render_page(page, environment, site)).decode()
        for page in pages
    }


def rows(text: str) -> list[dict[str, Any]]:
    """The objects of JSON Lines."""
    return [json.loads(line) for line in text.splitlines()]


def test_each_article_stands_in_the_file_of_its_year() -> None:
    """Undated ones in a file of their own."""
    found = {path: [row["title"] for row in rows(text)] for path, text in bundle().items() if path[-1] == "l"}
    assert found["data/1972.jsonl"] == ["Year Only"]
    assert found["data/2022.jsonl"] == ["Guessed", "Month Only"]
    assert found["data/undated.jsonl"] == ["No Date"]
    assert sum(map(len, found.values())) == 10


def test_a_line_tells_all_of_an_article() -> None:
    """Without what is empty; a text of two lines stays on one."""
    (row,) = rows(bundle()["data/2022.jsonl"])[:1]
    assert row == {
        "address": "2022/11/23/guessed.html",
        "title": "Guessed",
        "date": "2022-11-23",
        "provisional": True,
        "status": "published",
        "topics": ["Trade"],
        "inferred": ["date"],
        "seed": SHA,
        "words": 460,
        "text": TEXT,
    }


def test_a_withdrawn_article_has_no_text() -> None:
    """It keeps its line."""
    (gone,) = (row for row in rows(bundle()["data/2023.jsonl"]) if row["title"] == "Gone")
    assert gone["status"] == "withdrawn"
    assert "text" not in gone


def test_the_package_describes_files_and_fields() -> None:
    """Every file of the bundle, every field of every line."""
    files = bundle()
    package = json.loads(files["data/datapackage.json"])
    assert {f"data/{resource['path']}" for resource in package["resources"]} == files.keys() - {
        "data/datapackage.json"
    }
    assert (package["name"], package["homepage"]) == ("the-record", URL)
    assert package["licenses"] == [
        {"name": "cc-by-4-0", "title": "CC BY 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}
    ]
    known = {name: kind for name, kind, _ in FIELDS}
    types = {str: "string", bool: "boolean", int: "integer", list: "array", dict: "object"}
    for path, text in files.items():
        for row in rows(text) if path.endswith("l") else ():
            assert {name: types[type(value)] for name, value in row.items()} == {
                name: known[name] for name in row
            }


def test_strange_signs_do_not_break_a_line() -> None:
    """Whatever splits lines elsewhere is escaped or part of a value."""
    text = bundle(sample_archive([record("a", "2020-01-01", title="a\u2028b\nc\x85d")]))["data/2020.jsonl"]
    (row,) = (json.loads(line) for line in text.rstrip("\n").split("\n"))
    assert row["title"].startswith("a\u2028b\nc")


def test_signs_that_no_page_may_hold_go_from_lines_too() -> None:
    archive = sample_archive([record("a", "2020-01-01", title='"a\x7fb\x80\ufffe\x85</p>'), record("b")])
    assert not {*"\x7f\x80\ufffe\x85"} & {*"".join(bundle(archive).values())}
