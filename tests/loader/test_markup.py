"""A Markdown seed to title and body."""

from __future__ import annotations

import pytest

from newsgen.loader.structure import read_markdown


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("# A *head* line\n\nText.", "A head line", "Text."),
        ("Intro.\n\n# Head #\nText.", "Head", "Intro.\n\nText."),
        ("Head\n====\n\nText.", "Head", "Text."),
        ("Ministers meet\n\nText *here*.", "Ministers meet", "Text *here*."),
        ("```\n# no head\n```\n\n# Head\n\nText.", "Head", "```\n# no head\n```\n\nText."),
        ("# [Linked](https://a.example) &amp; more\n", "Linked & more", ""),
    ],
)
def test_title_leaves_the_body(text: str, title: str, body: str) -> None:
    found = read_markdown("seeds/x.md", text)
    assert (found.title, found.body, found.inferred) == (title, body, {})


@pytest.mark.parametrize(
    "text",
    [
        "- a list\n- of things",
        "One line\nof a paragraph.",
        "![image](x.jpg)\n\nText.",
        "## Sub\n\nText.",
        "> quoted\n\nText.",
    ],
)
def test_without_a_title_the_body_stays_whole(text: str) -> None:
    """The first words become the title, and the record says that they are a guess."""
    found = read_markdown("seeds/x.md", text)
    assert found.body == text
    assert found.title
    assert found.inferred["title"].rule == "first-words"


def test_a_stated_title_leaves_the_body_alone() -> None:
    assert read_markdown("seeds/x.md", "\n# Head\n\nText.\n", "Stated").body == "# Head\n\nText."


def test_rules_read_without_marks() -> None:
    found = read_markdown(
        "seeds/x.md",
        "# Head\n\n**Xi Jinping** met [Kishida](https://a.example) in `Tokyo`, snake_case _yes_.",
    )
    assert found.text.lines[2] == "Xi Jinping met Kishida in Tokyo, snake_case yes."
    assert found.text.title_line == 1
