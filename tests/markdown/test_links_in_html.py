"""Links in HTML inside Markdown."""

from __future__ import annotations

import pytest

from newsgen.markdown.render import render_html


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ('<a href="/old/">x</a> and [y](/old/)', '<a href="../new.html">x</a> and'),
        ('<a title="t" href="/a%20b/?x=1&amp;y=2">x</a>', 'href="../q.html"'),
        ('<a href="/else/">x</a>', 'href="/else/"'),
    ],
)
def test_links_in_html_lead_to_texts_too(markdown: str, html: str) -> None:
    links = [("/old/", "../new.html"), ("/a b/?x=1&y=2", "../q.html")]
    assert html in render_html(markdown, links=links)
