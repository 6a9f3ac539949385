"""Names settled by all texts together: joined where only one person or organization can be meant, else left alone."""

from __future__ import annotations

import datetime
import hashlib
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from newsgen.loader.analyse import InferenceData
from newsgen.loader.load import make_new_records
from newsgen.loader.names.aliases import Aliases, read_aliases
from newsgen.loader.names.resolve import NameResolver
from newsgen.loader.report import LoadOptions, PendingRecord
from newsgen.lockfile import Lock
from newsgen.model import Inference, Record
from newsgen.record.read import read_record
from tests.support.cases import read_cases

TERMS = """
March 2, 2005 | President Bush | George W. Bush
March 2, 1990 | President Bush | George H. W. Bush
March 2, 1995 | President Bush | Bush
March 2, 2005 | Senator Bush | Bush
March 2, 2005 | former President Bush | Bush
It was late. | President Bush | Bush
"""
HEADLINES = """
OKAFOR OPPOSES THE NEW DAM | Russell Okafor
Russell Okafor Opposes the New Dam | Russell Okafor
SENATOR OKAFOR OPPOSES THE NEW DAM | Russell Okafor
MAYOR OKAFOR OPPOSES THE NEW DAM |
AMARA OKAFOR OPPOSES THE NEW DAM |
OKAFOR CENTER OPENS ITS DOORS AGAIN |
BRIDGE OPENS ITS DOORS AGAIN |
"""
JOE = "President Joe Biden opened the bridge."


def load(texts: Sequence[str], toml: str = "", records: Sequence[Record] = ()) -> list[PendingRecord]:
    """Load texts with a headline each, unless they have one; return their records in the texts' order."""
    seeds = {
        f"seeds/{n:02}.txt": (text if "\n" in text else f"News of day {n}\n\n{text}\n").encode()
        for n, text in enumerate(texts)
    }
    aliases = read_aliases(toml, "names.toml")
    hashes = {path: hashlib.sha256(data).hexdigest() for path, data in seeds.items()}
    options = LoadOptions(datetime.date(2026, 11, 24))
    report = make_new_records(
        hashes,
        seeds.__getitem__,
        [],
        Lock({}, {}, {}),
        options,
        InferenceData(aliases),
        pile=NameResolver(aliases, records),
    )
    return sorted(report.new, key=lambda record: record.seed)


def names(texts: Sequence[str], field: str = "people", toml: str = "") -> list[object]:
    return [", ".join(record.front.get(field) or ()) for record in load(texts, toml)]  # type: ignore[call-overload]


@pytest.mark.parametrize(("lines", "last"), read_cases(Path(__file__).parent / "data" / "names-joined.txt"))
def test_names_are_joined_only_where_nothing_speaks_against_it(lines: str, last: list[str]) -> None:
    """The last text gets the name; the order of the texts changes nothing."""
    texts = lines.splitlines()
    kind, _, name = last[0].partition(": ")
    assert names(texts, kind)[-1] == name
    shuffled = random.Random(7).sample(range(len(texts)), len(texts))
    assert names([texts[n] for n in shuffled], kind)[shuffled.index(len(texts) - 1)] == name


@pytest.mark.parametrize("row", TERMS.strip().splitlines())
def test_the_term_tells_who_is_meant(row: str) -> None:
    """Of two presidents it is the one in office on the text's day; without a sure day it is none."""
    day, words, person = (part.strip() for part in row.split("|"))
    known = ["President George H. W. Bush spoke.", "President George W. Bush spoke."]
    for others in (known, known[1:]) if words.startswith("former") else (known,):
        assert (
            names([*others, f"A bridge opens\n\n{day}\n\nIt was opened by {words} at noon.\n"])[-1] == person
        )


@pytest.mark.parametrize("row", HEADLINES.strip().splitlines())
def test_people_of_a_headline_are_found(row: str) -> None:
    """In title case and capitals the pile knows who is named; a title or given name of somebody else forbids it."""
    headline, people = (part.strip() for part in row.split("|"))
    known = ["Senator Russell Okafor was there."] * 4 + ["Mayor Bo Bridge spoke, and Senator Russell Okafor."]
    assert names([*known, f"{headline}\n\nNobody spoke of the dam in the valley.\n"])[-1] == people


def test_the_evidence_says_what_the_text_has() -> None:
    *_, joined, heads = load(
        [JOE, "President Biden spoke.", "BIDEN OPENS BRIDGE\n\nThe bridge is new, and Biden came.\n"]
    )
    assert (
        proof(joined)
        == 'line 3: "President Biden"; "Biden" joined with Joe Biden, the only President Biden here, named in 1 text'
    )
    *_, heads = load([JOE, JOE, "BIDEN OPENS BRIDGE\n\nThe bridge is new, and Biden came.\n"])
    assert proof(heads) == 'line 1: "BIDEN"; in the headline, joined with Joe Biden, named in 2 texts'
    pile = NameResolver(Aliases())
    pile.add("people", ["Joe Biden"], {"Joe Biden": 'line 3: "President Joe Biden"'})
    found = 'line 1: "met President Biden on" (spacy)'
    _, settled = pile.settle_name("people", "Biden", found)
    assert str(settled).startswith(f'{found}; "Biden" joined with Joe Biden')
    assert pile.settle_name("people", "Joe Biden", settled) == ("Joe Biden", settled)


def proof(record: PendingRecord) -> str:
    how = record.front["inferred"]
    assert isinstance(how, dict)
    found: Inference = how["people"]
    assert isinstance(found.evidence, dict)
    return str(found.evidence["Joe Biden"])


def test_names_toml_wins() -> None:
    """Its names are kept, others join them, two of its names are two people, and a rejected name is joined with none."""
    assert (
        names([JOE, JOE, "President Joseph Biden spoke."], toml='[people]\n"Joseph Biden" = []')
        == ["Joseph Biden"] * 3
    )
    both = '[people]\n"Joseph Biden" = []\n"Joe Biden" = []'
    assert names([JOE, JOE, "President Joseph Biden spoke."], toml=both)[-1] == "Joseph Biden"
    assert names([JOE, "He met President Biden."], toml='[reject]\n"Joe Biden" = ["people"]') == ["", "Biden"]


def test_two_halves_give_the_same_joins_as_one() -> None:
    """The second half is joined with the names of the first; what a record states or a human settled counts too."""
    texts = [
        JOE,
        JOE,
        "President Joseph Biden spoke.",
        "He met President Biden.",
        "Governor Joe Biden spoke.",
    ]
    first = [read_record(one.path, one.text.encode()) for one in load(texts[:3])]
    assert [", ".join(one.people) for one in first] == ["Joe Biden"] * 3
    second = load(texts[3:], records=first)
    assert [one.front["people"] for one in second] == [("Joe Biden",)] * 2
    settled = [Record("x.md", first[0].body, "X", people=("Joseph Biden",))] * 9
    assert load(["President Joe Biden spoke."], records=settled)[0].front["people"] == ("Joseph Biden",)
