"""A bare text to title, dek and body, with what was inferred on the way."""

from __future__ import annotations

import pytest

from newsgen.loader.structure.read import read_markdown_structure, read_plain_structure

PROSE = (
    "The ministers of both countries met on Wednesday in the capital to talk about trade, and agreed to meet again. "
    * 2
)


def test_what_is_unsure_is_suggested_with_its_lines() -> None:
    found = read_plain_structure(
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
    found = read_plain_structure("seeds/x.txt", wrapped)
    assert "Natsuo Yamaguchi" in found.text.lines[2]
    assert found.text.lines[3:] == ("", "")
    assert len(found.text.lines) == len(wrapped.split("\n"))


def test_rules_read_without_marks() -> None:
    found = read_markdown_structure(
        "seeds/x.md",
        "# Head\n\n**Xi Jinping** met [Kishida](https://a.example) in `Tokyo`, snake_case _yes_.",
    )
    assert found.text.lines[2] == "Xi Jinping met Kishida in Tokyo, snake_case yes."
    assert found.text.title_line == 1


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            PROSE.split(",")[0],
            f"{PROSE.split(',')[0]}. U.S. Sen. J. Doe (R-Mo.) was there too. "
            + "It was the third of the year. " * 5,
        ),
        (
            "Sens. Kit Bond (R-Mo.) and Dr. J. Doe on Feb. 3 asked Gov. Roe to come to St. Louis for a talk",
            "WASHINGTON - Sens. Kit Bond (R-Mo.) and Dr. J. Doe on Feb. 3 asked Gov. Roe to come to St. Louis for a talk. "
            + "He said he would. " * 10,
        ),
        (" ".join(["word"] * 28), " ".join(["word"] * 200)),
    ],
)
def test_the_title_of_a_text_without_a_headline(title: str, text: str) -> None:
    """It is the first sentence, which stays in the text; abbreviations end no sentence; a long one is cut."""
    found = read_plain_structure("seeds/x.txt", text)
    assert (found.title, found.body) == (title, text.strip())
    assert found.inferred["title"].rule == "first-sentence"
