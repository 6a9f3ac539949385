"""The date of a text: what is claimed, what stays provisional, and where nothing is said."""

from __future__ import annotations

import gc
import json
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.loader.dates.infer import Date, collect_date_evidence, infer_dates
from newsgen.loader.dates.years import KnownDates, collect_known_dates
from newsgen.loader.text import SeedText, read_data_file
from newsgen.model import PartialDate

TABLES = json.loads((Path(__file__).parent / "data" / "tables.json").read_text(encoding="utf-8"))
SENTENCE = "On Friday, Feb. 9, the senator met 12 voters of May and March 3, 2006. "
AS_OF = date(2026, 11, 24)
PERIOD = (date(2004, 1, 1), date(2008, 12, 31))
NOTHING = KnownDates(AS_OF)


def infer(
    *lines: str, file: str = "seeds/x.txt", known: KnownDates = NOTHING, language: str = "en", dek: int = 0
) -> Date:
    return collect_date_evidence(SeedText(file, ("A headline", *lines), 1, dek, language), None, known).alone


def summary(found: Date) -> tuple[str, str, float] | None:
    """The date, its rule and its confidence."""
    return (found.value.iso, found.inference.rule, found.inference.confidence or 0) if found else None


MET = "The ministers met on Wednesday, Nov. 22."


@pytest.mark.parametrize(
    ("as_of", "period", "confirmed", "line", "iso", "confidence", "because"), TABLES["years of weekdays"]
)
def test_the_weekday_fixes_the_year(
    as_of: str,
    period: list[str] | None,
    confirmed: list[str],
    line: str,
    iso: str,
    confidence: float,
    because: str,
) -> None:
    """It is claimed where what is known leaves one year; otherwise the latest or nearest is a guess, with the reason."""
    first, last = map(date.fromisoformat, period or ("2000-01-01", "2000-01-01"))
    known = KnownDates(
        date.fromisoformat(as_of),
        (first, last) if period else None,
        tuple(map(date.fromisoformat, confirmed)),
    )
    found = infer(line, known=known)
    assert found is not None
    assert summary(found) == (iso, "weekday", confidence)
    assert found.inference.because == because


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


def dates_of(*articles: tuple[str, str, object]) -> list[Date]:
    known = collect_known_dates(AS_OF, None, ())
    read = [
        collect_date_evidence(SeedText(file, ("A headline", *text.split("\n")), 1), stated, known)
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
    assert collect_known_dates(AS_OF, None, dates).confirmed == (date(2005, 2, 1), date(2006, 5, 3))


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
    found = collect_date_evidence(
        SeedText("x.txt", tuple(lines), 1, 0, language), None, KnownDates(as_of, period, confirmed)
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
    long = SeedText("x.txt", ("A headline", *lines), 1)
    calls = 0

    def count(_frame: object, event: str, _: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    gc.disable()  # what a library has done at a collection would be counted
    sys.setprofile(count)
    try:
        collect_date_evidence(long, None, KnownDates(AS_OF, PERIOD))
    finally:
        sys.setprofile(None)
        gc.enable()
    return calls


def test_the_table_of_offices_is_sound() -> None:
    """Terms begin before they end, stand in order, and hardly overlap where an office has one holder."""
    shared_offices = {("European", "president"), ("Congolese", "president")}
    last: dict[tuple[str, str], tuple[date, date]] = {}
    for row in read_data_file("offices.tsv").splitlines()[1:]:
        country, office, _, first, *end = row.split("\t")
        term = PartialDate.parse(first).first_day, PartialDate.parse(end[0]).last_day if end else date.max
        assert term[0] <= term[1], row
        before = last.get((country, office), (date.min, date.min))
        assert before[0] <= term[0], row
        assert (country, office) in shared_offices or (before[1] - term[0]).days < 120, row
        last[country, office] = term
