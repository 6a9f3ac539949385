"""The date of a text: what is claimed, what stays provisional, and where nothing is said."""

from __future__ import annotations

import gc
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.loader.dates import Date, Known, infer_dates, known_dates, read_date
from newsgen.loader.dates.rules import date_of_file
from newsgen.loader.text import Text
from newsgen.model import PartialDate

SENTENCE = "On Friday, Feb. 9, the senator met 12 voters of May and March 3, 2006. "
AS_OF = date(2026, 11, 24)
PERIOD = (date(2004, 1, 1), date(2008, 12, 31))
NOTHING = Known(AS_OF)


def infer(
    *lines: str, file: str = "seeds/x.txt", known: Known = NOTHING, language: str = "en", dek: int = 0
) -> Date:
    return read_date(Text(file, ("A headline", *lines), 1, dek, language), None, known).alone


def summary(found: Date) -> tuple[str, str, float] | None:
    """The date, its rule and its confidence."""
    return (found.value.iso, found.inference.rule, found.inference.confidence or 0) if found else None


CLAIMED = [
    (("Wednesday, November 22, 2023",), "2023-11-22", "date-line"),
    (("2023-11-22",), "2023-11-22", "date-line"),
    (("Nov. 22nd, 2023",), "2023-11-22", "date-line"),
    (("29 February 2024",), "2024-02-29", "date-line"),
    (("11/22/2005",), "2005-11-22", "date-line"),
    (("November 2023", "The newsletter of the month."), "2023-11", "date-line"),
    (("By Jane Doe | November 22, 2023",), "2023-11-22", "byline"),
    (("By Jane Doe, Nov. 22, 2023",), "2023-11-22", "byline"),
    (("Posted by the editors on November 22, 2023 at 9:00 am",), "2023-11-22", "byline"),
    (("FOR IMMEDIATE RELEASE", "Contact: Jo Smith", "November 22, 2023"), "2023-11-22", "release"),
    (("WASHINGTON, Nov. 22, 2023 — The council met.",), "2023-11-22", "dateline"),
    (("MADRID, 22 nov 2023 (EFE).- El presidente.",), "2023-11-22", "dateline"),
    (("The deal takes effect today, June 29, 2004.",), "2004-06-29", "dated-lead"),
    (("The council will vote tomorrow, Friday, Dec. 1, 2023.",), "2023-11-30", "dated-lead"),
    (("Prices fell yesterday, March 4, 2008, the bank said.",), "2008-03-05", "dated-lead"),
    (("The mayor spoke to voters on Thursday, March 29, 2007, in Omaha.",), "2007-03-29", "dated-lead"),
]


@pytest.mark.parametrize(("lines", "expected", "rule"), CLAIMED)
def test_what_a_text_states_is_claimed(lines: tuple[str, ...], expected: str, rule: str) -> None:
    """A date line, release line, byline, dateline, or 'today' with a date is claimed, without any other knowledge."""
    found = infer(*lines)
    assert found is not None
    assert (found.value.iso, found.inference.rule) == (expected, rule)
    assert (found.inference.confidence or 0) >= 0.5


NOT_A_DAY = [
    "The law was signed on December 3, 2003, and changed much.",
    "We mark the anniversary of September 11, 2001.",
    "On September 11th the nation was attacked.",
    "Fifteen years ago today, on February 5, 1993, the act was signed.",
    "It was the 30th meeting of the leaders.",
    "The deadline for applications is November 1, 2004.",
    "He will meet voters on Friday, Dec. 1.",
    "She is scheduled to testify Wednesday, July 20.",
    "The fair, to be held on Monday, August 23, is free.",
    "He had planned to visit from Aug. 28-30.",
    "In fiscal year 2007 the agency spent less.",
    "We may 12 times a year march 5 miles.",
    "Sen. May 12 times asked for it.",
    "Sales rose in May 20 percent.",
    "03/04/05",
    "Fri",
    "December 1, 2030",
    "31 November 2023",
    "WHEN: Tuesday, April 17, 2007",
]


@pytest.mark.parametrize("line", NOT_A_DAY)
def test_history_and_what_lies_ahead_date_nothing(line: str) -> None:
    """Full dates in running text, anniversaries, ordinals, ranges, plans and impossible days are never the date."""
    assert infer(line) is None


def test_a_numeric_date_of_two_readings_gives_its_year() -> None:
    """03/04/2005 is March or April: only the year is claimed."""
    found = infer("03/04/2005")
    assert found is not None
    assert found.value == PartialDate(2005)


def test_a_schedule_is_no_date_line() -> None:
    """Days over lists of hours lie ahead; they are not when the text was written."""
    intro = (
        "The senator today announced his plans to visit five counties, and the media may cover the visits."
    )
    for hours in ("8:00 AM Chamber of Commerce", "9:00-10:00 am", "9 to 10 a.m. Hall"):
        assert infer(intro, "Tuesday, August 23, 2005", hours, "Hall") is None


def test_the_letter_of_today_is_claimed_and_an_older_one_is_not() -> None:
    """A letter quoted under 'today sent' has the text's day; one that the text calls by its date has not."""
    lead = "The senator today sent a letter to the secretary, asking him to look at the new rule and to change it."
    led = "The text of the letter follows:"
    found = infer(lead, led, "August 21, 2007", "The Honorable Jo Smith", "Dear Mr. Smith:")
    assert found is not None
    assert (found.value.iso, found.inference.rule) == ("2007-08-21", "letter")
    old = "A copy of the August 21 letter is below."
    assert infer(lead, old, "August 21, 2007", "The Honorable Jo Smith") is not None
    assert (
        infer(
            lead + " " + old + " It has been read by many, and it was answered by no one.",
            led,
            "August 21, 2007",
            "The Honorable Jo Smith",
        )
        is None
    )


def test_a_letter_without_today_gives_its_month() -> None:
    """A letter is dated days before the text that quotes it, so only the month is claimed."""
    lead = "The senator asked the secretary in a letter to look at the new rule and to change it before long, please."
    found = infer(lead, "The text of the letter follows:", "August 8, 2007", "The Honorable Jo Smith")
    assert found is not None
    assert (found.value.iso, found.inference.alternatives) == ("2007-08", ("2007-08-08",))


def test_a_weekday_that_contradicts_lowers_confidence() -> None:
    """22 November 2023 was a Wednesday; 'Thursday' beside it casts doubt, and the record says so."""
    right, wrong = infer("Wednesday, November 22, 2023"), infer("Thursday, November 22, 2023")
    assert right is not None
    assert wrong is not None
    assert (wrong.inference.confidence or 0) < (right.inference.confidence or 0) - 0.3
    assert wrong.inference.because == "2023-11-22 was no Thursday"


def test_a_date_in_the_headline_is_a_guess() -> None:
    """A headline that ends in a full date may tell what the text is about; one that is a date states it."""
    for headline, expected in (
        ("Press Briefing, November 22, 2023", ("2023-11-22", "title", 0.45)),
        ("November 22, 2023", ("2023-11-22", "date-line", 0.93)),
        ("Wednesday, November 22", None),
    ):
        found = read_date(Text("x.txt", (headline, "Some text."), 1), None, NOTHING).alone
        assert summary(found) == expected


YEAR = (date(2023, 1, 1), date(2023, 12, 31))
MET = "The ministers met on Wednesday, Nov. 22."
LATEST = "22 November fell on a Wednesday in 2023, 2017, 2006, 2000"
WEEKDAY = [
    (Known(AS_OF), MET, "2023-11-22", 0.4, LATEST),
    (
        Known(date(2023, 11, 21)),
        MET,
        "2017-11-22",
        0.4,
        "22 November fell on a Wednesday in 2017, 2006, 2000, 1995",
    ),
    (
        Known(AS_OF, YEAR),
        MET,
        "2023-11-22",
        0.86,
        "22 November fell on a Wednesday in 2023, the one year of the archive's period",
    ),
    (
        Known(AS_OF, PERIOD),
        "He spoke on Friday, Feb. 9.",
        "2007-02-09",
        0.86,
        "9 February fell on a Friday in 2007 alone of 2004 to 2008, the archive's period",
    ),
    (
        Known(AS_OF, (date(1972, 1, 1), date(2023, 12, 31))),
        "They signed it on Thursday, Sept. 29.",
        "2022-09-29",
        0.4,
        "29 September fell on a Thursday in 2022, 2016, 2011, 2005 of 1972 to 2023, the archive's period",
    ),
    (Known(AS_OF, None, (AS_OF,)), MET, "2023-11-22", 0.45, LATEST + "; other records lie near 2023"),
    (
        Known(AS_OF, None, (date(2007, 1, 1), date(2008, 1, 1))),
        MET,
        "2006-11-22",
        0.45,
        "22 November fell on a Wednesday in 2023, 2017, 2006, 2000; other records lie near 2006",
    ),
    (
        Known(AS_OF, None, (date(2013, 1, 1),) * 3),
        MET,
        "2017-11-22",
        0.4,
        "22 November fell on a Wednesday in 2023, 2017, 2006, 2000, outside the span that other records suggest",
    ),
    (
        Known(AS_OF, None, (date(2023, 1, 1),) * 3),
        MET,
        "2023-11-22",
        0.77,
        "22 November fell on a Wednesday in 2023 alone of 2021 to 2024, the span that other records suggest",
    ),
    (
        Known(AS_OF, (date(2000, 1, 1), date(2013, 1, 1))),
        "He spoke on Thursday, March 1, and on Monday, February 27.",
        "2012-03-01",
        0.86,
        "1 March fell on a Thursday in 2012, 2007, 2001 of 2000 to 2013, the archive's period; 1 other weekday agrees",
    ),
    (
        Known(AS_OF, PERIOD),
        "He spoke on Saturday, December 30, and on Tuesday, January 2.",
        "2007-01-02",
        0.86,
        "2 January fell on a Tuesday in 2007 alone of 2004 to 2008, the archive's period; 1 other weekday agrees",
    ),
]


@pytest.mark.parametrize(("known", "line", "iso", "confidence", "because"), WEEKDAY)
def test_the_weekday_fixes_the_year(
    known: Known, line: str, iso: str, confidence: float, because: str
) -> None:
    """It is claimed where what is known leaves one year; otherwise the latest or nearest is a guess, with the reason."""
    found = infer(line, known=known)
    assert found is not None
    assert summary(found) == (iso, "weekday", confidence)
    assert found.inference.because == because


PROSE = [
    (("He spoke on Saturday, Feb. 10, in Omaha.",), ("2007-02-10", "weekday", 0.5)),
    (("The council met on Feb. 9.",), None),
    (("He speaks tomorrow, Friday, Feb. 9.",), ("2007-02-08", "weekday", 0.85)),
    (("He will speak on Monday, August 23.",), ("2004", "weekdays", 0.97)),
    (("He spoke on Sunday, Feb. 9, in Omaha.",), None),
    (("One.", "Two.", "He spoke on Friday, Feb. 9, in Omaha."), ("2007-02", "weekdays", 0.85)),
    (("One.", "Two.", "He spoke on Friday, Feb. 23, in Omaha."), ("2007", "weekdays", 0.97)),
    (("Dates: Thursday, July 1; Wednesday, August 11; Wednesday, August 1.",), ("2004", "weekdays", 0.97)),
    (("He will speak on Friday, January 6.",), ("2006", "weekdays", 0.7)),
    (("He spoke from Friday, Feb. 9-11.",), ("2007", "weekdays", 0.97)),
    (("May 5, 2001",), ("2001-05-05", "date-line", 0.79)),
]


@pytest.mark.parametrize(("lines", "expected"), PROSE)
def test_days_in_prose_within_a_period(
    lines: tuple[str, ...], expected: tuple[str, str, float] | None
) -> None:
    """The lead's past weekday is claimed; of a later or a coming day only the month or year."""
    assert summary(infer(*lines, known=Known(AS_OF, PERIOD))) == expected


DATELINES = [
    (NOTHING, "met.", None),
    (Known(AS_OF, (date(2023, 1, 1), date(2023, 12, 31))), "met.", ("2023-11-22", 0.9)),
    (Known(AS_OF, (date(2019, 1, 1), date(2024, 12, 31))), "met.", ("2024-11-22", 0.3)),
    (Known(AS_OF, (date(2019, 1, 1), date(2024, 12, 31))), "met on Tuesday, Nov. 21.", ("2023-11-22", 0.9)),
    (NOTHING, "met on Tuesday, Nov. 21.", ("2023-11-22", 0.4)),
    (NOTHING, "met on Wednesday, Nov. 22.", ("2023-11-22", 0.4)),
]


@pytest.mark.parametrize(("known", "rest", "expected"), DATELINES)
def test_a_dateline_without_weekday_and_year(
    known: Known, rest: str, expected: tuple[str, float] | None
) -> None:
    """It is claimed where the period or the text's weekdays leave one year, a guess or nothing elsewhere."""
    found = infer(f"BEIJING, Nov. 22 (Xinhua) — The ministers {rest}", known=known)
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert found.value.iso == expected[0]
        assert abs((found.inference.confidence or 0) - expected[1]) <= 0.09


@pytest.mark.parametrize(
    ("lines", "language", "known"),
    [
        (("The deal takes effect today, June 29, 2004.",), "nl", NOTHING),
        (("November 22, 2023",), "en", Known(date(2023, 11, 21))),
        ((*("A line",) * 60, "November 22, 2023"), "en", NOTHING),
    ],
)
def test_what_is_not_looked_at(lines: tuple[str, ...], language: str, known: Known) -> None:
    """English words in another language, days after `as_of`, far lines."""
    assert infer(*lines, language=language, known=known) is None


def test_the_file_name_comes_first_and_a_contradiction_shows() -> None:
    """A date in the file's name wins over the text's; if they are far apart both are shown, at less confidence."""
    alone = infer("A text.", file="seeds/2023-11-22-x.txt")
    both = infer("November 22, 2023", file="seeds/2023-11-22-x.txt")
    apart = infer("March 1, 2019", file="seeds/2023-11-22-x.txt")
    assert alone is not None
    assert both is not None
    assert apart is not None
    assert alone.value == both.value == apart.value == PartialDate(2023, 11, 22)
    assert (
        (both.inference.confidence or 0)
        > (alone.inference.confidence or 0)
        > (apart.inference.confidence or 0)
    )
    assert apart.inference.alternatives == ("2019-03-01",)


@pytest.mark.parametrize(
    ("path", "iso"),
    [
        ("seeds/2023-11-22-x.txt", "2023-11-22"),
        ("seeds/x-2023-11-22.txt", "2023-11-22"),
        ("seeds/2023_11_22.txt", "2023-11-22"),
        ("seeds/20231122_x.txt", "2023-11-22"),
        ("seeds/22Nov2023x.txt", "2023-11-22"),
        ("seeds/8-march-2007.txt", "2007-03-08"),
        ("seeds/2023_11.txt", "2023-11"),
        ("seeds/2023/11/22/x.txt", "2023-11-22"),
        ("seeds/2023/11/x.txt", "2023-11"),
        ("export.zip#posts/2019-05-01-hello.md", "2019-05-01"),
        ("seeds/2019-05-01 Story #1.txt", "2019-05-01"),
        ("seeds/000_af86e90db8e8e466.txt", None),
        ("seeds/000123.txt", None),
        ("seeds/20231399.txt", None),
        ("seeds/202311.txt", None),
        ("seeds/a20231122b.txt", None),
        ("seeds/1234567890.txt", None),
        ("seeds/2023-02-29.txt", None),
        ("seeds/2030-01-01.txt", "2030-01-01"),
        ("seeds/2030/01/02/x.txt", "2030-01-02"),
        ("seeds/2030-01-x.txt", None),
        ("seeds/2030/01/x.txt", None),
        ("seeds/2023-11-22-33.txt", "2023-11-22"),
        ("seeds/1066-10-14.txt", None),
    ],
)
def test_dates_in_file_names(path: str, iso: str | None) -> None:
    """Days and months are read; a day ahead is an embargo. Hashes, serial numbers, impossible days and months ahead are not."""
    found = date_of_file(path, AS_OF)
    assert (found.iso if found else None) == iso


def dates_of(*articles: tuple[str, str, object]) -> list[Date]:
    known = known_dates(AS_OF, None, ())
    read = [
        read_date(Text(file, ("A headline", *text.split("\n")), 1), stated, known)
        for file, text, stated in articles
    ]
    return infer_dates(read, known)


def years(*articles: tuple[str, str, object]) -> list[int | None]:
    return [date.value.year if date else None for date in dates_of(*articles)]


def test_stated_dates_of_a_run_fix_the_years_of_others() -> None:
    """By file name or by front matter; in any order."""
    named = [(f"2006-{month:02d}-07-x.txt", "Text.", None) for month in range(1, 13)]
    stated = [("y.txt", "Text.", PartialDate(2006, month, 7)) for month in range(1, 13)]
    story = ("x.txt", MET, None)
    assert years(story) == [2023]
    assert years(story, *named)[0] == 2006
    assert years(*named, story)[-1] == 2006
    assert years(*stated, story)[-1] == 2006
    assert years(("2006-01-07-x.txt", "Text.", PartialDate(2020))) == [None]


@pytest.mark.parametrize(
    ("count", "others", "is_claimed"), [(30, 0, False), (20, 20, False), (19, 0, True), (20, 41, True)]
)
def test_a_day_that_a_whole_collection_states_is_no_date(count: int, others: int, is_claimed: bool) -> None:
    """A scrape writes the day of scraping on every text: on twenty at least, and on half of all."""
    texts: list[tuple[str, str, object]] = [("x.txt", "November 20, 2026", None)] * count
    texts += [("x.txt", f"March {n % 28 + 1}, {1980 + n}", None) for n in range(others)]
    found = dates_of(*texts)[0]
    assert (found is not None and (found.inference.confidence or 0) >= 0.5) is is_claimed


def test_dates_of_records_are_known() -> None:
    """Days that have been, sorted."""
    dates = [PartialDate(2006, 5, 3), PartialDate(2005), PartialDate(2005, 2, 1), PartialDate(2030, 1, 1)]
    assert known_dates(AS_OF, None, dates).confirmed == (date(2005, 2, 1), date(2006, 5, 3))


def test_the_reference_seed(shared: Path) -> None:
    """Alone, the reference seed is of 22 November 2023, provisionally, with evidence, reason and alternative."""
    lines = (shared / "seeds/000_af86e90db8e8e466.txt").read_text(encoding="utf-8").split("\n")
    found = read_date(Text("seeds/000_af86e90db8e8e466.txt", tuple(lines), 1, 2), None, NOTHING).alone
    assert found is not None
    assert found.value.iso == "2023-11-22"
    assert found.inference.confidence == 0.4
    assert found.inference.rule == "weekday"
    assert found.inference.evidence == 'line 4: "On Wednesday, Nov. 22"'
    assert found.inference.because == "22 November fell on a Wednesday in 2023, 2017, 2006, 2000"
    assert found.inference.alternatives == ("2017-11-22",)


FRAGMENTS = (
    "On Friday, Feb. 9, |today, |tomorrow (May 31) |29 Feb |2023|年11月|日|— |By |\t|Dec. 31, 1999|31 November|9/11|"
    "FOR IMMEDIATE RELEASE|Dear Sir:|٢٢|²|When: |Sept. 11|00/00/0000|9999-12-31"
)


@given(
    st.lists(
        st.lists(st.one_of(st.sampled_from(FRAGMENTS.split("|")), st.text(max_size=8)), max_size=8).map(
            "".join
        ),
        max_size=12,
    ),
    st.sampled_from(["en", "de", "ja", ""]),
    st.dates(date(1, 1, 1), date(9999, 12, 31)),
    st.one_of(st.none(), st.tuples(st.dates(), st.dates())),
    st.lists(st.dates(), max_size=4).map(lambda days: tuple(sorted(days))),
)
def test_no_text_breaks_it(
    lines: list[str],
    language: str,
    as_of: date,
    period: tuple[date, date] | None,
    confirmed: tuple[date, ...],
) -> None:
    """Whatever the text and whatever is known, the answer is a day of the calendar up to `as_of`, or nothing."""
    found = read_date(
        Text("x.txt", tuple(lines), 1, 0, language), None, Known(as_of, period, confirmed)
    ).alone
    if found is not None:
        assert PartialDate.parse(found.value.iso) == found.value
        assert found.value.first_day <= as_of
        assert 0 < (found.inference.confidence or 0) <= 1


@pytest.mark.parametrize(
    ("text", "separator"),
    [(SENTENCE, None), (SENTENCE, ". "), ("\n", "\n")],
    ids=["one line", "many", "blank"],
)
def test_ten_megabytes_cost_no_more_than_their_head(text: str, separator: str | None) -> None:
    """Only the head of a text is read, so that its length does not count."""
    assert _calls(text * 140_000, separator) == _calls(text * 14_000, separator)


def _calls(text: str, separator: str | None) -> int:
    """Functions that are called to infer the date of a text."""
    lines = text.split(separator) if separator else (text,)
    long = Text("x.txt", ("A headline", *lines), 1)
    calls = 0

    def count(_frame: object, event: str, _: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    gc.disable()  # what a library has done at a collection would be counted
    sys.setprofile(count)
    try:
        read_date(long, None, Known(AS_OF, PERIOD))
    finally:
        sys.setprofile(None)
        gc.enable()
    return calls
