"""Redirects of a host, what the search page searches, the data bundle. Golden archives hold the other small pages."""

from __future__ import annotations

import json
from typing import Any

from newsgen.model import Record
from newsgen.renderer.outputs.data import FIELDS
from newsgen.renderer.pages.bundle import bundle_pages
from newsgen.renderer.pages.hosting import redirects_file
from newsgen.renderer.pages.search import choose_word_limit, make_search_documents, search_page
from tests.renderer.samples import URL, make_texts, make_views, record, sample_archive, sample_site


def test_hosts_that_answer_with_301_are_told_the_same() -> None:
    """One line an old address, from the host's root, escaped as in a URL."""
    moved = [record("a", "2023-01-06", redirect_from=("/old näme/", "/b.html"))]
    new = "/repo/2023/01/06/a.html"
    text = make_texts(redirects_file, moved)["_redirects"]
    assert text == f"/repo/b.html {new} 301\n/repo/old%20n%C3%A4me/index.html {new} 301\n"
    text = make_texts(redirects_file, moved, url="")["_redirects"]
    assert text.startswith("/b.html /2023/01/06/a.html 301\n")
    assert make_texts(redirects_file, []) == {}


def test_a_site_without_search_has_no_such_page() -> None:
    assert list(make_views(search_page)) == ["search.html"]
    assert make_views(search_page, search=None) == {}


def test_whole_texts_are_searched_up_to_a_number_of_articles() -> None:
    archive = sample_archive()
    number = len(archive.records)
    assert (choose_word_limit(archive, number), choose_word_limit(archive, number - 1)) == (0, 300)


def test_each_article_but_the_withdrawn_is_searched() -> None:
    """By topic, person, place, source and year; dates are as precise as they are known, and marked when guessed."""
    archive = sample_archive()
    found = {document.title: document for document in make_search_documents(archive, sample_site())}
    assert {document.address for document in found.values()} == {
        archive.addresses[record.path] for record in archive.records if record.status != "withdrawn"
    }
    assert found["Talks Open"].filters == (
        ("topic", "Trade"),
        ("topic", "Summits"),
        ("person", "Mei Lin"),
        ("person", "Per Holm"),
        ("place", "Oslo"),
        ("author", "Ida Dahl"),
        ("year", "2023"),
    )
    assert found["Talks Close"].filters[-2] == ("source", "Harbour Wire")
    assert set(found["Talks Open"].names) >= {"Trade", "Mei Lin", "Oslo"}
    assert (found["Guessed"].date, found["Guessed"].provisional) == ("2022-11-23", True)
    assert not found["Talks Open"].provisional
    assert (found["No Date"].date, found["No Date"].day) == ("", "0000-00-00")


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
