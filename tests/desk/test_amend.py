"""A human's answer in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.desk.edit import Answer, Edit, confirm_fields, replace_file
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


def amend(accept: list[str], answers: dict[str, Answer], text: str = TEXT, path: str = "x.md") -> str:
    data = text.encode()
    return confirm_fields(read_record(path, data), data, accept, answers).after.decode()


def swap(old: str, new: str) -> str:
    assert TEXT.count(old) == 1
    return TEXT.replace(old, new)


@pytest.mark.parametrize(
    ("accept", "answers", "old", "new"),
    [
        (["date"], {}, "date: {rule: weekday, evidence: x,  confidence: 0.4}, ", ""),
        (["people"], {}, ", people: {rule: r, evidence: y}", ""),
        (
            [],
            {"date": PartialDate(2023, 11, 22)},
            "date: {rule: weekday, evidence: x,  confidence: 0.4}, ",
            "",
        ),
        ([], {"source": "Wire"}, "", ""),
        ([], {"topics": ("Rain", "Snow")}, "", ""),
        ([], {"dek": None}, "", ""),
        ([], {"title": "Two"}, "'One'", "Two"),
    ],
)
def test_nothing_else_changes(accept: list[str], answers: dict[str, Answer], old: str, new: str) -> None:
    """Byte for byte; a value that the record has already, in whatever form, is only confirmed."""
    assert amend(accept, answers) == (swap(old, new) if old else TEXT)


def test_setting_confirms() -> None:
    """The value and its lines under `inferred`."""
    text = amend([], {"people": ("Ada Okafor",)})
    assert text == swap(", people: {rule: r, evidence: y}", "").replace("  - Mei Lin\n", "")


@pytest.mark.parametrize("break_", ["\r\n", "\r"])
def test_line_ends_stay(break_: str) -> None:
    """Those of Windows and of old Macs."""
    text = TEXT.replace("\n", break_)
    assert amend(["people"], {"title": "Two"}, text) == (
        swap(", people: {rule: r, evidence: y}", "").replace("'One'", "Two").replace("\n", break_)
    )


def test_our_key_is_written_beside_theirs() -> None:
    """Topics under another generator's key stay there, and ours is taken before them."""
    text = amend([], {"topics": ("Hail",)})
    assert read_record("x.md", text.encode()).topics == ("Hail",)
    assert "tags: [Rain,   Snow]\n" in text


@pytest.mark.parametrize(("field", "path"), [("topics", "x.md"), ("date", "2023-11-22-x.md")])
def test_what_something_else_states_cannot_be_taken_out(field: str, path: str) -> None:
    """Another key or the file's name would still say it."""
    with pytest.raises(ContentError, match=f"{field} would still be said"):
        amend([], {field: None}, path=path)


def test_only_what_is_inferred_can_be_accepted() -> None:
    """Each that is not is named, with those that are."""
    with pytest.raises(ContentError) as caught:
        amend(["date", "dek", "source"], {})
    assert [str(one) for one in caught.value.problems] == [
        "x.md: dek is not under inferred; there stands: date, people",
        "x.md: source is not under inferred; there stands: date, people",
    ]


def test_saving_keeps_the_mode_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """One file, with its new bytes and its old mode."""
    write(tmp_path, {"a/x.md": "old"})
    (tmp_path / "a/x.md").chmod(0o640)
    replace_file(tmp_path, Edit("a/x.md", b"old", b"new"))
    assert {path: entry for path, entry in tree(tmp_path).items() if path.startswith("a/")} == {
        "a/x.md": (0o640, b"new")
    }


def test_a_file_that_changed_is_left(tmp_path: Path) -> None:
    """Whoever changed it wins; no temporary file stays."""
    write(tmp_path, {"x.md": "theirs"})
    with pytest.raises(RefusedError, match="changed meanwhile"):
        replace_file(tmp_path, Edit("x.md", b"old", b"new"))
    assert [path.name for path in tmp_path.iterdir()] == ["x.md"]
    assert (tmp_path / "x.md").read_bytes() == b"theirs"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """The file that it leads to is replaced."""
    write(tmp_path, {"real/x.md": "old"})
    (tmp_path / "x.md").symlink_to("real/x.md")
    replace_file(tmp_path, Edit("x.md", b"old", b"new"))
    assert (tmp_path / "x.md").is_symlink()
    assert (tmp_path / "real/x.md").read_bytes() == b"new"


def test_a_file_that_is_gone_is_not_made_again(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="changed meanwhile"):
        replace_file(tmp_path, Edit("x.md", b"old", b"new"))
