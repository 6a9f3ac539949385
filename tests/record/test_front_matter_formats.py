"""Front matter in TOML, JSON and lines: the same record as in YAML, mistakes with their place, edits that lose nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.errors import ContentError
from newsgen.model import PartialDate
from newsgen.record.edit import replace_names, set_fields
from newsgen.record.read import extract_body, read_page, read_record
from tests.support.cases import read_cases

FORMS = {name: f"{text}\n" for text, (name,) in read_cases(Path(__file__).with_name("front-matter.txt"))}
"""The same front matter in each form."""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("form", FORMS)
def test_each_form_gives_the_same_record(form: str, mark: str, end: str) -> None:
    data = (mark + FORMS[form].replace("\n", end)).encode()
    record = read_record("articles/x.md", data)
    assert (record.title, record.topics, record.authors) == ("Ferry: back", ("a", "b"), ("Ida",))
    assert record.date in (PartialDate(2020, 1, 31, "10:20:00Z"), PartialDate(2020, 1, 31, "10:20:00+00:00"))
    assert extract_body(data) == ("Text.\n", FORMS[form][: FORMS[form].index("Text.")].count("\n") + 1)
    assert record.unknown == ()


@pytest.mark.parametrize("form", FORMS)
def test_an_edit_keeps_values_and_body(form: str) -> None:
    """Forms other than YAML become YAML when they are edited, and only then."""
    text = FORMS[form]
    assert replace_names(text, "topics", {"z": "Z"}) == text
    assert set_fields(text, {}) == text
    edited = set_fields(replace_names(text, "topics", {"a": "Ships"}), {"dek": "A dek"})
    record = read_record("articles/x.md", edited.encode())
    assert (record.title, record.dek, record.topics, record.authors) == (
        "Ferry: back",
        "A dek",
        ("Ships", "b"),
        ("Ida",),
    )
    assert edited.endswith("Text.\n")
    assert "# one" in edited or "# one" not in text


def test_categories_and_tags_are_both_renamed() -> None:
    text = "---\ntitle: T\ncategories:\n  - [Ships, Sea]\n  - News\ntags: Ships, Boats\n---\nText.\n"
    edited = replace_names(text, "topics", {"Ships": "Ferries", "Sea": "Seas"})
    assert read_record("a.md", edited.encode()).topics == ("Boats", "Ferries", "Seas", "News")
    assert "[Ferries, Seas]" in edited
    assert "Ships" not in edited


def test_a_page_may_have_any_form() -> None:
    page = read_page("pages/x.md", b'+++\ntitle = "Staff"\nnavigation = 2\n+++\nText.\n')
    assert (page.title, page.navigation) == ("Staff", 2)


def test_values_are_texts_as_written() -> None:
    record = read_record(
        "a.md", b'+++\ntitle = 2020\ntags = [1984, true, 1.10]\ndraft = true\nslug = "007"\n+++\n'
    )
    assert (record.title, record.topics, record.status, record.slug) == (
        "2020",
        ("1984", "true", "1.10"),
        "draft",
        "007",
    )


@pytest.mark.parametrize(("text", "expected"), read_cases(Path(__file__).with_name("front-matter-bad.txt")))
def test_mistakes_have_a_place(text: str, expected: list[str]) -> None:
    with pytest.raises(ContentError) as caught:
        read_record("a.md", f"{text}\n".encode())
    assert str(caught.value.problems[0]).startswith(expected[0])
