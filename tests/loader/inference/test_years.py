"""Years of days named without one."""

from __future__ import annotations

from datetime import date

from newsgen.loader.dates.mentions import Mention
from newsgen.loader.dates.years import fix_year, span_of
from newsgen.loader.text import Known

AS_OF = date(2026, 11, 24)


def mention(month: int, day: int, weekday: int = -1) -> Mention:
    return Mention(1, 0, 1, month, day, 0, weekday)


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


def test_a_few_records_prefer_and_exclude_nothing() -> None:
    """One record prefers the fitting year near it; the others stay, and count where none is near."""
    near = fix_year(mention(11, 22, 2), (), span_of(Known(AS_OF, None, (date(2007, 5, 1),))))
    assert near is not None
    assert (near.day, near.outside) == (date(2006, 11, 22), False)
    assert date(2023, 11, 22) in near.rivals
    far = fix_year(mention(11, 22, 2), (), span_of(Known(AS_OF, None, (date(2012, 5, 1),))))
    assert far is not None
    assert (far.day, far.outside) == (date(2017, 11, 22), True)


def test_many_records_exclude_unless_nothing_fits() -> None:
    """Three records bound the years that fit; where no year of theirs does, the nearest is outside."""
    span = span_of(Known(AS_OF, None, (date(2023, 1, 1), date(2023, 6, 1), date(2023, 12, 1))))
    within = fix_year(mention(11, 22, 2), (), span)
    assert within is not None
    assert (within.day, within.rivals, within.outside) == (date(2023, 11, 22), (), False)
    outside = fix_year(mention(9, 29, 0), (), span)
    assert outside is not None
    assert (outside.day, outside.outside) == (date(2025, 9, 29), True)


def test_the_same_day_with_its_weekday_is_a_witness_for_one_without() -> None:
    """A dateline's 'Nov. 22' is of a year in which the lead's 'Wednesday, Nov. 22' is right."""
    span = span_of(Known(AS_OF, (date(2019, 1, 1), date(2024, 12, 31))))
    fixed = fix_year(mention(11, 22), (mention(11, 22, 2),), span)
    assert fixed is not None
    assert (fixed.day, fixed.rivals, fixed.agreeing) == (date(2023, 11, 22), (), 1)
