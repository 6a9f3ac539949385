"""Where an archive's days lie."""

from __future__ import annotations

from datetime import date

from newsgen.loader.dates.years import earliest, span_of
from newsgen.loader.text import Known

AS_OF = date(2026, 11, 24)


def test_a_period_is_cut_at_as_of() -> None:
    """A period is trusted wholly, and ends with the latest day possible."""
    period = span_of(Known(AS_OF, (date(2020, 1, 1), date(2030, 1, 1))))
    assert (period.first, period.last, period.trust) == (date(2020, 1, 1), AS_OF, 1.0)
    assert period.title == "2020 to 2026, the archive's period"


def test_three_records_tell_a_span() -> None:
    """Their dates are widened and trusted less than a period."""
    records = span_of(Known(AS_OF, None, (date(2005, 1, 1), date(2006, 1, 1), date(2007, 1, 1))))
    assert records.first < date(2005, 1, 1) < date(2007, 1, 1) < records.last
    assert 0.5 < records.trust < 1
    assert records.title.endswith("the span that other records suggest")


def test_one_or_two_records_settle_nothing() -> None:
    """The whole years within three of theirs are likelier; nothing rests on them alone."""
    one = span_of(Known(AS_OF, None, (AS_OF,)))
    assert (one.first, one.last, one.trust, one.source) == (date(2023, 1, 1), AS_OF, 0.0, "records")
    two = span_of(Known(AS_OF, None, (date(2005, 3, 1), date(2006, 3, 1))))
    assert (two.first, two.last, two.trust) == (date(2002, 1, 1), date(2009, 12, 31), 0.0)


def test_with_nothing_known_sixty_years_remain() -> None:
    """No more than memory reaches, and no year before the first."""
    span = span_of(Known(AS_OF))
    assert (span.first, span.last, span.trust) == (date(1966, 1, 1), AS_OF, 0.0)
    assert earliest(date(9, 5, 5)) == date(1, 1, 1)


def test_one_year_and_the_days_beyond() -> None:
    """A span in one year says so; days outside a span have a distance, those within have none."""
    span = span_of(Known(AS_OF, (date(2023, 2, 1), date(2023, 11, 30))))
    assert (span.only, span.title) == (2023, "2023, the one year of the archive's period")
    assert [span.beyond(d) for d in (date(2023, 1, 31), date(2023, 5, 5), date(2023, 12, 2))] == [1, 0, 2]
    assert span_of(Known(date(1, 5, 5))).only == 0
