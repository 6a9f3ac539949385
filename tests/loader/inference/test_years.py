"""Years of days named without one."""

from __future__ import annotations

from datetime import date

from newsgen.loader.inference.date_mentions import Mention
from newsgen.loader.inference.years import fix_year, span_of
from newsgen.loader.text import Known

AS_OF = date(2026, 11, 24)


def mention(month: int, day: int, weekday: int = -1) -> Mention:
    return Mention(1, 0, 1, month, day, 0, weekday)


def test_span() -> None:
    """A period is cut at `as_of`; other records' dates are widened and trusted less; with nothing, sixty years."""
    period = span_of(Known(AS_OF, (date(2020, 1, 1), date(2030, 1, 1))))
    assert (period.first, period.last, period.trust) == (date(2020, 1, 1), AS_OF, 1.0)
    records = span_of(Known(AS_OF, None, (date(2005, 1, 1), date(2006, 1, 1), date(2007, 1, 1))))
    assert records.first < date(2005, 1, 1) < date(2007, 1, 1) < records.last
    assert 0.5 < records.trust < 1
    one = span_of(Known(AS_OF, None, (date(2005, 1, 1),)))
    assert 0 < one.trust < records.trust
    assert span_of(Known(AS_OF)).trust == 0


def test_the_weekday_decides() -> None:
    """9 February was a Friday in 2007, and no other year of 2004 to 2008."""
    fixed = fix_year(mention(2, 9, 4), (), span_of(Known(AS_OF, (date(2004, 1, 1), date(2008, 12, 31)))))
    assert fixed is not None
    assert (fixed.day, fixed.fitting) == (date(2007, 2, 9), (date(2007, 2, 9),))


def test_other_weekdays_decide_between_years() -> None:
    """1 March was a Thursday in 2001, 2007, 2012; with Monday 27 February beside it only a leap year fits."""
    span = span_of(Known(AS_OF, (date(2000, 1, 1), date(2013, 1, 1))))
    alone = fix_year(mention(3, 1, 3), (), span)
    joint = fix_year(mention(3, 1, 3), (mention(2, 27, 0),), span)
    assert alone is not None
    assert joint is not None
    assert alone.rivals == (date(2007, 3, 1), date(2001, 3, 1))
    assert (joint.day, joint.rivals, joint.agreeing) == (date(2012, 3, 1), (), 1)


def test_the_turn_of_the_year() -> None:
    """Saturday 30 December and Tuesday 2 January agree on the winter of 2006 to 2007."""
    span = span_of(Known(AS_OF, (date(2004, 1, 1), date(2008, 12, 31))))
    fixed = fix_year(mention(12, 30, 5), (mention(1, 2, 1),), span)
    assert fixed is not None
    assert (fixed.day, fixed.agreeing) == (date(2006, 12, 30), 1)


def test_leap_days_and_no_fit() -> None:
    """29 February is in leap years alone; a weekday that no year has gives nothing."""
    span = span_of(Known(AS_OF, (date(2004, 1, 1), date(2008, 12, 31))))
    leap = fix_year(mention(2, 29), (), span)
    assert leap is not None
    assert leap.fitting == (date(2008, 2, 29), date(2004, 2, 29))
    assert fix_year(mention(2, 9, 6), (), span) is None
