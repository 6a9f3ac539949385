"""What an editor types, and how it gets into a record: nothing else in the file changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsgen.desk.edit import (
    Edit,
    FieldValue,
    confirm_fields,
    parse_field_assignments,
    parse_field_value,
    write_edit,
)
from newsgen.errors import ContentError, RefusedError
from newsgen.model import PartialDate
from newsgen.record.read import read_record
from tests.support.archives import tree, write

TEXT = """\
---
inferred: { date: {rule: weekday, evidence: x,  confidence: 0.4}, people: {rule: r, evidence: y} } # two

tags: [Rain,   Snow]
source: {name: Wire, url: https://wire.example/}   # kept
title: 'One'
date: "2023-11-22"
people:
  - Ada Okafor   # spelt so
  - Mei Lin
---

Body:  two  spaces\t
"""
DATE = ("date: {rule: weekday, evidence: x,  confidence: 0.4}, ", "")
PEOPLE = (", people: {rule: r, evidence: y}", "")


def edit(accept: list[str], answers: dict[str, FieldValue], text: str = TEXT, path: str = "x.md") -> str:
    data = text.encode()
    return confirm_fields(read_record(path, data), data, accept, answers).after.decode()


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("accept", "answers", "swaps"),
    [
        (["date"], {}, [DATE]),
        (["people"], {}, [PEOPLE]),
        ([], {"date": PartialDate(2023, 11, 22)}, [DATE]),
        ([], {"people": ("Ada Okafor",)}, [PEOPLE, ("  - Mei Lin\n", "")]),
        ([], {"source": "Wire", "topics": ("Rain", "Snow"), "dek": None}, []),
        (["people"], {"title": "Two"}, [PEOPLE, ("'One'", "Two")]),
    ],
)
def test_nothing_else_changes(
    accept: list[str], answers: dict[str, FieldValue], swaps: list[tuple[str, str]], newline: str
) -> None:
    """Byte for byte; a value that the record has already, in whatever form, is only confirmed."""
    expected = TEXT
    for old, new in swaps:
        assert expected.count(old) == 1
        expected = expected.replace(old, new)
    found = edit(accept, answers, TEXT.replace("\n", newline))
    assert found == expected.replace("\n", newline)


def test_our_key_is_written_beside_theirs() -> None:
    """Topics under another generator's key stay there, and ours is taken before them."""
    text = edit([], {"topics": ("Hail",)})
    assert read_record("x.md", text.encode()).topics == ("Hail",)
    assert "tags: [Rain,   Snow]\n" in text


@pytest.mark.parametrize(("field", "path"), [("topics", "x.md"), ("date", "2023-11-22-x.md")])
def test_what_something_else_states_cannot_be_taken_out(field: str, path: str) -> None:
    """Another key or the file's name would still say it."""
    with pytest.raises(ContentError, match=f"would still set {field}"):
        edit([], {field: None}, path=path)


def test_a_file_is_replaced_with_its_mode_and_a_link_stays_a_link(tmp_path: Path) -> None:
    """Nothing is left behind."""
    write(tmp_path, {"real/x.md": "old"})
    (tmp_path / "real/x.md").chmod(0o640)
    (tmp_path / "x.md").symlink_to("real/x.md")
    write_edit(tmp_path, Edit("x.md", b"old", b"new"))
    assert (tmp_path / "x.md").is_symlink()
    assert {path: entry for path, entry in tree(tmp_path / "real").items() if path != "."} == {
        "x.md": (0o640, b"new")
    }


@pytest.mark.parametrize("content", ["theirs", None])
def test_a_file_that_changed_or_went_is_left(tmp_path: Path, content: str | None) -> None:
    """Whoever changed it wins; no temporary file stays."""
    write(tmp_path, {"x.md": content} if content else {})
    with pytest.raises(RefusedError, match="changed meanwhile"):
        write_edit(tmp_path, Edit("x.md", b"old", b"new"))
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == (
        [("x.md", content)] if content else []
    )


def test_lines_are_joined_and_what_is_no_text_is_refused() -> None:
    """tests/transcripts/review-answers.txt holds all other values."""
    assert parse_field_value("dek", "two\n  lines") == "two lines"
    for value, message in (
        ("\udcff", "dek is not UTF-8"),
        ("a\x07b", "dek contains the control character U+0007"),
    ):
        with pytest.raises(ContentError, match=re.escape(message)):
            parse_field_assignments([f"dek={value}"])
