"""People in two spellings, and names.toml edited in place."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from types import FrameType

import pytest

from newsgen.desk.name_variants import (
    PersonVariants,
    find_outdated_names,
    find_people_variants,
    find_same_slug_spellings,
)
from newsgen.desk.names_file import (
    add_names_file_lines,
    admit_name,
    reject_name,
    rename_in_names_file,
    rewrite_names_file,
)
from newsgen.errors import ContentError
from newsgen.loader.names.aliases import Aliases, is_same_person, read_aliases
from newsgen.model import BodyReference, Inference, Record


def variants(*names: str | Sequence[str], toml: str = "") -> list[PersonVariants]:
    aliases = read_aliases(f"[people]\n{toml}", "names.toml").people
    lists = [(name,) if isinstance(name, str) else tuple(name) for name in names]
    records = [Record(f"{n}.md", BodyReference("", ""), "T", people=people) for n, people in enumerate(lists)]
    return find_people_variants(records, aliases)


@pytest.mark.parametrize(
    ("names", "line"),
    [
        (["Kishida Fumio", "Kishida Fumio", "Fumio Kishida"], '"Kishida Fumio" = ["Fumio Kishida"]'),
        (["John Kennedy", "John F. Kennedy"], '"John F. Kennedy" = ["John Kennedy"]'),
        (["J. F. Kennedy", "John Kennedy", "John Kennedy"], '"John Kennedy" = ["J. F. Kennedy"]'),
        (["J. F. Kennedy", "J. Kennedy", "J. F. Kennedy"], '"J. F. Kennedy" = ["J. Kennedy"]'),
        (['Bo "B" Berg', "Berg Bo B", "Berg Bo B"], '"Berg Bo B" = ["Bo \\"B\\" Berg"]'),
    ],
)
def test_one_person_is_suggested(names: list[str], line: str) -> None:
    """The spelling that most articles have is kept, ties by the alphabet; once the line is written all is quiet."""
    for ordered in (names, names[::-1]):
        assert [found.line for found in variants(*ordered)] == [line]
    assert variants(*names, toml=line) == []


@pytest.mark.parametrize(
    "names",
    [
        ["Jane Kennedy", "John Kennedy"],
        ["John Kennedy", "Jane Kennedy", "J. Kennedy"],
        ["John B. Kennedy", "John F. Kennedy"],
        ["Kennedy", "John Kennedy"],
        ["José Pérez", "Jose Perez"],
        ["007", "007"],
    ],
)
def test_others_are_left_alone(names: list[str]) -> None:
    """Two people, an initial that may be either, a lone surname, and spellings that share a page already."""
    assert variants(*names) == []


def test_names_toml_decides() -> None:
    """Its names are kept, with their spellings, even if fewer articles have them; two of its names are two people."""
    (found,) = variants("Kishida Fumio", "Fumio Kishida", ["Fumio Kishida", "Ann Ode"], "Kishida",
                        toml='"Kishida Fumio" = ["Kishida"]')  # fmt: skip
    assert found.line == '"Kishida Fumio" = ["Kishida", "Fumio Kishida"]'
    assert found.replaces
    assert found.names == (("Kishida Fumio", 2), ("Fumio Kishida", 2))
    assert variants("Wang Wei", "Wei Wang", toml='"Wang Wei" = []\n"Wei Wang" = []') == []


def test_names_that_later_texts_settle_otherwise() -> None:
    """Inferred names alone are listed, each with a command for its records; spellings that are asked about are not."""

    def make_record(path: str, people: dict[str, str], title: str = "News of a day") -> Record:
        how = {"people": Inference("name-patterns", people)} if all(people.values()) else {}
        return Record(path, BodyReference("", ""), title, people=tuple(people), inferred=how)

    joined = 'line 3: "Mr. Kerr"; "Kerr" joined with Ann Kerr, the only Kerr here, named in 2 texts'
    records = [
        make_record("a.md", {"Biden": 'line 3: "President Biden"'}),
        make_record("b.md", {"Joe Biden": 'line 3: "President Joe Biden"'}),
        make_record("c.md", {"Biden": ""}),
        make_record("d.md", {"Ann Kerr": joined}),
        make_record("e.md", {"Ann Kerr": 'line 3: "Ann Kerr"', "Tim Kerr": 'line 4: "Tim Kerr"'}),
        make_record("f.md", {"Joe Biden": 'line 3: "Joe Biden"'}, "TIM KERR SPEAKS TO REPORTERS"),
        make_record("g.md", {"Tim Kerr": 'line 3: "Tim Kerr"'}),
        make_record("h.md", {"Joseph Biden": 'line 3: "Joseph Biden"'}),
    ]
    asked = find_people_variants(records, {})
    assert [one.names[0][0] for one in asked] == ["Joe Biden"]
    found = [
        (one.old, one.new, one.articles, one.command)
        for one in find_outdated_names(records, Aliases(), asked)
    ]
    assert found == [
        ("", "Tim Kerr", ("f.md",), "newsgen load --refresh"),
        ("Ann Kerr", "Kerr", ("d.md",), "newsgen people split 'Ann Kerr' --into Kerr --articles d.md"),
        ("Biden", "Joe Biden", ("a.md",), "newsgen people split Biden --into 'Joe Biden' --articles a.md"),
    ]  # fmt: skip


def test_the_cost_is_linear() -> None:
    """Thousands of names of one family with one given name are compared with a few others each."""
    asked = 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal asked
        asked += event == "call" and frame.f_code is is_same_person.__code__

    letters = "abcdefgklmno"
    middles = [a + b + c for a in letters for b in letters for c in letters if a != b != c]
    names = [*(f"Ann {middle} Smith" for middle in middles), *(f"{middle} Jones" for middle in middles)]
    sys.setprofile(count)
    try:
        assert variants(*names) == []
    finally:
        sys.setprofile(None)
    assert 0 < asked <= 32 * len(names)


TABLE = """# Ours.
[people]
"Mei Lin" = "Lin Mei"
'Per Holm' = [
  "P. Holm",
]
Solo = ["S."]

[places]
"Mei Lin" = ["Old"]   # a harbour
"""
ENTRIES = TABLE[TABLE.index('"Mei Lin"') : TABLE.index("\n[places]")]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("kind", "old", "new", "swap"),
    [
        ("people", ["Mei Lin"], "Lin M.", ('"Mei Lin" = "Lin Mei"\n', '"Lin M." = ["Mei Lin", "Lin Mei"]\n')),
        (
            "people",
            ["Mei Lin", "Per Holm", "Solo"],
            "Solo",
            (ENTRIES, '"Solo" = ["Mei Lin", "Per Holm", "Lin Mei", "P. Holm", "S."]\n'),
        ),
        ("organizations", ["Mei Lin"], "X", ("", "")),
        ("people", ["Nobody"], "X", ("", "")),
    ],
)
def test_a_name_is_renamed_in_its_table(
    kind: str, old: list[str], new: str, swap: tuple[str, str], newline: str
) -> None:
    """Its old spelling leads to it; other kinds, other lines and line ends stay."""
    found = rename_in_names_file(TABLE.replace("\n", newline), kind, old, new)
    assert found == TABLE.replace(*swap, 1).replace("\n", newline)


@pytest.mark.parametrize(
    "table", ['people = {"A" = "B"}\n', '[people]\n"\\u0041" = "B"\n', 'people."A" = "B"\n']
)
def test_a_table_written_otherwise_is_left_to_its_owner(table: str) -> None:
    message = r'names\.toml: "A" cannot be edited in place; edit the file by hand'
    with pytest.raises(ContentError, match=message):
        rename_in_names_file(table, "people", ["A"], "C")


@pytest.mark.parametrize(
    ("counts", "ranked"),
    [
        ({"Sao Paulo": 5, "São Paulo": 1}, ("São Paulo", "Sao Paulo")),
        ({"trade": 1, "Trade": 5, "TRADÉ": 9}, ("TRADÉ", "Trade", "trade")),
        ({"Malmo": 5, "MALMÖ": 1, "malmo": 6}, ("malmo", "Malmo", "MALMÖ")),
    ],
)
def test_of_spellings_on_one_page_the_one_with_accents_is_kept(
    counts: dict[str, int], ranked: tuple[str, ...]
) -> None:
    """It must be the same name but for the accents; otherwise the most frequent spelling is kept."""
    assert list(find_same_slug_spellings(Counter(counts))) == [ranked]


@pytest.mark.parametrize(
    ("table", "after"),
    [
        ("", '[people]\n"A B" = ["B A"]\n'),
        ("# ours", '# ours\n\n[people]\n"A B" = ["B A"]\n'),
        ('[places]\n"A" = "B"\n', '[places]\n"A" = "B"\n\n[people]\n"A B" = ["B A"]\n'),
        ('[people] # who\n"A" = "B"\n', '[people] # who\n"A B" = ["B A"]\n"A" = "B"\n'),
        ('[people]\r\n"A" = "B"\r\n', '[people]\r\n"A B" = ["B A"]\r\n"A" = "B"\r\n'),
        ("[people]", '[people]\n"A B" = ["B A"]\n'),
    ],
)
def test_a_line_is_added_to_names_toml_and_all_others_stay(table: str, after: str) -> None:
    assert add_names_file_lines(table, ['"A B" = ["B A"]']) == after


def test_a_kind_is_rejected_and_admitted_again() -> None:
    """All spellings of one page are one name; comments and other lines stay."""
    table = '# Ours.\n[people]\n"Sao" = ["Sa"]  # who\nMei = []\n'
    once = reject_name(table, "people", "São")
    assert once == '# Ours.\n[people]\nMei = []\n\n[reject]\n"São" = ["people"]\n'
    assert reject_name(once, "people", "Sao") == once
    twice = reject_name(once, "topics", "São")
    assert twice.endswith('[reject]\n"São" = ["people", "topics"]\n')
    assert admit_name(twice, "topics", "sao") == once
    assert admit_name(once, "people", "Sao") == "# Ours.\n[people]\nMei = []\n\n[reject]\n"
    assert admit_name(once, "places", "Sao") == once


def test_a_table_that_cannot_be_edited_is_written_anew_with_its_comments() -> None:
    table = '# a "x"\npeople = {"A" = "B#", \'C\' = ["D"]} # end\norganizations."\\u0041" = "B"\n'
    found = rewrite_names_file(table)
    assert found == '# a "x"\n# end\n\n[people]\n"A" = ["B#"]\n"C" = ["D"]\n\n[organizations]\n"A" = ["B"]\n'
    assert rename_in_names_file(found, "people", ["A"], "E").count('"E" = ["A", "B#"]\n') == 1
