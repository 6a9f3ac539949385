"""The date of a text: how dates are written, what is claimed, what stays provisional, and how often that is right."""

from __future__ import annotations

import gc
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.loader.dates.forms import parse_date_form
from newsgen.loader.dates.infer import Date, collect_date_evidence, infer_dates, measure_date_rules
from newsgen.loader.dates.mentions import find_day_mentions, find_mention_cue
from newsgen.loader.dates.years import KnownDates, collect_known_dates
from newsgen.loader.text import SeedText, read_data_file
from newsgen.model import PartialDate, Record
from newsgen.record.read import read_record
from tests.support.cases import read_cases
from tests.support.command import newsgen

DATA = Path(__file__).with_name("data")
TABLES = json.loads((DATA / "tables.json").read_text(encoding="utf-8"))
SENTENCE = "On Friday, Feb. 9, the senator met 12 voters of May and March 3, 2006. "
MET = "The ministers met on Wednesday, Nov. 22."
PROSE = "The ferry crossed the bay with all of its passengers, and nobody aboard had to wait for long."
AS_OF = date(2026, 11, 24)
PERIOD = (date(2004, 1, 1), date(2008, 12, 31))
NOTHING = KnownDates(AS_OF)
CORPORA = ("senate_weekday_md_dev", "senate_press_dev", "senate_fulldate_dev", "digitalgov_news")


def infer(*lines: str, file: str = "seeds/x.txt", known: KnownDates = NOTHING) -> Date:
    return collect_date_evidence(SeedText(file, ("A headline", *lines), 1), None, known).alone


def describe(year: int, month: int, day: int, weekday: int, flag: str) -> str:
    """What is known of a day as the tables write it, e.g. 0000-11-22 Wed."""
    name = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", ""][weekday]
    return " ".join(filter(None, [f"{year:04}-{month:02}-{day:02}", name, flag]))


@pytest.mark.parametrize(("text", "readings"), read_cases(DATA / "date-forms.txt"))
def test_a_date_and_nothing_else_is_read(text: str, readings: list[str]) -> None:
    """As written in some language; a date of two readings gives its year."""
    for language, _, expected in (reading.partition(": ") for reading in readings):
        form = parse_date_form(text.strip(), language)
        found = form and describe(form.year, form.month, form.day, form.weekday, "time" * form.has_time)
        assert (found or "no date") == expected


@pytest.mark.parametrize(("line", "expected"), read_cases(DATA / "date-mentions.txt"))
def test_mentions(line: str, expected: list[str]) -> None:
    """Month names need a capital and a day of the calendar; units, ranges and modal verbs are told apart."""
    found = find_day_mentions([(7, line)])
    days = [describe(m.year, m.month, m.day, m.weekday, "range" * m.is_range) for m in found]
    assert (days or ["nothing"]) == expected


@pytest.mark.parametrize(("line", "cues"), read_cases(DATA / "date-cues.txt"))
def test_cue(line: str, cues: list[str]) -> None:
    """The nearest word of the same sentence decides between what was and what will be."""
    mention = next(iter(find_day_mentions([(1, line)])))
    assert [find_mention_cue(line, mention)] == cues


@pytest.mark.parametrize("row", TABLES["years of weekdays"])
def test_the_weekday_fixes_the_year(row: list[Any]) -> None:
    """It is claimed where what is known leaves one year; otherwise the latest or nearest is a guess, with the reason."""
    as_of, period, confirmed, line, *expected = row
    first, last = map(date.fromisoformat, period or ("2000-01-01", "2000-01-01"))
    days = tuple(map(date.fromisoformat, confirmed))
    found = infer(line, known=KnownDates(date.fromisoformat(as_of), (first, last) if period else None, days))
    assert found is not None
    assert found.inference.rule == "weekday"
    assert [found.value.iso, found.inference.confidence, found.inference.because] == expected


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


def make_record(n: int, day: int) -> tuple[Record, str]:
    """A record of May whose text states a day."""
    body = f"May {day}, 2019\n\n{PROSE}\n"
    return read_record(
        f"articles/{n}.md", f"---\ntitle: A\ndate: 2019-05-{n + 1:02}\n---\n\n{body}".encode()
    ), body


@pytest.mark.parametrize(
    ("count", "wrong", "confidence"), [(19, 0, 0.93), (20, 5, 0.75), (25, 15, 0.4), (25, 0, 0.98)]
)
def test_a_rule_is_as_sure_as_it_was_right(count: int, wrong: int, confidence: float) -> None:
    texts = [make_record(n, 31 if n < wrong else n + 1) for n in range(count)]
    dates = [PartialDate(2019, 5, n + 1) for n in range(count)]
    scores = measure_date_rules(texts, collect_known_dates(AS_OF, None, dates), "en")
    known = collect_known_dates(AS_OF, None, dates, scores)
    found = collect_date_evidence(SeedText("x.txt", ("A", "June 3, 2019", PROSE), 1), None, known).alone
    assert found
    assert found.inference.confidence == confidence
    evidence = f"this was right in {count - wrong} of {count} records of this archive whose day is known"
    assert found.inference.because == (evidence if count >= 20 else "")


def test_a_guess_stays_a_guess() -> None:
    """What is known of other claims of a rule does not change a date below 0.5."""
    known = KnownDates(AS_OF, scores={f"weekday 0.{n}": (40, 40) for n in range(10)})
    text = SeedText("x.txt", ("A", f"On Wednesday, Nov. 22, {PROSE[0].lower()}{PROSE[1:]}"), 1)
    found = collect_date_evidence(text, None, known).alone
    assert found == collect_date_evidence(text, None, msgspec.structs.replace(known, scores={})).alone
    assert found
    assert found.inference.confidence == 0.4


def test_a_load_measures_the_records_of_the_archive(tmp_path: Path) -> None:
    """A day that an editor has not confirmed yet does not count."""
    for n in range(25):
        record, body = make_record(n, 31 if n < 5 else n + 1)
        inferred = "inferred: {date: {rule: date-line, evidence: x, confidence: 0.9}}\n" if n > 22 else ""
        path = tmp_path / record.path
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            f"---\ntitle: A{n}\ndate: 2019-05-{n + 1:02}\n{inferred}---\n\n{body}", encoding="utf-8"
        )
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/new.txt").write_text(f"Ferry is back\nJune 3, 2019\n\n{PROSE}\n", encoding="utf-8")
    newsgen(tmp_path, "load")
    text = (tmp_path / "articles/2019/2019-06-03-ferry-is-back.md").read_text(encoding="utf-8")
    assert "confidence: 0.78" in text
    assert "right in 18 of 23 records" in text


class Answer(msgspec.Struct, frozen=True):
    true: date
    iso: str
    confidence: float

    @property
    def claimed(self) -> bool:
        return self.confidence >= 0.5

    @property
    def exact(self) -> bool:
        return self.true.isoformat().startswith(self.iso)

    @property
    def off(self) -> int:
        return abs((date.fromisoformat(self.iso) - self.true).days)


def answers(shared: Path, corpus: str, known: KnownDates) -> Iterator[Answer]:
    file = shared / "corpora/plain" / corpus / "articles.jsonl"
    for number, row in enumerate(file.read_text(encoding="utf-8").splitlines()):
        article = json.loads(row)
        text = SeedText(f"{number:06d}.txt", tuple(article["text"].split("\n")), 1)
        found = collect_date_evidence(text, None, known).alone
        iso = found.value.iso if found else ""
        yield Answer(
            date.fromisoformat(article["date"]), iso, (found.inference.confidence or 0) if found else 0
        )


def test_with_the_period_known_the_year_is_right(shared: Path) -> None:
    """97 in 100 have the right year, and nine claims of a day in ten are within a week."""
    found = list(answers(shared, "senate_weekday_md_dev", KnownDates(AS_OF, PERIOD)))
    assert sum(a.claimed and a.iso[:4] == str(a.true.year) for a in found) >= 0.97 * len(found)
    days = [a for a in found if a.claimed and len(a.iso) == 10]
    assert len(days) >= 0.4 * len(found)
    assert sum(a.off <= 7 for a in days) >= 0.9 * len(days)


@pytest.mark.parametrize(
    ("corpus", "wrong", "claims"),
    [
        ("senate_weekday_md_dev", 0.03, 0),
        ("senate_press_dev", 0.01, 25),
        ("senate_fulldate_dev", 0.03, 100),
        ("digitalgov_news", 0.01, 0),
    ],
)
def test_with_nothing_known_few_claims_are_wrong(
    shared: Path, corpus: str, wrong: float, claims: int
) -> None:
    """Days more than a week off, and years, are rare among all; nine claims of a day in ten are within a week."""
    found = list(answers(shared, corpus, KnownDates(AS_OF)))
    days = [a for a in found if a.claimed and len(a.iso) == 10]
    assert sum(a.off > 7 for a in days) <= wrong * len(found)
    assert sum(a.claimed and a.iso[:4] != str(a.true.year) for a in found) <= wrong * len(found)
    assert len(days) >= claims
    assert sum(a.off <= 7 for a in days) >= 0.9 * len(days)


@pytest.mark.parametrize("period", [None, PERIOD])
def test_confidence_means_something(shared: Path, period: tuple[date, date] | None) -> None:
    """In every tenth of confidence with thirty claims or more, the share of right ones is within a tenth of it."""
    known = KnownDates(AS_OF, period)
    for corpus in CORPORA if period is None else CORPORA[:1]:
        count: Counter[int] = Counter()
        right: Counter[int] = Counter()
        total: Counter[int] = Counter()
        for answer in answers(shared, corpus, known):
            tenth = min(int(answer.confidence * 10), 9)
            count[tenth] += answer.claimed
            right[tenth] += answer.claimed and answer.exact
            total[tenth] += round(answer.confidence * 100) if answer.claimed else 0
        for tenth, n in count.items():
            assert n < 30 or abs(right[tenth] / n - total[tenth] / n / 100) <= 0.1, (corpus, tenth)
