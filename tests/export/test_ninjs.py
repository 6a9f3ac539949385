"""Promises of the ninjs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from newsgen.model import Source
from tests.export.samples import batch, exported
from tests.renderer.samples import GUESS, URL, record


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


def test_an_article_is_told_in_full(tmp_path: Path) -> None:
    """Under the names that ninjs has for it."""
    item = items(exported("ninjs", batch(tmp_path)))["Talks Open"]
    assert item["uri"] == f"{URL}2023/11/22/talks-open.html"
    assert (item["type"], item["pubStatus"], item["language"], item["by"]) == (
        "text",
        "usable",
        "en",
        "Ida Dahl",
    )
    assert item["contentCreated"] == item["versionCreated"] == "2023-11-22T00:00:00Z"
    assert item["bodies"][0]["contentType"] == "text/html"
    assert "<blockquote>\n<p>They will meet again.</p>" in item["bodies"][0]["value"]
    assert item["bodies"][0]["wordCount"] == 460
    assert item["subjects"][0] == {"name": "Trade", "uri": f"{URL}topics/trade/index.html"}
    assert [one["name"] for one in item["people"]] == ["Mei Lin", "Per Holm"]
    assert [one["name"] for one in item["places"]] == ["Oslo"]
    assert item["descriptions"] == [
        {"role": "summary", "contentType": "text/plain", "value": "A first round"}
    ]
    assert item["rightsInfo"] == {"linkedRights": "https://creativecommons.org/licenses/by/4.0/"}


def test_dates_that_are_not_sure_are_no_instants(tmp_path: Path) -> None:
    """A guess, a month, a year and no date at all stand in the note."""
    found = items(exported("ninjs", batch(tmp_path)))
    for title, note in {
        "Guessed": "The date is a guess: 2022-11-23.",
        "Month Only": "Of the date this much is known: 2022-05.",
        "Year Only": "Of the date this much is known: 1972.",
        "No Date": "The date is not known.",
    }.items():
        assert found[title]["edNote"] == note
        assert not found[title].keys() & {"contentCreated", "versionCreated"}
    assert "edNote" not in found["Talks Open"]


def test_corrections_make_a_new_version(tmp_path: Path) -> None:
    """And are told; a time keeps its offset."""
    item = items(exported("ninjs", batch(tmp_path)))["Mended"]
    assert item["contentCreated"] == "2023-06-02T09:30:00+09:00"
    assert item["versionCreated"] == "2023-06-05T00:00:00Z"
    assert item["descriptions"][-1]["value"] == "2023-06-04: A name was wrong."


def test_withdrawn_drafted_and_embargoed_articles_say_so(tmp_path: Path) -> None:
    """A withdrawn one has neither standfirst nor text."""
    records = [
        record("gone", "2023-01-01", status="withdrawn", dek="A secret"),
        record("draft", "2023-01-02", status="draft"),
        record("ahead", "2099-01-01"),
    ]
    future = frozenset({"articles/ahead.md"})
    found = items(exported("ninjs", batch(tmp_path, records, future=future)))
    gone = found["Gone"]
    assert (gone["pubStatus"], gone["representationType"]) == ("canceled", "partial")
    assert not gone.keys() & {"bodies", "descriptions"}
    assert found["Draft"]["pubStatus"] == "withheld"
    assert found["Ahead"]["embargoedUntil"] == "2099-01-01T00:00:00Z"
    assert "embargoedUntil" not in gone


def test_where_it_came_from_is_told(tmp_path: Path) -> None:
    """The source by name, its address as another id."""
    one = record(
        "a", "2023-01-01", source=Source("Wire", "https://example.org/a"), canonical="https://example.org/b"
    )
    item = items(exported("ninjs", batch(tmp_path, [one], url="")))["A"]
    assert item["infoSources"] == [{"name": "Wire"}]
    assert {"role": "source", "value": "https://example.org/a"} in item["altIds"]
    assert {"role": "canonical", "value": "https://example.org/b"} in item["altIds"]
    assert item["uri"].startswith("urn:uuid:")


def test_a_guess_never_makes_a_version(tmp_path: Path) -> None:
    """Not even where the article was mended later."""
    one = record("a", "2023-01-01", inferred={"date": GUESS})
    assert "versionCreated" not in items(exported("ninjs", batch(tmp_path, [one])))["A"]
