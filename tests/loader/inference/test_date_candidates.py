"""Candidates of fixed years."""

from __future__ import annotations

from datetime import date

import pytest

from newsgen.loader.dates.mentions import Mention
from newsgen.loader.dates.years import Candidate, dated, fix_year, month_name, quote, span_of, weekday_name
from newsgen.loader.text import Known

AS_OF = date(2026, 11, 24)
YEAR = (date(2023, 1, 1), date(2023, 12, 31))
MENTION = Mention(4, 0, 5, 11, 22, 0, 2)
BARE = Mention(4, 0, 5, 11, 22)


def guess(mention: Mention, known: Known) -> Candidate:
    span = span_of(known)
    fixed = fix_year(mention, (mention,), span)
    assert fixed is not None
    return dated(mention, fixed, 0.9, "weekday", "x", span)


def test_with_nothing_known_a_day_is_provisional() -> None:
    """The latest fitting year, at 0.4 at most, the one before it as alternative."""
    span = span_of(Known(date(2026, 11, 24)))
    fixed = fix_year(MENTION, (MENTION,), span)
    assert fixed is not None
    found = dated(MENTION, fixed, 0.9, "weekday", "x", span)
    assert (found.date.iso, found.confidence, found.alternatives) == (
        "2023-11-22",
        0.4,
        (date(2017, 11, 22),),
    )
    assert found.because == "22 November fell on a Wednesday in 2023, 2017, 2006, 2000"


@pytest.mark.parametrize("first", [2016, 1972])
def test_of_several_fitting_years_the_latest_is_provisional(first: int) -> None:
    """Several years of the period fit: the latest is a guess of 0.4, however many they are."""
    found = guess(MENTION, Known(AS_OF, (date(first, 1, 1), date(2024, 1, 1))))
    assert (found.date.iso, found.confidence) == ("2023-11-22", 0.4)
    assert found.alternatives == (date(2017, 11, 22),)


@pytest.mark.parametrize(
    ("confirmed", "expected"),
    [
        ((date(2026, 11, 24),), ("2023-11-22", 0.45)),
        ((date(2007, 1, 1), date(2008, 1, 1)), ("2006-11-22", 0.45)),
        ((date(2012, 1, 1),), ("2017-11-22", 0.4)),
        ((date(2013, 1, 1),) * 3, ("2017-11-22", 0.4)),
        ((date(2023, 1, 1),) * 3, ("2023-11-22", 0.9 * 0.9)),
    ],
)
def test_other_records(confirmed: tuple[date, ...], expected: tuple[str, float]) -> None:
    """One or two raise a guess near them a little; outside the span that records suggest it is a guess still."""
    found = guess(MENTION, Known(AS_OF, None, confirmed))
    assert (found.date.iso, found.confidence) == expected


BECAUSE = [
    (
        Known(AS_OF, YEAR),
        MENTION,
        "22 November fell on a Wednesday in 2023, the one year of the archive's period",
    ),
    (Known(AS_OF, YEAR), BARE, "22 November lies in 2023, the one year of the archive's period"),
    (
        Known(AS_OF, (date(2019, 1, 1), date(2024, 1, 1))),
        MENTION,
        "22 November fell on a Wednesday in 2023 alone of 2019 to 2024, the archive's period",
    ),
    (
        Known(AS_OF, (date(2019, 1, 1), date(2024, 1, 1))),
        BARE,
        "22 November came in 2023, the latest such year of 2019 to 2024, the archive's period",
    ),
    (
        Known(AS_OF, None, (AS_OF,)),
        MENTION,
        "22 November fell on a Wednesday in 2023, 2017, 2006, 2000; other records lie near 2023",
    ),
    (
        Known(AS_OF, None, (date(1970, 1, 1),)),
        MENTION,
        "22 November fell on a Wednesday in 2023, 2017, 2006, 1972",
    ),
]


@pytest.mark.parametrize(("known", "mention", "because"), BECAUSE)
def test_the_reason_names_the_year_taken(known: Known, mention: Mention, because: str) -> None:
    """The sentence says which years fit, the one taken among them, and what bounds them."""
    assert guess(mention, known).because.startswith(because)


def test_a_day_without_a_weekday() -> None:
    """It is claimed where the period has it once; of several years the latest is a guess of 0.3."""
    assert guess(BARE, Known(AS_OF, YEAR)).confidence == 0.9
    found = guess(BARE, Known(AS_OF, (date(1972, 1, 1), date(2024, 1, 1))))
    assert (found.date.iso, found.confidence) == ("2023-11-22", 0.3)
    assert len(found.alternatives) == 5


def test_names_and_quotes() -> None:
    """Names are English whatever the locale, a quotation has its line and at most 120 characters."""
    assert (month_name(11), weekday_name(2)) == ("November", "Wednesday")
    assert quote(4, " On Friday ") == 'line 4: "On Friday"'
    assert len(quote(4, "x" * 500)) < 140
