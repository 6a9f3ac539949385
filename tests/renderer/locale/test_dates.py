"""Promises of dates and numbers in words."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from pathlib import Path

import pytest
from babel.dates import format_date, format_skeleton
from babel.localedata import locale_identifiers
from markupsafe import Markup

from newsgen.model import PartialDate
from newsgen.renderer.locale import dates

TABLES = json.loads(Path(__file__).with_name("tables.json").read_text(encoding="utf-8"))
DAY, MONTH, YEAR = PartialDate(2023, 11, 22), PartialDate(2023, 11), PartialDate(2023)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (dates.long_date, ["November 22, 2023", "November 2023", "2023"]),
        (dates.medium_date, ["Nov 22, 2023", "Nov 2023", "2023"]),
        (dates.short_month_day, ["Nov 22", "Nov", "2023"]),
        (dates.weekday, ["Wednesday", "", ""]),
    ],
)
def test_no_date_is_more_precise_in_words_than_it_is(function: object, words: list[str]) -> None:
    """A month is never written with a day, nor a year with a month."""
    assert callable(function)
    assert [function(date, "en") for date in (DAY, MONTH, YEAR)] == words


@pytest.mark.parametrize(
    ("style", "words"), [("short", "Nov 22"), ("medium", "Nov 22, 2023"), ("long", "November 22, 2023")]
)
def test_a_date_is_an_element_in_three_styles(style: str, words: str) -> None:
    """Machines read the date as precise as it is; a template may show it without escaping it again."""
    assert dates.time_element(DAY, style, "en") == Markup(f'<time datetime="2023-11-22">{words}</time>')
    assert dates.time_element(PartialDate(2023, time="<&>"), style, "en").startswith(
        '<time datetime="2023T&lt;&amp;&gt;">2023</time>'
    )


@pytest.mark.parametrize(("language", "words"), TABLES["long dates"].items())
def test_dates_are_written_as_the_language_does(language: str, words: str) -> None:
    """What babel does not know is written as in English."""
    assert dates.long_date(DAY, language) == words


def test_every_locale_can_write_every_kind_of_date() -> None:
    """No language of babel's lacks a form that pages need."""
    for locale in locale_identifiers():
        language = locale.replace("_", "-")
        for function in (dates.long_date, dates.medium_date, dates.short_month_day):
            assert all(function(date, language) for date in (DAY, MONTH, YEAR)), locale


@pytest.mark.parametrize("language", ["en", "de", "ja", "ar", "fa", "th", "bg", "zh-Hant", "eu", "hu"])
def test_dates_are_put_together_as_babel_writes_them(language: str) -> None:
    """Month by month, and over the turns of years, where a week's year differs from the calendar's."""
    locale = dates.find_locale(language)
    for day in [datetime.date(2023, month, month + 9) for month in range(1, 13)] + [
        datetime.date(2024, 12, 30)
    ]:
        date = PartialDate.of(day)
        assert dates.long_date(date, language) == format_date(day, "long", locale)
        assert dates.medium_date(date, language) == format_skeleton("yMMMd", day, locale=locale)
        assert dates.short_month_day(date, language) == format_skeleton("MMMd", day, locale=locale)
        assert dates.month_day(date, language) == format_skeleton("MMMMd", day, locale=locale)
        assert dates.weekday(date, language) == format_date(day, "EEEE", locale)
        month = PartialDate(day.year, day.month)
        assert dates.long_date(month, language) == format_skeleton("yMMMM", day, locale=locale)


def test_names_of_months_and_numbers() -> None:
    """Months stand alone; thousands are parted as the language does."""
    assert dates.month_name(3, "en", "abbreviated") == "Mar"
    assert dates.month_name(3, "cs") == "březen"
    assert [dates.format_number(value, "en") for value in (7, 10_000)] == ["7", "10,000"]
    assert dates.format_number(10_000, "de") == "10.000"


@pytest.mark.parametrize(
    ("date", "words"),
    [
        (PartialDate(1), "1"),
        (PartialDate(999, 9), "September 999"),
        (PartialDate(33, 1, 31), "January 31, 33"),
        (PartialDate(9999, 12, 1), "December 1, 9999"),
    ],
)
def test_years_may_have_any_length(date: PartialDate, words: str) -> None:
    assert dates.long_date(date, "en") == words


def test_views_and_plans_load_neither_babel_nor_jinja_nor_markdown() -> None:
    """A build that renders nothing does not pay for them."""
    code = (
        "import sys, newsgen.renderer.pages, newsgen.renderer.theme, newsgen.renderer.locale.dates;"
        "print(sorted({'babel', 'jinja2', 'markdown_it', 'yaml'} & sys.modules.keys()))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize(("language", "rows"), TABLES["rows of words"].items())
def test_words_stand_in_a_row_as_the_language_writes_it(language: str, rows: list[str]) -> None:
    """What stands between them is the language's; a tag that nobody knows gets English."""
    assert [dates.join_words("abcd"[:count], language) for count in range(5)] == rows


def test_a_joint_is_what_stands_before_a_word() -> None:
    """So that a template may put links in a row."""
    assert [dates.separator_before(index, 3, "en") for index in range(3)] == ["", ", ", " and "]
