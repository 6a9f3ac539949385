"""The parts of a date as a text writes it."""

from __future__ import annotations

import calendar
import datetime

import msgspec

from newsgen.model import PartialDate


class Form(msgspec.Struct, frozen=True):
    """The parts of a date as written; parts that are not written are 0, a weekday that is not written -1."""

    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = -1
    """0 Monday to 6 Sunday."""
    timed: bool = False
    """True if a time of day stands beside the date."""

    @property
    def partial(self) -> PartialDate | None:
        """The date as precise as written; None if the year is missing."""
        return PartialDate(self.year, self.month, self.day) if self.year else None

    @property
    def contradicted(self) -> bool:
        """True if the weekday written is not the weekday of the day written."""
        if self.weekday < 0 or not (self.year and self.month and self.day):
            return False
        return datetime.date(self.year, self.month, self.day).weekday() != self.weekday


def possible(form: Form) -> bool:
    """Tell whether the parts name something of the calendar, and say more than a weekday or a month."""
    if form.year and not 1600 <= form.year <= 2200:
        return False
    if not form.month:
        return bool(form.year) and not form.day
    if not 1 <= form.month <= 12 or not (form.year or form.day):
        return False
    return not form.day or 1 <= form.day <= calendar.monthrange(form.year or 2000, form.month)[1]
