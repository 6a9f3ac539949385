"""The date of a whole text: what is claimed, what stays provisional, and where nothing is said."""

from __future__ import annotations

import gc
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.loader.dates import infer_date
from newsgen.loader.text import Known, Text
from newsgen.model import Guess, PartialDate

SENTENCE = "On Friday, Feb. 9, the senator met 12 voters of May and March 3, 2006. "
AS_OF = date(2026, 11, 24)
PERIOD = (date(2004, 1, 1), date(2008, 12, 31))
NOTHING = Known(AS_OF)


def infer(
    *lines: str, file: str = "seeds/x.txt", known: Known = NOTHING, language: str = "en", dek: int = 0
) -> Guess[PartialDate] | None:
    return infer_date(Text(file, ("A headline", *lines), 1, dek, language), known)


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


def test_the_period_fixes_the_year() -> None:
    """Within 2004 to 2008, Friday 9 February was in 2007 alone."""
    found = infer("At a hearing on Friday, Feb. 9, the senator spoke.", known=Known(AS_OF, PERIOD))
    assert found is not None
    assert found.value.iso == "2007-02-09"
    assert (found.inference.confidence or 0) >= 0.5
    assert (
        found.inference.because
        == "9 February fell on a Friday in 2007 alone of 2004 to 2008, the archive's period"
    )


def test_several_fitting_years_of_a_period_leave_a_guess() -> None:
    """29 September was a Thursday in 2022, 2016 and before: with a period as with none the latest is provisional."""
    line = "The two sides signed a joint statement in Beijing on Thursday, Sept. 29."
    found = infer(line, known=Known(AS_OF, (date(1972, 1, 1), date(2023, 12, 31))))
    assert found is not None
    assert found.value.iso == "2022-09-29"
    assert found.inference.confidence == 0.4
    assert found.inference.alternatives == ("2016-09-29",)


def test_one_record_excludes_no_year_and_settles_none() -> None:
    """A sample dated today neither undates a text nor makes a claim of a guess."""
    for line in ("The ministers met on Wednesday, Nov. 22.", "The envoys met on Monday, July 4."):
        found = infer(line, known=Known(AS_OF, None, (AS_OF,)))
        assert found is not None
        assert 0.3 <= (found.inference.confidence or 0) < 0.5


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


def test_days_ahead_give_the_year_alone() -> None:
    """What is announced for a Monday in August was written in that year, on a day the text does not tell."""
    found = infer("The hearing will be held on Monday, August 23.", known=Known(AS_OF, PERIOD))
    assert found is not None
    assert (found.value.iso, found.inference.rule) == ("2004", "weekdays")


def test_other_records_give_a_period() -> None:
    """Stated or confirmed dates of other records fix a year, at less confidence than a period that was given."""
    line = "At a hearing on Friday, Feb. 9, the senator spoke."
    confirmed = (date(2005, 3, 1), date(2006, 5, 1), date(2007, 9, 1))
    found, given_period = (
        infer(line, known=Known(AS_OF, None, confirmed)),
        infer(line, known=Known(AS_OF, PERIOD)),
    )
    assert found is not None
    assert given_period is not None
    assert found.value.iso == "2007-02-09"
    assert 0.5 <= (found.inference.confidence or 0) < (given_period.inference.confidence or 0)


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


def test_a_shared_date_leaves_the_guess_provisional() -> None:
    """The day that a whole collection states may be the day of collecting it."""
    shared = frozenset((PartialDate(2023, 11, 22),))
    found = infer_date(Text("x.txt", ("A headline", "November 22, 2023"), 1), NOTHING, shared)
    assert found is not None
    assert (found.inference.confidence or 1) < 0.5


def test_english_cues_fire_in_english_alone() -> None:
    """A text in another language is dated by its date lines and datelines, never by English words."""
    line = "The deal takes effect today, June 29, 2004."
    assert infer(line, language="nl") is None
    found = infer("22. November 2023", language="de")
    assert found is not None
    assert found.value.iso == "2023-11-22"


def test_the_reference_seed(shared: Path) -> None:
    """Alone, the reference seed is of 22 November 2023, provisionally, with evidence, reason and alternative."""
    lines = (shared / "seeds/000_af86e90db8e8e466.txt").read_text(encoding="utf-8").split("\n")
    found = infer_date(Text("seeds/000_af86e90db8e8e466.txt", tuple(lines), 1, 2), NOTHING)
    assert found is not None
    assert found.value.iso == "2023-11-22"
    assert found.inference.confidence == 0.4
    assert found.inference.rule == "weekday"
    assert found.inference.evidence == 'line 4: "On Wednesday, Nov. 22"'
    assert found.inference.because == "22 November fell on a Wednesday in 2023, 2017, 2006, 2000"
    assert found.inference.alternatives == ("2017-11-22",)


def test_nothing_is_claimed_after_as_of() -> None:
    """With an earlier bound the same weekday falls on the latest year before it."""
    lines = ("On Wednesday, Nov. 22, the ministers met.",)
    found = infer(*lines, known=Known(date(2023, 11, 21)))
    assert found is not None
    assert found.value.iso == "2017-11-22"
    assert infer("November 22, 2023", known=Known(date(2023, 11, 21))) is None


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
    found = infer_date(Text("x.txt", tuple(lines), 1, 0, language), Known(as_of, period, confirmed))
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
        infer_date(long, Known(AS_OF, PERIOD))
    finally:
        sys.setprofile(None)
        gc.enable()
    return calls
