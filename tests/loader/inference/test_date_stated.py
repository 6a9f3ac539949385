"""What stated dates weigh."""

from __future__ import annotations

from datetime import date

from newsgen.loader.dates.lines import find_stated
from newsgen.loader.dates.rules import from_file, from_lines, unless_shared
from newsgen.loader.dates.years import Candidate, span_of
from newsgen.loader.text import Known, Text
from newsgen.model import PartialDate

KNOWN = Known(date(2026, 11, 24))


def test_file() -> None:
    """The name's date, with the name as evidence."""
    (found,) = from_file("seeds/2023-11-22-x.txt", KNOWN)
    assert (found.date.iso, found.evidence) == ("2023-11-22", "file name: seeds/2023-11-22-x.txt")


def test_a_date_outside_the_period_weighs_less() -> None:
    """The archive's period casts doubt on a date line of other years."""
    text = Text("x.txt", ("A headline", "May 5, 2001"), 1)
    known = Known(KNOWN.as_of, (date(2004, 1, 1), date(2008, 12, 31)))
    (outside,) = from_lines(find_stated(text), known, span_of(known), ())
    (free,) = from_lines(find_stated(text), KNOWN, span_of(KNOWN), ())
    assert outside.confidence < free.confidence


def test_a_dateline_without_a_year_needs_a_period() -> None:
    """'BEIJING, Nov. 22' has no weekday: without a period its year is not guessed."""
    text = Text("x.txt", ("A headline", "BEIJING, Nov. 22 (Xinhua) -- The premier met voters."), 1)
    known = Known(KNOWN.as_of, (date(2023, 1, 1), date(2023, 12, 31)))
    (found,) = from_lines(find_stated(text), known, span_of(known), ())
    assert found.date.iso == "2023-11-22"
    assert list(from_lines(find_stated(text), KNOWN, span_of(KNOWN), ())) == []


def test_shared() -> None:
    """A shared day is provisional, any other as it was."""
    candidate = Candidate(PartialDate(2023, 11, 22), 0.9, "date-line", "x")
    assert unless_shared(candidate, frozenset((candidate.date,))).confidence < 0.5
    assert unless_shared(candidate, frozenset()) == candidate
