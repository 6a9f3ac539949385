"""Which words are the headline, which the dek."""

from __future__ import annotations

import pytest

from newsgen.loader.structure.headline import find_headline
from newsgen.loader.structure.paragraphs import find_paragraphs

LEAD = "Ministers of both countries met in the capital on Wednesday to talk about trade and fisheries."


def found(*lines: str) -> tuple[str, str]:
    headline = find_headline(find_paragraphs(lines))
    return headline.title, headline.dek


@pytest.mark.parametrize(
    "above",
    [
        ["FOR IMMEDIATE RELEASE"], ["Press Release", "November 22, 2023"], ["BC-JAPAN-CHINA, 2nd Ld"], ["CHINA-JAPAN/TRADE"],
        ["Politics"], ["By Jane Doe"], ["Wednesday, Nov. 22, 2023"], ["2023-11-22"], ["***"], ["Contact: Jane Doe, 555-0100"],
        ["URGENT", "EXCLUSIVE:", "22 November 2023"],
    ],
)  # fmt: skip
def test_what_stands_above_a_headline_is_none(above: list[str]) -> None:
    """Slugs, release marks, kickers, dates and bylines are passed over, and stay in the body."""
    assert found(*above, "Ministers meet over fish", LEAD) == ("Ministers meet over fish", "")


@pytest.mark.parametrize(
    "title", ["BAYH WINS FIRST ROUND", "Is it a phone?", "Ferry sinks", "8 dead", "“We will”", "日本と中国"]
)
def test_the_first_line_is_the_headline(title: str) -> None:
    assert found(title, LEAD)[0] == title


def test_a_release_mark_above_prose_only_is_the_headline() -> None:
    """Where no line below looks like a headline, the first line with letters is taken."""
    assert found("PRESS RELEASE", LEAD)[0] == "PRESS RELEASE"


def test_a_text_without_headline_gets_its_first_sentence() -> None:
    """Its words leave the paragraph, the rest stays: nothing is doubled."""
    paragraph = (
        f"{LEAD} U.S. Sen. J. Doe (R-Mo.) was there too. " + "It was the third meeting of the year. " * 4
    )
    headline = find_headline(find_paragraphs([paragraph.strip()]))
    assert headline.title == LEAD
    assert f"{headline.title} {headline.rest}" == paragraph.strip()


def test_abbreviations_end_no_sentence() -> None:
    first = "WASHINGTON - Sens. Kit Bond (R-Mo.) and Dr. J. Doe on Feb. 3 asked Gov. Roe to come to St. Louis for a talk."
    headline = find_headline(find_paragraphs([f"{first} " + "He said he would. " * 10]))
    assert headline.title == first


def test_a_sentence_without_end_is_cut_at_a_word() -> None:
    words = ["word"] * 200
    headline = find_headline(find_paragraphs([" ".join(words)]))
    assert len(headline.title) <= 300
    assert f"{headline.title} {headline.rest}".split() == words


@pytest.mark.parametrize(
    "dek",
    ["Signs of stabilization after summit last week", "How a bot can help you stay accountable",
     "GSA says new rules on records will reach all agencies by the end of spring"],
)  # fmt: skip
def test_a_second_line_without_full_stop_is_the_dek(dek: str) -> None:
    assert found("Ministers meet", dek, LEAD) == ("Ministers meet", dek)


@pytest.mark.parametrize(
    "line",
    ["Two words", "It ends with a stop, as prose does.", "How We Did It", "Is this a dek or a question?", "They agreed on this:",
     "By Jane Doe and John Roe", "Nov. 22, 2023", "“Less is more” — Jane Doe", "BEIJING, Nov. 22 (Xinhua) -- Ministers met today",
     "Summary: what the new rules mean for all", "2 a.m. EDT, April 16", "“We agree,” said the minister of trade", "word " * 41,
     "He said that \"it is over.\""],
)  # fmt: skip
def test_what_is_no_dek(line: str) -> None:
    assert found("Ministers meet", line, LEAD)[1] == ""


@pytest.mark.parametrize(
    "below",
    [
        "(RMNP) of 83-year-old widow having passed both houses of it all today.",
        "and so on it went for all the days of that week, they said.",
        "Short one.",
        "No stop at the end of this long line of many words in a row",
    ],
)
def test_a_dek_stands_before_a_whole_paragraph(below: str) -> None:
    assert found("Ministers meet", "Signs of stabilization after summit last week", below)[1] == ""


def test_no_dek_without_text_below() -> None:
    assert found("Ministers meet", "Signs of stabilization after summit last week") == ("Ministers meet", "")
