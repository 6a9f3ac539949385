"""docs/front-matter.md and the table of keys say the same, and its examples are read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsgen.record.edit import set_fields
from newsgen.record.keys import FIELDS, KEYS, snake_case_key
from newsgen.record.read import read_record

TEXT = (Path(__file__).parents[2] / "docs" / "front-matter.md").read_text(encoding="utf-8")
ROWS = [row.split("|") for row in TEXT.splitlines() if row.startswith("| `")]
OURS = [row for row in ROWS if len(row) == 5]
THEIRS = {row[1].strip(" `"): row[2] for row in ROWS if len(row) == 4}
WORDS = {
    field: [snake_case_key(word) for word in re.findall(r"`([\w.]+)(?=[`:])", cell)]
    for field, cell in THEIRS.items()
}


def test_our_keys_stand_in_the_documented_order() -> None:
    assert tuple(row[1].strip(" `") for row in OURS) == FIELDS


@pytest.mark.parametrize(
    "key", [key for key in KEYS.values() if key.name not in FIELDS], ids=lambda key: key.name
)
def test_each_foreign_key_is_documented_with_its_field(key: object) -> None:
    name, field = getattr(key, "name", ""), getattr(key, "field", "").partition(".")[0]
    assert name in WORDS[field]


def test_foreign_keys_are_documented_in_the_order_in_which_they_are_taken() -> None:
    for field, words in WORDS.items():
        keys = [key.name for key in KEYS.values() if key.field == field and key.name != field]
        assert [word for word in dict.fromkeys(words) if word in keys] == [
            key for key in keys if key in words
        ]


def test_no_key_is_documented_that_is_not_read() -> None:
    for field, words in WORDS.items():
        known = {key.name for key in KEYS.values() if key.field.partition(".")[0] == field} | {
            "published",
            "status",
            "name",
        }
        assert set(words) - known <= {"draft", "private", "hidden", "pending", "publish", "public", "pt_br"}


@pytest.mark.parametrize("example", [row[3].strip(" `") for row in OURS if row[3].strip()])
def test_examples_in_the_table_are_read(example: str) -> None:
    title = "" if example.startswith("title") else "title: T\n"
    record = read_record("a.md", f"---\n{title}{example}\n---\n".encode())
    assert getattr(record, example.partition(":")[0])
    assert record.unknown == ()


def test_the_long_examples_are_read() -> None:
    first, second = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert read_record("a.md", first.encode()).topics == ("Ferries", "Harbour towns")
    record = read_record("a.md", f"---\ntitle: T\n{second}---\n".encode())
    assert record.provisional
    assert "inferred" not in set_fields(
        f"---\n{second}---\n", {"inferred.date": None, "inferred.topics": None}
    )
