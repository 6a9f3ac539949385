"""Lines to paragraphs."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.loader.structure.paragraphs import Paragraph, ParagraphKind, find_paragraphs, write_body
from newsgen.loader.structure.print_artifacts import find_print_artifacts
from newsgen.markdown.render import render_html

PROSE = (
    "The ministers of both countries met on Wednesday in the capital to talk about trade, and agreed to meet again before"
    " the end of the year. Neither side would say where, but officials expect a city in the south."
)
SECOND = "A joint statement is to follow on Friday, they said, and reporters will be told of it in the usual way by noon."


def texts(text: str) -> list[str]:
    return [paragraph.text for paragraph in find_paragraphs(text.split("\n"))]


@pytest.mark.parametrize("width", [60, 65, 72, 78, 80])
def test_wrapped_paragraphs_are_joined(width: int) -> None:
    """Paragraphs that a program wrapped, with blank lines between: each is whole again."""
    wrapped = "\n\n".join(textwrap.fill(part, width) for part in ("Head of the story", PROSE, SECOND))
    assert texts(wrapped) == ["Head of the story", PROSE, SECOND]


@pytest.mark.parametrize("width", [60, 72, 80])
def test_wrapped_paragraphs_without_blank_lines(width: int) -> None:
    """An indented line begins a paragraph, and so does a line below one that ended early."""
    indented = "\n".join(textwrap.fill(part, width, initial_indent="   ") for part in (PROSE, SECOND, PROSE))
    assert texts(indented) == [PROSE, SECOND, PROSE]


def printed(text: str, *known: str) -> list[str]:
    lines, found = find_print_artifacts(text, known)
    return [paragraph.text for paragraph in find_paragraphs(lines, found)]


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("inter-", "national", "international"),  # a word of the list
        ("har-", "bours", "harbours"),  # its plural
        ("kil-", "der", "kilder"),  # a word of this text
        ("fir-", "kin", "firkin"),  # a word of another text
        ("well-", "known", "well-known"),
        ("half-", "deck", "half-deck"),  # written so in this text
        ("Anglo-", "Saxon", "Anglo-Saxon"),
        ("zym\u00ad", "urgy", "zymurgy"),
        ("zym¬", "urgy", "zymurgy"),
        ("two-", "and three-deck", "two- and three-deck"),
        ("he came –", "and went", "he came – and went"),
    ],
)
def test_words_that_are_broken_at_line_ends(above: str, below: str, whole: str) -> None:
    lead = "A kilder is a barrel, and the half-deck of the ship held forty of them last year"
    tail = "that the master of the harbour had asked for."
    lines = [lead, f"{'x' * (len(lead) - len(above) - 1)} {above}", f"{below} {tail}"]
    (found,) = printed("\n".join(lines), "firkin")
    assert f" {whole} that the" in found


COLUMN = """The council of the town ap-
proved the plan for the har-
bour on Tuesday evening, af-
ter a long debate. Work is to
begin in the spring."""


def test_narrow_columns_are_joined() -> None:
    """Lines of 28 letters are no poem if words are broken at their ends."""
    assert printed(f"Harbour plan\n\n{COLUMN}\n   It may rain.")[1:] == [
        "The council of the town approved the plan for the harbour on Tuesday evening, after a long debate."
        " Work is to begin in the spring.",
        "It may rain.",
    ]


@pytest.mark.parametrize(
    ("first", "second"), [("- 12 -", "- 13 -"), ("12", "13"), ("Page 3 of 9", "Page 4 of 9"), ("[1]", "[2]")]
)
@pytest.mark.parametrize("blank", ["", "\n"])
def test_page_numbers_stand_apart(first: str, second: str, blank: str) -> None:
    """Also without blank lines around them, and inside a sentence; all words stay in order."""
    one = textwrap.wrap(PROSE, 60)
    text = "\n".join(
        [*one[:2], blank + first + blank, *one[2:], blank + second + blank, *textwrap.wrap(SECOND, 60)]
    )
    assert printed(text) == [" ".join(one[:2]), first, " ".join(one[2:]), second, SECOND]


def test_numbers_that_are_no_page_numbers() -> None:
    """Numbers of sections, a year, the number of a list."""
    for lines in (["1", PROSE, "2", SECOND], [PROSE, "2019", SECOND], ["12", PROSE, "9", SECOND]):
        assert find_print_artifacts("\n\n".join(lines))[1].apart == frozenset()


def test_running_heads_and_sentences_over_form_feeds() -> None:
    """A form feed alone parts no sentence; a head between its halves does, because no word moves."""
    first, second = textwrap.wrap(PROSE, 120)
    assert printed(f"{first}\n\n\f\n{second}") == [PROSE]
    pages = [f"THE HERALD   {n}\n\n{part}\n" for n, part in enumerate((first, second, SECOND), 1)]
    assert printed("\f\n".join(pages)) == [
        "THE HERALD   1",
        first,
        "THE HERALD   2",
        second,
        "THE HERALD   3",
        SECOND,
    ]


TABLES = [
    "Year   Exports   Imports\n2021      12.1      9.40\n2022      13.0     10.20",
    "a\tb\tc\n1\t2\t3",
    "City        Guests\nOsaka           40\nKobe             7\nNara             9",
]


@pytest.mark.parametrize("table", TABLES)
def test_tables_keep_their_columns(table: str) -> None:
    found = find_paragraphs(f"{PROSE}\n\n{table}".split("\n"))
    assert (found[1].kind, found[1].text) == ("table", table)


@given(
    st.lists(
        st.sampled_from(
            ["", " ", "a b", "  a", PROSE, SECOND[:70], "a  b  c", "\tx\ty", "1. a", "- b", "A HEAD"]
        ),
        max_size=30,
    )
)
def test_every_line_belongs_to_one_paragraph(lines: list[str]) -> None:
    """No word is lost, doubled or moved; numbers of lines rise."""
    found = find_paragraphs(lines)
    assert " ".join(p.text for p in found).split() == " ".join(lines).split()
    numbers = [n for p in found for n in range(p.first, p.last + 1)]
    assert numbers == [n for n, line in enumerate(lines, 1) if line.strip()]


def paragraphs(*texts: str, kind: ParagraphKind = "prose") -> list[Paragraph]:
    return [Paragraph(n, n, text, kind) for n, text in enumerate(texts, 1)]


def test_paragraphs_quotations_and_sub_heads() -> None:
    body = write_body(paragraphs("Title", "One.", "Head #", "A", "B", "C", "End *."), {0}, {2}, {3: 4, 5: 5})
    assert body == "One.\n\n## Head \\#\n\n> A\n>\n> B\n\n> C\n\nEnd \\*."
    html = render_html(body)
    assert html.count("<blockquote>") == 2
    assert "<h2>Head #</h2>" in html


def test_verse_keeps_its_lines_body() -> None:
    body = write_body(paragraphs("- One\\\nTwo  \n# Three", kind="verse"))
    assert render_html(body) == "<p>- One\\<br>\nTwo<br>\n# Three</p>\n"


@pytest.mark.parametrize(
    "table", ["a  b  c\n1  2  3", "  a   b\n```  x", "`` a\tb\n````\t*c*", "a <b>\t&amp;\tc"]
)
def test_tables_stand_as_typed(table: str) -> None:
    html = render_html(write_body(paragraphs(table, kind="table")))
    shown = table.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert html == f"<pre><code>{shown}\n</code></pre>\n"


def test_a_quoted_table_stays_inside() -> None:
    body = write_body(paragraphs("a  b  c\n1  2  3", kind="table"), quotations={0: 0})
    assert render_html(body).startswith("<blockquote>\n<pre><code>a  b  c\n1  2  3\n")
