"""Lines that many texts of a load share: no headlines, listed as `boilerplate`, known to later loads."""

from __future__ import annotations

import random

import pytest

from newsgen.loader.report import ExistingRecord
from newsgen.loader.structure.shared_lines import find_shared_lines
from newsgen.record.read import read_record
from tests.loader.test_load import run

WORDS = "ferry harbour captain engine summer winter island bridge market school museum garden tower".split()
HEAD = "Harbour News Service\n\nAll the news of the coast\n\n"
ABOUT = (
    "The harbour office runs the ferries, the market and the lighthouse, and has served the islands for long."
)
END = f"\n\nAbout the harbour office\n\n{ABOUT}\n\nContact: Jane Doe, 555-010-2233\n\n###\n"
LISTED = (
    "Harbour News Service",
    "All the news of the coast",
    "About the harbour office",
    "The harbour office runs the ferries, the market and the…",
    "Contact: Jane Doe, 555-010-2233",
    "###",
)


def story(n: int, head: str = HEAD, end: str = END) -> bytes:
    """A text of its own between lines that others share."""
    prose = " ".join(random.Random(n).choices(WORDS, k=200))
    return f"{head}{WORDS[n].title()} has a new roof\n\nThe {prose}.{end}".encode()


def pile(count: int, **parts: str) -> dict[str, bytes]:
    return {f"seeds/{n}.txt": story(n, **parts) for n in range(count)}


def test_shared_lines_are_listed_and_stay_in_the_text() -> None:
    report = run(pile(6))
    for record in report.new:
        assert record.front["boilerplate"] == LISTED
        assert record.body.startswith("Harbour News Service\n\nAll the news of the coast\n\nThe ")
        assert record.body.count(ABOUT) == 1
        assert "6 or more texts" in record.text
        assert read_record(record.path, record.text.encode()).boilerplate == LISTED
        assert read_record(record.path, record.text.encode()).excerpt.startswith("The ")
    assert run(dict(reversed(pile(6).items()))).new == report.new


def test_a_later_load_knows_the_lines_of_existing_records() -> None:
    """One text is enough then; without such records its first line is the headline."""
    known = [ExistingRecord("articles/x.md", boilerplate=LISTED)]
    (record,) = run({"seeds/a.txt": story(7)}, known).new
    assert (record.front["title"], record.front["boilerplate"]) == ("Bridge has a new roof", LISTED)
    (record,) = run({"seeds/a.txt": story(7)}).new
    assert (record.front["title"], record.front.get("boilerplate")) == ("Harbour News Service", None)


@pytest.mark.parametrize(
    ("count", "parts"),
    [
        (4, {}),
        (6, {"head": "", "end": "\n\nSincerely,\n\nJane Doe\n\nChairman"}),
        (6, {"head": "Dear friends,\n\nBy Jane Doe\n\nMay 3, 2019\n\n", "end": ""}),
    ],
    ids=["few", "signature", "letter"],
)
def test_what_is_not_listed(count: int, parts: dict[str, str]) -> None:
    assert not any(record.front.get("boilerplate") for record in run(pile(count, **parts)).new)


def test_markdown_that_shows_no_words_is_not_listed() -> None:
    end = "\n\n[office]: https://example.org/office\n"
    seeds = {path.replace("txt", "md"): text for path, text in pile(6, head="# ", end=end).items()}
    assert [record.front.get("boilerplate") for record in run(seeds).new] == [None] * 6
    end = "\n\nThe *harbour* office runs the ferries, the [market](/market) and the lighthouse.\n"
    seeds = {path.replace("txt", "md"): text for path, text in pile(6, head="# ", end=end).items()}
    assert {record.front["boilerplate"] for record in run(seeds).new} == {LISTED[3:4]}


def test_copies_and_versions_of_one_text_count_once() -> None:
    line = b"12345678"
    versions = [(line, b"a" * 4 + b"b" * 4 + bytes([n + 1]) * 4) for n in range(9)]
    assert find_shared_lines(versions) == {}
    assert find_shared_lines([(line, bands[4:]) for _, bands in versions]) == {line: 9}
