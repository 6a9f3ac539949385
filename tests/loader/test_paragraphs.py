"""Lines to paragraphs."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.loader.structure.paragraphs import Paragraph, ParagraphKind, find_paragraphs, write_body
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
