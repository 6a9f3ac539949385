"""A bare text to title, dek and body, with what was inferred on the way."""

from __future__ import annotations

import pytest

from newsgen.loader.structure.read import read_markdown, read_plain

PROSE = (
    "The ministers of both countries met on Wednesday in the capital to talk about trade, and agreed to meet again. "
    * 2
)


def test_a_story_with_everything() -> None:
    """Title and dek leave the body; slug, byline and number markers stay; what was inferred is written down."""
    lines = [
        "BC-TRADE", "Ministers meet over fish", "Talks are the first in more than four years", "By Jane Doe", "",
        PROSE, "What Comes Next", PROSE, "The readout of the meeting added that", PROSE, "1. Fish", "###",
    ]  # fmt: skip
    found = read_plain("seeds/x.txt", "\n".join(lines))
    assert (found.title, found.dek, found.authors) == (lines[1], lines[2], ("Jane Doe",))
    prose = PROSE.strip()
    parts = [
        "BC-TRADE",
        "By Jane Doe",
        prose,
        "## What Comes Next",
        prose,
        lines[8],
        f"> {prose}",
        "1\\. Fish",
        "\\###",
    ]
    assert found.body == "\n\n".join(parts)
    assert found.inferred["authors"].evidence == 'line 4: "By Jane Doe"'
    quotations = found.inferred["quotations"].evidence
    assert isinstance(quotations, dict)
    assert list(quotations) == ["line 10"]
    assert (found.text.title_line, found.text.dek_line) == (2, 3)


def test_what_is_unsure_is_suggested_with_its_lines() -> None:
    found = read_plain(
        "seeds/x.txt",
        "\n".join(["Ministers meet", PROSE, "“We agree on every point of it,”", "“We agree.”", PROSE]),
    )
    assert ">" not in found.body
    quotations = found.inferred["quotations"].evidence
    assert isinstance(quotations, dict)
    assert all("suggested" in str(words) for words in quotations.values())


def test_rules_see_wrapped_paragraphs_whole() -> None:
    """A name may stand on two lines: the paragraph is read as one, on its first line's number."""
    wrapped = (
        "Ministers meet over fish\n\nOn Wednesday the foreign minister of Japan, accompanied by Natsuo\n"
        "Yamaguchi and others, met his colleague in the capital to talk about\ntrade."
    )
    found = read_plain("seeds/x.txt", wrapped)
    assert "Natsuo Yamaguchi" in found.text.lines[2]
    assert found.text.lines[3:] == ("", "")
    assert len(found.text.lines) == len(wrapped.split("\n"))


def test_a_text_without_headline_says_so() -> None:
    found = read_plain("seeds/x.txt", "The ministers met. " + PROSE * 2)
    assert found.inferred["title"].rule == "first-sentence"
    assert f"{found.title} {found.body}".split() == ("The ministers met. " + PROSE * 2).split()
    assert found.text.title_line == 0


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


@pytest.mark.parametrize(
    ("first", "rest"),
    [
        (
            f"{PROSE.split(',')[0]}.",
            "U.S. Sen. J. Doe (R-Mo.) was there too. " + "It was the third of the year. " * 5,
        ),
        (
            "WASHINGTON - Sens. Kit Bond (R-Mo.) and Dr. J. Doe on Feb. 3 asked Gov. Roe to come to St. Louis for a talk.",
            "He said he would. " * 10,
        ),
        (" ".join(["word"] * 60), " ".join(["word"] * 140)),
    ],
)
def test_the_first_sentence_of_a_text_without_a_headline(first: str, rest: str) -> None:
    """Its words leave the paragraph; abbreviations end no sentence; one without an end is cut after 300 characters."""
    found = read_plain("seeds/x.txt", f"{first} {rest}")
    assert (found.title, found.body) == (first, rest.strip())
