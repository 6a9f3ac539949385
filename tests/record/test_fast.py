"""Plain files are read as all others are, in less time: the quick ways give what the careful ones give, or nothing."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsgen.errors import ContentError
from newsgen.model import PartialDate
from newsgen.record.fast import read_fields_without_yaml
from newsgen.record.fields import read_fields
from newsgen.record.keys import KEYS
from newsgen.record.read import read_record, read_record_fast, read_record_with_yaml
from newsgen.record.values import ReadProblems
from newsgen.record.yaml import parse_yaml

ROWS = st.builds(
    "{}:{}{}".format,
    st.sampled_from([*KEYS, "title", "dek", "topics", "own", "Title", "taxonomies", "null", "-"]),
    st.sampled_from([" ", " ", " ", " ", " ", "  ", ""]),
    st.sampled_from(
        ["word", "Two words", '"q, [x]: y"', "'it''s'", "'it'", '"it\'s"', "'a\\b'", "''", '""', '" a"', '"a "', '"a  b"', '"',
         "2023-11-22", "2023", '"2023-11"', "31 Nov 2023", "x, y", "a#b", "a #b", "a: b", "a:", "a:b", "a  b", "a ",
         "https://a.example/c?d#e", '"https://a.example"', '["a", "b"]', "[a, b c]", '["a, b"]', '["a", ""]', '[""]',
         '["a", "a"]', '["a" "b"]', '["a", b]', '[" a"]', '["a ", "b"]', "[null]", "[null, a]", "[a:b]", "[a,b]", "[a, ]",
         "[it's]", "[]", "[ ]", "[", "[a]: b", '["a\\"]', "null", "~", "", "true", "false", "draft", "en_US", "- x", "|",
         "\n  - a\n  - b c", "\n  name: A\n  url: https://a.example", "{name: A}", "\n  date:\n    rule: weekday", "é", "_x",
         "\u00a0", "a\u00a0b", "\x85", "[é, “b”]", "\n", "\n  more", "# only", "\n---", "\n..."]
    ),
)  # fmt: skip


@given(st.lists(ROWS, max_size=5).map("\n".join))
@settings(max_examples=500)
@example("title: A\nsource_url: https://a.example\nsource: B")
@example("source: B\nsource_url: https://a.example")
@example("title: A\ntags: [a]\ntopics: [b]")
@example("title: A\ntaxonomies:\n  tags: [a]")
def test_plain_front_matter_is_read_as_yaml_is(front: str) -> None:
    notes, others = ReadProblems("x.md", [], []), ReadProblems("x.md", [], [])
    fields = read_fields_without_yaml(notes, f"{front}\n")
    if fields is not None:
        root, problems = parse_yaml(f"{front}\n", "x.md", 2)
        assert root is not None
        assert not problems
        careful = read_fields(others, root.pairs)
        assert {name: value for name, value in fields.items() if value or name in careful} == careful
        assert (notes.unknown, others.problems) == (others.unknown, [])


PIECES = [
    "---", "...", "\n", "\n", " ", "\t", "\r", "title: T", "Text", "é", "\u3000", "\ufeff", "\x01", "\u2028", "-",
    "字",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES)).map("".join), st.binary(max_size=3))
def test_plain_files_are_read_as_others_are(text: str, end: bytes) -> None:
    for head in ("---\n", "---\ntitle: T\n---\n"):
        _compare((head + text).encode() + end)


def test_records_of_others_are_read_alike(shared: Path, root: Path) -> None:
    """And most of them, and all that newsgen writes, quickly."""
    own = sorted(root.glob("articles/**/*.md"))
    others = sorted(shared.glob("corpora/front-matter/**/*.md"))[::36]
    quick = [_compare(path.read_bytes()) for path in chain(own, others)]
    assert all(quick[: len(own)])
    assert sum(quick) > len(quick) / 2


@pytest.mark.parametrize("theirs", ["published", "date_published", "created_at"])
def test_a_key_that_is_a_flag_or_a_date(theirs: str) -> None:
    """Ours counts before theirs, whichever way reads it."""
    data = f"---\ntitle: T\ndate: 2024-01-05\n{theirs}: 2023-12-31\n---\nText.\n".encode()
    assert (
        read_record("x.md", data).date == read_record_with_yaml("x.md", data).date == PartialDate(2024, 1, 5)
    )


def _compare(data: bytes) -> bool:
    """True if the quick way reads a file; then the careful one reads the same."""
    record = read_record_fast("x.md", data)
    if record is None:
        return False
    try:
        assert record == read_record_with_yaml("x.md", data)
    except ContentError as error:
        raise AssertionError(error.problems) from error
    return True
