"""Dates as precise as they are known."""

from __future__ import annotations

import calendar
import datetime
import re
from functools import lru_cache
from typing import Self

import msgspec

_DATE = re.compile(
    r"(?P<y>\d{4})(?:-(?P<m>\d{2})(?:-(?P<d>\d{2})"
    r"(?:[T ](?P<t>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)\s?(?P<o>Z|[+-]\d{2}:?\d{2})?)?)?)?",
    re.ASCII,
)

_BEFORE = -(10**6)
"""Less than any number of seconds from a day's start in UTC to an instant of that day in some zone."""


class PartialDate(msgspec.Struct, frozen=True, order=True, omit_defaults=True, gc=False):
    """A date as precise as is known: a year, a month, a day, or a day with a time.

    Source: the shapes are those of ISO 8601-1:2019 §5.2.2 (reduced precision) and RFC 3339 §5.6.
    """

    year: int
    """1 to 9999."""
    month: int = 0
    """1 to 12; 0 if only the year is known."""
    day: int = 0
    """1 to 31; 0 if only the month is known."""
    time: str = ""
    """'HH:MM:SS' with or without an offset '+HH:MM' or 'Z'; '' if only the day is known."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read '2023', '2023-11', '2023-11-22' or '2023-11-22T09:30:00+09:00' ('T' may be a space).

        Raises:
            ValueError: the text has another shape, or names no day of the calendar.
        """
        if text[4:5] == "-" == text[7:8] and len(text) == len("YYYY-MM-DD"):
            try:
                return cls.of(datetime.date.fromisoformat(text))
            except ValueError:
                pass  # which will be told in full
        match = _DATE.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS+HH:MM")
        year, month, day = (int(match[k] or 0) for k in "ymd")
        if year < 1 or (match["m"] and not 1 <= month <= 12):
            raise ValueError(f"{text!r} names no month of the calendar")
        if match["d"] and not 1 <= day <= calendar.monthrange(year, month)[1]:
            raise ValueError(f"{text!r} names no day of the calendar")
        return cls(year, month, day, _clock(match["t"], match["o"]))

    @classmethod
    def of(cls, day: datetime.date) -> Self:
        """The date of a calendar day."""
        return cls(day.year, day.month, day.day)

    @property
    @lru_cache(maxsize=16384)  # noqa: B019 - it holds values; pages write each date several times
    def iso(self) -> str:
        """The text that `parse` reads back, e.g. '2023-11'."""
        if self.day:
            text = f"{self.year:04d}-{self.month:02d}-{self.day:02d}"
        else:
            text = f"{self.year:04d}-{self.month:02d}" if self.month else f"{self.year:04d}"
        return f"{text}T{self.time}" if self.time else text

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """Place in time: by the day as it is written, within it by instant; a time without offset counts as UTC."""
        if not self.time:
            return self.year, self.month, self.day, _BEFORE
        hours, minutes, seconds = (int(part) for part in self.time[:8].split(":"))
        offset = self.time[8:]
        ahead = 0 if offset in ("", "Z") else int(f"{offset[0]}1") * (int(offset[1:3]) * 60 + int(offset[4:]))
        return self.year, self.month, self.day, (hours * 60 + minutes - ahead) * 60 + seconds

    @property
    def first_day(self) -> datetime.date:
        """The earliest day that the date may mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> datetime.date:
        """The latest day that the date may mean."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


def _clock(time: str | None, offset: str | None) -> str:
    """Normalise a time of day to HH:MM:SS and its offset to Z or +HH:MM; check their ranges."""
    if not time:
        return ""
    parts = time.split(":")
    seconds = float(parts[2]) if len(parts) == 3 else 0.0
    if int(parts[0]) > 23 or int(parts[1]) > 59 or seconds >= 60:
        raise ValueError(f"{time!r} is no time of day")
    if offset and offset != "Z":
        offset = f"{offset[:3]}:{offset[-2:]}"
        if int(offset[1:3]) > 23 or int(offset[4:]) > 59:
            raise ValueError(f"{offset!r} is no offset from UTC")
    return f"{int(parts[0]):02d}:{parts[1]}:{int(seconds):02d}{offset or ''}"
