"""Candidates of fixed years."""

from __future__ import annotations

from datetime import date

from newsgen.loader.inference.date_candidates import dated, month_name, quote, weekday_name
from newsgen.loader.inference.date_mentions import Mention
from newsgen.loader.inference.years import fix_year, span_of
from newsgen.loader.text import Known

MENTION = Mention(4, 0, 5, 11, 22, 0, 2)


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


def test_rivals_share_the_confidence() -> None:
    """Two years of the period fit: neither is claimed."""
    span = span_of(Known(date(2026, 11, 24), (date(2016, 1, 1), date(2024, 1, 1))))
    fixed = fix_year(MENTION, (MENTION,), span)
    assert fixed is not None
    assert dated(MENTION, fixed, 0.9, "weekday", "x", span).confidence < 0.5


def test_names_and_quotes() -> None:
    """Names are English whatever the locale, a quotation has its line and at most 120 characters."""
    assert (month_name(11), weekday_name(2)) == ("November", "Wednesday")
    assert quote(4, " On Friday ") == 'line 4: "On Friday"'
    assert len(quote(4, "x" * 500)) < 140
