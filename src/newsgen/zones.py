"""What instant a date means: the one place that knows time zones.

A date stands on the day that is written in it, whatever offset is written beside it: its page, address and lists never
move because of a setting. The archive's zone says what is not written: the offset of a time that has none, and when
the day of a date without a time begins. The machine's own zone is never asked.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from newsgen.partial_date import PartialDate

UTC = "UTC"
_OFFSET = len("YYYY-MM-DDTHH:MM:SS")
"""Where a time stamp's offset begins."""
_FOREIGN = ("posix/", "right/")
_MACHINES_OWN = frozenset({"localtime", "posixrules", "Factory"})
"""Names under which some machines keep a zone of their own choice."""


@lru_cache(maxsize=8)
def zone_of(name: str) -> datetime.tzinfo:
    """The rules of a time zone.

    Source: the IANA time zone database, from the system or the package tzdata.

    Raises:
        LookupError, ValueError, OSError: there is no such zone.
    """
    if name == UTC:
        return datetime.UTC
    from zoneinfo import ZoneInfo  # most archives are content with UTC

    if name.startswith(_FOREIGN) or name in _MACHINES_OWN:
        raise LookupError(name)
    return ZoneInfo(name)


def complaint(name: str) -> tuple[str, str] | None:
    """What is wrong with the name of a zone, and what to write; None if nothing is."""
    try:
        zone_of(name)
    except (LookupError, ValueError, OSError):
        from zoneinfo import available_timezones

        known = available_timezones()
        if not known:
            return f"{name!r} cannot be looked up: no time zones are installed", "run: pip install tzdata"
        return f"{name!r} is no time zone", _remedy(name, sorted(known))
    return None


def _remedy(name: str, known: list[str]) -> str:
    """Name the zone that was meant, also by its city alone."""
    names = {zone.rpartition("/")[2].lower(): zone for zone in known} | {zone.lower(): zone for zone in known}
    import difflib  # for a mistake alone

    near = difflib.get_close_matches(name.lower().replace(" ", "_"), names, 1)
    return f'did you mean "{names[near[0]]}"?' if near else 'write e.g. "Asia/Tokyo" or "UTC"'


def instant(date: PartialDate, zone: str) -> datetime.datetime:
    """The first instant that a date may mean.

    Of a time that comes twice in a night on which clocks go back, the first is meant. Offsets of a zone before there
    was standard time are rounded to minutes, for RFC 3339 knows no seconds in them.

    Args:
        date: of which what is not known is taken as its beginning: '2023-11' as 1 November, 00:00.
        zone: of the archive, for a date that states no offset.
    """
    stated = datetime.datetime.fromisoformat(f"{date.first_day.isoformat()}T{date.time or '00:00:00'}")
    if stated.tzinfo is not None:
        return stated
    offset = zone_of(zone).utcoffset(stated) or datetime.timedelta()
    minutes = round(offset.total_seconds() / 60)
    fixed = datetime.timezone(datetime.timedelta(minutes=minutes)) if minutes else datetime.UTC
    return stated.replace(tzinfo=fixed)


@lru_cache(maxsize=65536)
def timestamp(date: PartialDate, zone: str) -> str:
    """The first instant that a date may mean, in RFC 3339 §5.6: '2023-11-22T00:00:00+09:00', '…Z' for UTC."""
    if zone == UTC and not date.time:  # as most are; it saves nine tenths of the time
        return f"{date.year:04d}-{date.month or 1:02d}-{date.day or 1:02d}T00:00:00Z"
    return _written(instant(date, zone))


def in_zone(date: PartialDate, zone: str) -> PartialDate:
    """The date with the archive's offset, if it has a time and states no offset of its own."""
    if not date.time or len(date.time) > len("00:00:00") or date.time.endswith("Z"):
        return date
    offset = _written(instant(date, zone))[len("YYYY-MM-DDT00:00:00") :]
    return msgspec.structs.replace(date, time=date.time + offset)


def latest(stamps: Sequence[str], default: str) -> str:
    """The latest of time stamps in RFC 3339, of equal instants the first; `default` if there are none."""
    if len({stamp[_OFFSET:] for stamp in stamps}) == 1:  # as a rule, and then letters tell the order
        return max(stamps)
    return max(stamps, key=_moment, default=default)


@lru_cache(maxsize=16384)
def _moment(stamp: str) -> datetime.datetime:
    """The instant of a time stamp; most entries stand in several feeds."""
    return datetime.datetime.fromisoformat(stamp)


def _written(moment: datetime.datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


class Now(msgspec.Struct, frozen=True):
    """Until when articles are shown."""

    last: datetime.datetime
    """Those that appear at this instant or before."""
    zone: str = UTC
    """Of the archive."""

    @classmethod
    def of(cls, day: datetime.date, at: datetime.datetime | None, zone: str) -> Now:
        """The instant `at`; without one, the end of a day in the archive's zone."""
        if at is None:
            after = min(day, datetime.date.max - datetime.timedelta(days=1)) + datetime.timedelta(days=1)
            at = instant(PartialDate.of(after), zone) - datetime.timedelta(microseconds=1)
        return cls(at, zone)

    def has_come(self, date: PartialDate) -> bool:
        """True if a date has come; most are long past, which needs no zone to see."""
        if date.year < self.last.year - 1:
            return True
        return instant(date, self.zone) <= self.last
