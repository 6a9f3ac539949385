"""Names in front matter, spelt anew in place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.errors import ContentError
from newsgen.record.edit_names import replace_names
from newsgen.record.read import read_record
from newsgen.record.write import format_record

HEAD, TAIL = "---\ntitle: T\n", "status: draft # kept\n---\n\nTrade, as text.\n"
CASES = {
    "flow": ("topics: [Trade, Water]\n", "topics: [Commerce, Water]\n"),
    "spacing": ("topics:   [ Trade ,Water ]  # both\n", "topics:   [ Commerce ,Water ]  # both\n"),
    "block": ("topics:\n  - Water   # first\n  -   Trade # second\n", "topics:\n  - Water   # first\n  -   Commerce # second\n"),
    "no indent": ("topics:\n- Trade\n- Water\n", "topics:\n- Commerce\n- Water\n"),
    "single quotes": ("topics: ['Trade', Water]\n", "topics: ['Commerce', Water]\n"),
    "double quotes": ('topics: ["Trade"]\n', 'topics: ["Commerce"]\n'),
    "one name": ("topics: Trade\n", "topics: Commerce\n"),
    "commas": ("tags: Water, Trade , Coal\n", "tags: Water, Commerce , Coal\n"),
    "foreign key": ("Tags:\n  - Trade\n", "Tags:\n  - Commerce\n"),
    "two foreign keys": ("tags: [Trade]\ncategories: [Trade, x]\n", "tags: [Commerce]\ncategories: [x]\n"),
    "inside": ("taxonomies: {tags: [Trade]}\n", "taxonomies: {tags: [Commerce]}\n"),
    "over lines": ("topics: [Water,\n  Trade,   # here\n  Coal]\n", "topics: [Water,\n  Commerce,   # here\n  Coal]\n"),
    "there already, flow": ("topics: [Commerce, Trade, Coal]\n", "topics: [Commerce, Coal]\n"),
    "there already, first": ("topics: [Trade, Commerce]\n", "topics: [Commerce]\n"),
    "there already, block": ("topics:\n  - Trade # gone\n  - Commerce # stays\n", "topics:\n  - Commerce # stays\n"),
    "there already, commas": ("tags: Trade, Commerce\n", "tags: Commerce\n"),
    "twice": ("topics: [Trade, Trade]\n", "topics: [Commerce]\n"),
    "other fields": ("people: [Trade]\ntopics: [Water]\n", "people: [Trade]\ntopics: [Water]\n"),
    "part of a name": ("topics: [Trade unions]\n", "topics: [Trade unions]\n"),
    "not ours beside ours": ("topics: [Water]\ntags: [Trade]\n", "topics: [Water]\ntags: [Trade]\n"),
}  # fmt: skip


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES)
def test_a_name_is_replaced_and_nothing_else(before: str, after: str, newline: str) -> None:
    """Comments, order, spacing, quotes and line ends stay as they are."""
    text = (HEAD + before + TAIL).replace("\n", newline)
    assert replace_names(text, "topics", {"Trade": "Commerce"}) == (HEAD + after + TAIL).replace(
        "\n", newline
    )


AWKWARD = [
    "Trade: a word", "no", "7", "x, y", "[x]", "# x", "'x'", '"x"', "C++", "贸易", "a\\b", "O'Neill", "- x",
]  # fmt: skip


OLD = [
    "topics: [Trade, Water]\n",
    "topics:\n  - Trade\n",
    "topics: ['Trade']\n",
    'topics: ["Trade"]\n',
    "topics: Trade\n",
]


@pytest.mark.parametrize("name", AWKWARD)
@pytest.mark.parametrize("old", OLD)
def test_any_name_reads_back(name: str, old: str) -> None:
    text = replace_names(HEAD + old + TAIL, "topics", {"Trade": name})
    assert name in read_record("x.md", text.encode()).topics


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("source: Wire\n", "source: Press\n"),
        ("source: {name: Wire, url: 'https://example.org/'}\n", "source: {name: Press, url: 'https://example.org/'}\n"),
        ("source:\n  name: 'Wire' # who\n  url: https://example.org/\n", "source:\n  name: 'Press' # who\n  url: https://example.org/\n"),
        ("publisher: Wire\n", "publisher: Press\n"),
    ],
)  # fmt: skip
def test_a_source_is_renamed_and_keeps_its_address(before: str, after: str) -> None:
    assert replace_names(HEAD + before + TAIL, "source", {"Wire": "Press"}) == HEAD + after + TAIL


def test_two_names_may_become_one() -> None:
    text = HEAD + "topics: [A, B]\n" + TAIL
    assert replace_names(text, "topics", {"A": "C", "B": "C"}) == HEAD + "topics: [C]\n" + TAIL


def test_a_name_that_stays_is_no_change_and_chains_are_refused() -> None:
    text = HEAD + "topics: [A, B]\n" + TAIL
    assert replace_names(text, "topics", {"A": "A"}) == text
    with pytest.raises(ValueError, match="B"):
        replace_names(text, "topics", {"A": "B", "B": "A"})


def test_a_name_in_a_block_of_lines_is_refused_with_its_place() -> None:
    with pytest.raises(ContentError, match=r"x\.md:4:5: a name that is written as a block of lines"):
        replace_names(HEAD + "topics:\n  - |\n    Trade\n" + TAIL, "topics", {"Trade": "Commerce"}, "x.md")


NAME = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8)


@given(st.lists(NAME, min_size=1, max_size=5, unique=True), NAME, st.data())
def test_a_list_that_newsgen_wrote_takes_any_name(names: list[str], new: str, data: st.DataObject) -> None:
    old = data.draw(st.sampled_from(names))
    before = format_record({"title": "T", "topics": names}, "Text.")
    wanted = tuple(
        dict.fromkeys(new if name == old else name for name in names if name == old or name != new)
    )
    found = read_record("x.md", replace_names(before, "topics", {old: new}).encode()).topics
    assert sorted(found) == sorted(wanted)
