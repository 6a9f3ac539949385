"""Which words are the headline, which the dek."""

from __future__ import annotations

import pytest

from newsgen.loader.structure.headline import (
    HEADING_CONFIDENCE,
    authors_of,
    find_dateline,
    find_headings,
    find_headline,
    is_opener,
)
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


PROSE = (
    "The ministers of both countries met on Wednesday in the capital to talk about trade, and agreed to meet again. "
    * 2
)


def written(*lines: str) -> list[str]:
    paragraphs = find_paragraphs(lines)
    return [paragraphs[i].text for i, sure in find_headings(paragraphs).items() if sure >= HEADING_CONFIDENCE]


@pytest.mark.parametrize(
    "line",
    [
        "What Comes Next",
        "BACKGROUND",
        "2. The Harbour",
        "What Is It?",
        "Trade and Fish",
        "A look at the past",
    ],
)
def test_a_short_line_between_paragraphs(line: str) -> None:
    assert written("Head", PROSE, line, PROSE) == [line]


@pytest.mark.parametrize(
    "line",
    ["It is over.", "Q", "###", "-30-", "MR. DOE:", "By Jane Doe", "jane@a.example", "https://a.example/x", "Nov. 22, 2023",
     "Press Secretary: Jane Doe", "“We Agree”", "and so on", "A Very Long Line of Words That No Editor Would Put Above a Text"],
)  # fmt: skip
def test_what_is_no_sub_head(line: str) -> None:
    assert written("Head", PROSE, line, PROSE) == []


def test_items_of_a_list_are_none() -> None:
    assert written("Head", PROSE, "Osaka", "Kobe", "Nara", PROSE) == []
    assert (
        written(
            "Head",
            "These towns were hit by the storm, the ministry of transport said on Friday:",
            "Osaka City",
            PROSE,
        )
        == []
    )


def test_the_last_line_is_none() -> None:
    assert written("Head", PROSE, "Jane Doe") == []


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("BY JANE DOE", ("Jane Doe",)),
        ("By: Jane Q. Doe and John Roe, Staff Writers", ("Jane Q. Doe", "John Roe")),
        ("By Jane Doe, John Roe and Ann Poe", ("Jane Doe", "John Roe", "Ann Poe")),
        ("By Jane Doe | Associated Press", ("Jane Doe",)),
        ("By Jane Doe in Tokyo", ("Jane Doe",)),
        ("By Ludwig van der Berg", ("Ludwig van der Berg",)),
        ("By the end of the year", ()),
        ("By Friday it was over.", ()),
        ("By the Archive Desk", ("The Archive Desk",)),
        ("By Staff Writers", ()),
        ("By 2030", ()),
        ("Bydgoszcz", ()),
        ("By " + "Jane Doe and " * 20, ()),
    ],
)
def test_bylines(line: str, names: tuple[str, ...]) -> None:
    assert authors_of(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "Ministers meet over fish",
        "Politics is local",
        "US-China talks resume",
        "May 2024 be better",
        "Breaking the ice",
    ],
)
def test_headlines_are_no_openers(line: str) -> None:
    assert not is_opener(line)


@pytest.mark.parametrize(
    ("line", "place", "source"),
    [
        ("BEIJING, Nov. 22 (Xinhua) -- Ministers met.", "BEIJING", "Xinhua"),
        ("BEIJING, Nov. 22 (Xinhua) — Ministers met.", "BEIJING", "Xinhua"),
        ("TOKYO (AP) - Ministers met.", "TOKYO", "AP"),
        ("SAN FRANCISCO, Nov 15 (Reuters) - Ministers met.", "SAN FRANCISCO", "Reuters"),
        ("WASHINGTON, D.C. -- Ministers met.", "WASHINGTON", None),
        ("ST. LOUIS, Mo. – Ministers met.", "ST. LOUIS", None),
        ("WASHINGTON (Tuesday, Jan. 30) – Ministers met.", None, None),
        ("PARIS, 3 March 2004 (AFP) – Ministers met.", "PARIS", "AFP"),
    ],
)
def test_datelines(line: str, place: str | None, source: str | None) -> None:
    found = find_dateline([(3, line)])
    assert (found.place if found else None) == place
    assert (found.source.value if found and found.source else None) == source
    if found and found.source:
        assert found.source.inference.evidence == f'line 3: "{found.quote}"'


@pytest.mark.parametrize(
    "line",
    [
        "Ministers met -- and left.",
        "THE END",
        "NASA - the agency - said",
        "UPDATE (AP) -- more",
        "A: yes",
        "US-China talks",
    ],
)
def test_other_lines(line: str) -> None:
    assert find_dateline([(1, line)]) is None
