"""Front matter edited in place: what is not changed stays byte for byte."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.errors import ContentError
from newsgen.model import Inference, PartialDate
from newsgen.record.edit import replace_names, set_fields
from newsgen.record.keys import FIELDS
from newsgen.record.read import read_record
from newsgen.record.write import format_record
from tests.support.cases import read_cases

TABLES = json.loads(Path(__file__).with_name("tables.json").read_text(encoding="utf-8"))
RECORD = """\
---
# Imported 2020; see the log.
title: "A ferry returns"   # checked

tags:       # from the old site
- Ferries
-  Harbours   # with u

# The date is certain.
date: '2023-11-22'
dek: >
  Its crew
  is new.

layout: post
inferred:            # delete a line to confirm the field
  date:
    confidence: 0.4
    # a note
    rule: weekday
    evidence: 'line 4: "On Wednesday, Nov. 22"'
  topics: {rule: vocabulary, evidence: {Ferries: 9}}
  # the end
seed: {file: seeds/x.txt, sha256: 0000000000000000000000000000000000000000000000000000000000000000}
# last
---

Title: no key here.
---
"""


def edit(changes: dict[str, object | None], text: str = RECORD) -> str:
    return set_fields(text, changes)


def swap(old: str, new: str, text: str = RECORD) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


@pytest.mark.parametrize(
    ("changes", "old", "new"),
    [
        ({"title": "A ferry: returned"}, '"A ferry returns"', "'A ferry: returned'"),
        ({"date": PartialDate(2023, 11, 23)}, "'2023-11-22'", "2023-11-23"),
        ({"dek": "New."}, " >\n  Its crew\n  is new.\n", " New.\n"),
        ({"layout": None}, "layout: post\n", ""),
        ({"date": None}, "date: '2023-11-22'\n", ""),
        ({"dek": None}, "dek: >\n  Its crew\n  is new.\n", ""),
        ({"tags": None}, "tags:       # from the old site\n- Ferries\n-  Harbours   # with u\n", ""),
        ({"tags": ["Ferries", "Ships"]}, "-  Harbours   # with u\n", "- Ships\n"),
        ({"tags": ["Ferries", "Harbours", "Ships"]}, "# with u\n", "# with u\n- Ships\n"),
        ({"tags": ["Ferries"]}, "-  Harbours   # with u\n", ""),
        ({"tags": []}, ":       # from the old site\n- Ferries\n-  Harbours   # with u\n", ": []       # from the old site\n"),
        ({"topics": ["Ships"]}, "# with u\n", "# with u\ntopics: [Ships]\n"),
        ({"slug": "ferry"}, "'2023-11-22'\n", "'2023-11-22'\nslug: ferry\n"),
        ({"status": "draft"}, "# with u\n", "# with u\nstatus: draft\n"),
        ({"kicker": "Sea"}, "layout: post\n", "layout: post\nkicker: Sea\n"),
        ({"inferred.date": None}, RECORD[RECORD.index("  date:\n") : RECORD.index("  topics: {")], ""),
        ({"inferred.topics": None}, "  topics: {rule: vocabulary, evidence: {Ferries: 9}}\n", ""),
        ({"inferred.people": Inference("role", "line 3")}, "{Ferries: 9}}\n",
         "{Ferries: 9}}\n  people: {rule: role, evidence: line 3}\n"),
        ({"inferred.topics": Inference("human", "x")}, "topics: {rule: vocabulary, evidence: {Ferries: 9}}",
         "topics: {rule: human, evidence: x}"),
        ({"inferred.places": None, "slug": None}, "", ""),
        ({"seed": None}, RECORD[RECORD.index("seed:") : RECORD.index("# last")], ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_one_change(changes: dict[str, object | None], old: str, new: str, end: str) -> None:
    """Only the changed key's characters differ, in files of Unix and of Windows."""
    expected = swap(old, new) if old else RECORD
    assert edit(changes, RECORD.replace("\n", end)) == expected.replace("\n", end)


def test_the_last_inferred_field_takes_its_parent() -> None:
    """`inferred:` and its comment go when its last field is confirmed."""
    start, end = RECORD.index("inferred:"), RECORD.index("seed:")
    assert edit({"inferred.date": None, "inferred.topics": None}) == RECORD[:start] + RECORD[end:]


def test_inferred_in_braces() -> None:
    text = "---\ntitle: T\ninferred: {date: {rule: x},   topics: {rule: y}}  # c\n---\n"
    assert edit({"inferred.date": None}, text) == swap("{date: {rule: x},   topics", "{topics", text)
    assert edit({"inferred.topics": None}, text) == swap(",   topics: {rule: y}}  #", "}  #", text)
    assert edit({"inferred.date": None, "inferred.topics": None}, text) == "---\ntitle: T\n---\n"
    assert edit({"inferred.date": Inference("z", "e")}, text).count("date: {rule: z, evidence: e}") == 1


def test_correct_an_article() -> None:
    """A new key takes its documented place, between keys that the documented order has before and after it."""
    text = "---\ntitle: T\nauthors: [A]\n# mine\nseed: {file: a, sha256: b}\n---\n"
    first = edit({"corrections": [{"date": PartialDate(2023, 12, 1), "text": "It is blue."}]}, text)
    assert first == swap("[A]\n", "[A]\ncorrections: [{date: 2023-12-01, text: It is blue.}]\n", text)
    block = swap("[A]\n", "[A]\ncorrections:\n  - date: 2023-12-01\n    text: 'It is blue.'\n", text)
    old = {"date": PartialDate(2023, 12, 1), "text": "It is blue."}
    again = edit(
        {"corrections": [{**old, "date": "2023-12-01"}, {"date": "2024-01-02", "text": "It is red."}]}, block
    )
    assert again == swap(
        "'It is blue.'\n", "'It is blue.'\n  - {date: 2024-01-02, text: It is red.}\n", block
    )


@pytest.mark.parametrize(("text", "expected"), TABLES["titles set"].items())
def test_titles_in_every_shape(text: str, expected: str) -> None:
    assert edit({"title": "T"}, text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: T\ntitle: U\n---\n", 'a.md:3:1: "title" occurs twice, here and at 2:1; keep one'),
        ("Text", "a.md:1:1: there is no front matter; begin it with three lines: ---, title: …, ---"),
    ],
)
def test_what_cannot_be_edited(text: str, message: str) -> None:
    with pytest.raises(ContentError) as caught:
        set_fields(text, {"title": "T"}, "a.md")
    assert str(caught.value) == message


VALUES: dict[str, Any] = {
    "title": "Of: all # things",
    "dek": "no",
    "date": PartialDate(2024, 2, 29),
    "slug": "007",
    "topics": ["A", "B: c"],
    "people": ["D"],
    "authors": [],
    "language": "ja",
    "status": "draft",
    "canonical": "https://example.org/z",
    "inferred": {
        "date": Inference("rule", "line 1", 0.5),
        "x": Inference("long", "word " * 30 + "end", because="so"),
    },
}
CHUNKS = {
    "title": ["title: T\n", "title: 'T'  # c\n", "title:\n  T\n", "Title: >-\n  T\n  U\n\n"],
    "dek": ["dek: D # c\n", 'dek: "D\n\n  # E"\n', "dek: |\n\n  D\n  # text\n", "dek:\n"],
    "date": ["date: 2023\n", "date:  2023-11-22 10:00:00 +0900   \n"],
    "topics": [
        "topics: [A, x]\n",
        "topics:\n- A\n- x # c\n",
        "topics:\n  # c\n  - A\n\n  - 'B'\n  # d\n",
        "topics: [\n  A, # c\n  x ]\n",
    ],
    "authors": ["authors: A\n", "authors:\n  - name: A\n    url: /a\n"],
    "layout": ["layout: post\n", "params: {a: [1,\n 2]}\n"],
    "inferred": [
        "inferred: # c\n  date:\n    rule: r\n\n    evidence: e # d\n  topics: {rule: s}\n",
        "inferred: {topics: {rule: s}}\n",
        "inferred:\n    date: {rule: r}\n    # c\n",
    ],
}
GAPS = st.sampled_from(["", "", "# comment\n", "\n", "\n# a: b\n\n", "#\n"])
DOCUMENTS = st.permutations(sorted(CHUNKS)).flatmap(
    lambda order: st.tuples(*(st.tuples(st.just(key), GAPS, st.sampled_from(CHUNKS[key])) for key in order))
)


def joined(parts: tuple[tuple[str, str, str], ...], end: str, *, without: str = "") -> str:
    front = "".join(
        gap + (chunk if key != without else chunk[len(chunk.rstrip("\n")) + 1 :]) for key, gap, chunk in parts
    )
    return f"---\n{front}# end\n---\n\nThe: body\n".replace("\n", end)


@given(DOCUMENTS, st.sampled_from(sorted(CHUNKS)), st.sampled_from(["\n", "\r\n"]))
def test_a_deleted_key_takes_exactly_its_lines(parts: Any, key: str, end: str) -> None:
    text = joined(parts, end)
    name = next(chunk.partition(":")[0] for part, _, chunk in parts if part == key)
    assert set_fields(text, {name: None}) == joined(parts, end, without=key)


@given(DOCUMENTS, st.sampled_from(sorted(VALUES)), st.sampled_from(["\n", "\r\n"]))
def test_a_set_key_is_read_back_and_all_else_is_as_before(parts: Any, key: str, end: str) -> None:
    """Whatever stood there, the new value is read, every other field is as it was, and what is around it stays."""
    text = joined(parts, end)
    changed = set_fields(text, {key: VALUES[key]})
    before, after = (read_record("a.md", t.encode()) for t in (text, changed))
    expected = tuple(VALUES[key]) if isinstance(VALUES[key], list) else VALUES[key]
    assert getattr(after, key) == expected
    for field in FIELDS:
        assert field == key or getattr(after, field) == getattr(before, field)
    assert after.unknown == before.unknown
    head, tail = (part.replace("\n", end) for part in around(parts, key))
    assert changed.startswith(head)
    assert changed.endswith(tail)
    assert changed.count("\r") == (changed.count("\n") if end == "\r\n" else 0)


def around(parts: Any, key: str) -> tuple[str, str]:
    """What stands before and after a key's chunk; for a key that is not there, nothing is sure but the ends."""
    at = next((n for n, part in enumerate(parts) if part[0] == key), None)
    tail = "# end\n---\n\nThe: body\n"
    if at is None:
        return "---\n", tail
    before = "".join(gap + chunk for _, gap, chunk in parts[:at]) + parts[at][1]
    after = "".join(gap + chunk for _, gap, chunk in parts[at + 1 :])
    return f"---\n{before}", after + tail


@given(DOCUMENTS, st.sampled_from(["slug", "people", "language", "status", "canonical"]))
def test_a_new_key_is_added_and_nothing_else(parts: Any, key: str) -> None:
    """Without the added lines the text is what it was."""
    text = joined(parts, "\n")
    added = set_fields(text, {key: VALUES[key]})
    assert set_fields(added, {key: None}) == text
    assert len(added.splitlines()) == len(text.splitlines()) + 1


@given(DOCUMENTS, st.sampled_from(["date", "topics", "places"]))
def test_inferred_fields_are_set_and_deleted(parts: Any, field: str) -> None:
    text = joined(parts, "\n")
    found = Inference("new", {"A, b": 1}, 0.25, "because: so", ("2001-01-01",))
    changed = set_fields(text, {f"inferred.{field}": found})
    before, after = (read_record("a.md", t.encode()) for t in (text, changed))
    assert after.inferred == {**before.inferred, field: found}
    gone = read_record("a.md", set_fields(changed, {f"inferred.{field}": None}).encode())
    assert gone.inferred == {name: value for name, value in before.inferred.items() if name != field}
    assert gone.title == before.title


HEAD, TAIL = "---\ntitle: T\n", "status: draft # kept\n---\n\nTrade, as text.\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("before", "after"), read_cases(Path(__file__).with_name("names.txt")))
def test_a_name_is_replaced_and_nothing_else(before: str, after: list[str], newline: str) -> None:
    """Line ends stay, too."""
    text, expected = (
        newline.join((HEAD + "\n".join(lines) + "\n" + TAIL).split("\n")) for lines in ([before], after)
    )
    assert replace_names(text, "topics", {"Trade": "Commerce"}) == expected


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


@pytest.mark.parametrize(("before", "after"), read_cases(Path(__file__).with_name("names-removed.txt")))
def test_a_name_is_removed_from_every_kind_of_list(before: str, after: list[str]) -> None:
    """An empty list of newsgen's own stays, so that other keys do not come into force."""
    found = replace_names(f"{HEAD}{before}\n{TAIL}", "topics", {"Sea": ""})
    assert found == HEAD + "".join(f"{line}\n" for line in after) + TAIL
    assert "Sea" not in read_record("x.md", found.encode()).topics


def test_front_matter_in_braces_gets_a_line_for_each_key_and_keeps_its_comments() -> None:
    text = "---\n# top\n{title: T, tags: [a, b],\n # note\n \"x\": 'y, #2'} # end\n---\nText.\n"
    after = "---\n# top\ntitle: T\ndek: D\ntags: [a, b]\n# note\nx: 'y, #2'\n# end\n---\nText.\n"
    assert set_fields(text, {"dek": "D"}) == after


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
