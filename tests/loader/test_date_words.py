"""How dates are written: forms, days in prose and the words beside them, in the tables data/date-*.txt."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.loader.dates.forms import parse_date_form
from newsgen.loader.dates.mentions import find_day_mentions, find_mention_cue
from tests.support.cases import read_cases

DATA = Path(__file__).with_name("data")


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
