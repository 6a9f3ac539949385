"""Paragraphs to Markdown."""

from __future__ import annotations

import pytest

from newsgen.loader.structure.paragraphs import Kind, Paragraph, write_body
from newsgen.markdown.render import to_html


def paragraphs(*texts: str, kind: Kind = "prose") -> list[Paragraph]:
    return [Paragraph(n, n, text, kind) for n, text in enumerate(texts, 1)]


def test_paragraphs_quotations_and_sub_heads() -> None:
    body = write_body(paragraphs("One.", "Head #", "A", "B", "C", "End *."), {1}, [(2, 3), (4, 4)])
    assert body == "One.\n\n## Head \\#\n\n> A\n>\n> B\n\n> C\n\nEnd \\*."
    html = to_html(body)
    assert html.count("<blockquote>") == 2
    assert "<h2>Head #</h2>" in html


def test_verse_keeps_its_lines() -> None:
    body = write_body(paragraphs("- One\\\nTwo  \n# Three", kind="verse"))
    assert to_html(body) == "<p>- One\\<br>\nTwo<br>\n# Three</p>\n"


@pytest.mark.parametrize(
    "table", ["a  b  c\n1  2  3", "  a   b\n```  x", "`` a\tb\n````\t*c*", "a <b>\t&amp;\tc"]
)
def test_tables_stand_as_typed(table: str) -> None:
    html = to_html(write_body(paragraphs(table, kind="table")))
    shown = table.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert html == f"<pre><code>{shown}\n</code></pre>\n"


def test_a_quoted_table_stays_inside() -> None:
    body = write_body(paragraphs("a  b  c\n1  2  3", kind="table"), (), [(0, 0)])
    assert to_html(body).startswith("<blockquote>\n<pre><code>a  b  c\n1  2  3\n")
