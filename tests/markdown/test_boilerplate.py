"""Listed paragraphs are folded on pages, and skipped by excerpts, while their words are those that were listed."""

from __future__ import annotations

import re

import pytest

from newsgen.markdown.boilerplate import collapse_boilerplate, shorten_paragraph, skip_boilerplate
from newsgen.markdown.render import render_html

LONG = "The office runs the ferries, the market and the lighthouse, and has served all of the islands for a very long time now."


@pytest.mark.parametrize(
    ("body", "folded"),
    [
        (f"Head\n\nMenu \\| Search\n\nText.\n\n{LONG}", ["HeadMenu | Search", LONG]),
        (f"Text.\n\n## About us\n\n{LONG}\n\n\\###", [f"About us{LONG}###"]),
        ("Head\n\nText.\n\n\\###", []),
        (f"Text.\n\n{LONG} A new sentence.\n\nEnd.", []),
        (f"Text.\n\nThey run the ferries.\n\n{LONG.replace('ferries', 'ships')}", []),
        (f"Text.\n\n> {LONG}", []),
        (f"Head\n\n{LONG}", []),
        (f"Text.[^1]\n\nHead\n\n{LONG}\n\n[^1]: A note.", [f"Head{LONG}"]),
    ],
    ids=["top-and-end", "heading", "short", "below", "edited", "quoted", "all", "note"],
)
def test_folding(body: str, folded: list[str]) -> None:
    page = render_html(body)
    listed = ("Head", "Menu | Search", "About us", shorten_paragraph(LONG), "###")
    shown = collapse_boilerplate(page, listed, "More & more")
    blocks = re.findall(
        r'<details class="shared"><summary class="facts">More &amp; more</summary>\n(.*?)\n</details>',
        shown,
        re.DOTALL,
    )
    assert [re.sub(r"<[^>]+>|\n", "", block) for block in blocks] == folded
    unfolded = re.sub(r"</?details[^>]*>(<summary[^>]*>.*?</summary>)?", "", shown)
    assert re.sub(r"\s+", "", unfolded) == re.sub(r"\s+", "", page)


def test_excerpts_begin_below_the_listed_lines() -> None:
    assert skip_boilerplate("Head\n\n\\* Menu\n\nText.", ("Head", "* Menu")) == "Text."
    assert skip_boilerplate("Head\n", ("Head",)) == "Head\n"
