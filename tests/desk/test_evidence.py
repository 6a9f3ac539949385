"""Evidence at its place."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import pytest

from newsgen.desk.review import WIDTH, EvidenceText, Quote, add_quotes, list_findings, read_evidence_text
from newsgen.model import Body, Inference, Record, SeedRef
from newsgen.pipeline.project import open_project
from tests.support.archives import record, write

WRAPPED = EvidenceText(
    "seeds/x.txt", ("Head", "", "It rained on Wednesday,", "Nov. 22, in", "the  north.", "", "End")
)


def quotes(evidence: str | dict[str, str | int | float], text: EvidenceText = WRAPPED) -> list[Quote]:
    how = Inference("rule", evidence)
    (finding,) = list_findings([Record("x.md", Body("x.md", ""), "T", inferred={"date": how})])
    return list(add_quotes(finding, text).quotes)


def test_words_on_their_line() -> None:
    """The line, its words and the lines beside it."""
    assert quotes('line 3: "on Wednesday"') == [
        Quote("", "seeds/x.txt", 3, "It rained on Wednesday,", "on Wednesday", "Head", "Nov. 22, in")
    ]


@pytest.mark.parametrize(
    ("words", "line", "text"),
    [
        ("on Wednesday, Nov. 22", 3, "It rained on Wednesday, Nov. 22, in"),
        ("Nov. 22", 4, "Nov. 22, in"),
        ("in the north", 4, "Nov. 22, in the north."),
    ],
)
def test_words_in_a_wrapped_paragraph(words: str, line: int, text: str) -> None:
    """A rule that joined lines names the first; the lines that hold the words are shown, no others."""
    (found,) = quotes(f'line 3: "{words}"')
    assert (found.line, found.text, found.words) == (line, text, words)


def test_each_value_has_its_quote_and_a_suggestion_its_line() -> None:
    """Lists name a value each, quotations and headings the lines themselves; counts and file names are no place."""
    found = quotes(
        {"Rain": 'line 3: "rained"', "Snow": 4, "lines 5-7": "suggested (0.5)", "X": "file name: x"}
    )
    assert [(one.value, one.line, one.words) for one in found] == [
        ("Rain", 3, "rained"),
        ("lines 5-7", 5, ""),
    ]


@pytest.mark.parametrize("evidence", ["line 99", 'line 0: "x"', "the text", ""])
def test_what_names_no_place_has_no_quote(evidence: str) -> None:
    """Neither a line that is not there nor evidence of another form."""
    assert quotes(evidence) == []


def test_words_that_have_gone_leave_the_line() -> None:
    """A seed that was edited since shows what stands on the line now."""
    (found,) = quotes('line 3: "snow"')
    assert (found.text, found.words) == ("It rained on Wednesday,", "")


def test_a_long_line_is_cut_around_the_words() -> None:
    """Between words, with a sign where something is missing."""
    long = f"{'before ' * 500}the words{' after' * 500}"
    (found,) = quotes('line 1: "the words"', EvidenceText("x", (long,)))
    assert len(found.text) <= WIDTH + len("the words") + 4
    assert found.text.startswith("… before")
    assert found.text.endswith("after …")
    assert "before the words after" in found.text


def read(root: Path, seed: str, data: bytes | None) -> EvidenceText:
    ref = {"file": seed, "sha256": hashlib.sha256(b"").hexdigest()}
    write(root, {"articles/x.md": record("X", "First.\n\nThe words.", seed=ref)})
    if data is not None:
        write(root, {seed: data})
    made = Record("articles/x.md", Body("articles/x.md", ""), "X", seed=SeedRef(**ref))
    return read_evidence_text(open_project(root), made)


def test_a_seed_is_decoded_as_the_loader_does(tmp_path: Path) -> None:
    """Its own encoding and line ends."""
    assert read(tmp_path, "seeds/x.txt", "Café\r\n\r\nÉté".encode("cp1252")).lines == ("Café", "", "Été")


def test_a_seed_may_have_a_hash_mark_in_its_name(tmp_path: Path) -> None:
    """It is read, and is no member of a container."""
    assert read(tmp_path, "seeds/x #1.txt", b"Words").lines == ("Words",)


def test_a_markdown_seed_counts_from_after_its_front_matter(tmp_path: Path) -> None:
    """As the loader does; the quote has the line of the file."""
    text = read(tmp_path, "seeds/x.md", b"---\ntitle: X\n---\n\nFirst.\nThe words.\n")
    assert quotes('line 2: "words"', text)[0].line == 6


@pytest.mark.parametrize(
    ("seed", "data"), [("seeds/x.txt", None), ("seeds/x.zip#a.txt", None), ("seeds/x.txt", b"\0")]
)
def test_without_a_readable_seed_the_record_is_quoted(tmp_path: Path, seed: str, data: bytes | None) -> None:
    """By the words alone, since its lines are others."""
    text = read(tmp_path, seed, data)
    (found,) = quotes('line 1: "The words"', text)
    where = (tmp_path / "articles/x.md").read_text().split("\n").index("The words.") + 1
    assert (found.file, found.line, found.text) == ("articles/x.md", where, "The words.")
    assert quotes('line 1: "other words"', text) == []
    assert quotes("line 1", msgspec.structs.replace(text)) == []
