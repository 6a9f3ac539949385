"""Partial dates, and the instants they mean. Only this module handles time zones.

A date belongs to the day that is written in it, whatever its offset: no setting moves its page, address and lists. The
archive's zone gives the offset of times without an offset, and the instant at which a day begins. The machine's own
zone is never used.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Self

import msgspec

from newsgen.errors import find_similar

_DATE = re.compile(
    r"(?P<y>\d{4})(?:-(?P<m>\d{2})(?:-(?P<d>\d{2})"
    r"(?:[T ](?P<t>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)\s?(?P<o>Z|[+-]\d{2}:?\d{2})?)?)?)?",
    re.ASCII,
)

_BEFORE = -(10**6)
"""Rank of a date without a time: below the seconds, counted from the day's start in UTC, of any time in any zone."""
UTC = "UTC"
_FOREIGN = ("posix/", "right/")
_MACHINES_OWN = frozenset({"localtime", "posixrules", "Factory"})
"""Names that mean a different zone on each machine."""


class PartialDate(msgspec.Struct, frozen=True, order=True, omit_defaults=True, gc=False):
    """A year, a month, a day, or a day with a time.

    Source: ISO 8601-1:2019 §5.2.2 (reduced precision) and RFC 3339 §5.6 for the formats.
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
            ValueError: the text has another format, or names no day of the calendar.
        """
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
        """Return the date of a calendar day."""
        return cls(day.year, day.month, day.day)

    @property
    @lru_cache(maxsize=16384)  # noqa: B019 - it holds values; pages write each date several times
    def iso(self) -> str:
        """The date as text, e.g. '2023-11'; `parse` reads it back."""
        if self.day:
            text = f"{self.year:04d}-{self.month:02d}-{self.day:02d}"
        else:
            text = f"{self.year:04d}-{self.month:02d}" if self.month else f"{self.year:04d}"
        return f"{text}T{self.time}" if self.time else text

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """Sort key: the written day, then the instant within it; a time without offset counts as UTC."""
        if not self.time:
            return self.year, self.month, self.day, _BEFORE
        hours, minutes, seconds = (int(part) for part in self.time[:8].split(":"))
        offset = self.time[8:]
        minutes_east = (
            0 if offset in ("", "Z") else int(f"{offset[0]}1") * (int(offset[1:3]) * 60 + int(offset[4:]))
        )
        return self.year, self.month, self.day, (hours * 60 + minutes - minutes_east) * 60 + seconds

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
    """Check a time of day and its offset, and write them as HH:MM:SS and Z or +HH:MM."""
    if not time:
        return ""
    parts = time.split(":")
    seconds = float(parts[2]) if len(parts) == 3 else 0.0
    if int(parts[0]) > 23 or int(parts[1]) > 59 or seconds >= 60:
        raise ValueError(f"{time!r} is not a time of day")
    if offset and offset != "Z":
        offset = f"{offset[:3]}:{offset[-2:]}"
        if int(offset[1:3]) > 23 or int(offset[4:]) > 59:
            raise ValueError(f"{offset!r} is not an offset from UTC")
    return f"{int(parts[0]):02d}:{parts[1]}:{int(seconds):02d}{offset or ''}"


@lru_cache(maxsize=8)
def find_zone(name: str) -> datetime.tzinfo:
    """Look up a time zone in the IANA database, from the system or the package tzdata.

    Raises:
        LookupError, ValueError, OSError: the zone does not exist.
    """
    if name == UTC:
        return datetime.UTC
    from zoneinfo import ZoneInfo  # archives that use UTC do not need it

    if name.startswith(_FOREIGN) or name in _MACHINES_OWN:
        raise LookupError(name)
    return ZoneInfo(name)


def check_zone(name: str) -> tuple[str, str] | None:
    """Check the name of a zone; return what is wrong and what to write, or None."""
    try:
        find_zone(name)
    except (LookupError, ValueError, OSError):
        from zoneinfo import available_timezones

        known = sorted(available_timezones())
        if not known:
            return f"{name!r} cannot be looked up: no time zones are installed", "run: pip install tzdata"
        zones = {zone.rpartition("/")[2].lower(): zone for zone in known}  # a city's name finds its zone, too
        zones |= {zone.lower(): zone for zone in known}
        near = find_similar(name.lower().replace(" ", "_"), zones)
        remedy = f'did you mean "{zones[near]}"?' if near else 'write e.g. "Asia/Tokyo" or "UTC"'
        return f"{name!r} is not a time zone", remedy
    return None


def find_first_instant(date: PartialDate, zone: str) -> datetime.datetime:
    """Find the first instant that a date may mean.

    In a night when clocks go back, a repeated time means its first occurrence. Offsets from before standard time are
    rounded to minutes, because RFC 3339 has no seconds in offsets.

    Args:
        date: any date; '2023-11' means 1 November, 00:00.
        zone: the archive's zone, for dates without an offset.
    """
    stated = datetime.datetime.fromisoformat(f"{date.first_day.isoformat()}T{date.time or '00:00:00'}")
    if stated.tzinfo is not None:
        return stated
    offset = find_zone(zone).utcoffset(stated) or datetime.timedelta()
    minutes = round(offset.total_seconds() / 60)
    fixed = datetime.timezone(datetime.timedelta(minutes=minutes)) if minutes else datetime.UTC
    return stated.replace(tzinfo=fixed)


@lru_cache(maxsize=65536)
def format_first_instant(date: PartialDate, zone: str) -> str:
    """Write the first instant that a date may mean: '2023-11-22T00:00:00+09:00', '…Z' for UTC. Source: RFC 3339 §5.6."""
    return find_first_instant(date, zone).isoformat().replace("+00:00", "Z")


def add_offset(date: PartialDate, zone: str) -> PartialDate:
    """Add the archive's offset to a date that has a time and states no offset of its own."""
    if not date.time or len(date.time) > len("00:00:00") or date.time.endswith("Z"):
        return date
    offset = format_first_instant(date, zone)[len("YYYY-MM-DDT00:00:00") :]
    return msgspec.structs.replace(date, time=date.time + offset)


def find_latest_timestamp(stamps: Iterable[str], default: str) -> str:
    """Find the latest of RFC 3339 time stamps, the first of equal ones; `default` if there are none."""
    return max(stamps, key=datetime.datetime.fromisoformat, default=default)


class BuildInstant(msgspec.Struct, frozen=True):
    """The instant of a build; articles with later dates are not shown."""

    last: datetime.datetime
    """The last instant whose articles are shown."""
    zone: str = UTC
    """The archive's time zone."""

    @classmethod
    def of(cls, day: datetime.date, at: datetime.datetime | None, zone: str) -> BuildInstant:
        """Use the instant `at`; without it, the end of `day` in the archive's zone."""
        if at is None:
            after = min(day, datetime.date.max - datetime.timedelta(days=1)) + datetime.timedelta(days=1)
            at = find_first_instant(PartialDate.of(after), zone) - datetime.timedelta(microseconds=1)
        return cls(at, zone)

    def has_come(self, date: PartialDate) -> bool:
        """True if a date is not in the future. The zone is not needed for most dates, which are long past."""
        return date.year < self.last.year - 1 or find_first_instant(date, self.zone) <= self.last
