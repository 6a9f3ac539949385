"""Dates as the front matter of many generators writes them."""

from __future__ import annotations

import re

from newsgen.model import PartialDate

EXPECTED = "write YYYY-MM-DD, YYYY-MM or YYYY"
"""What to write instead of a date that is not read."""

_DAY = "write YYYY-MM-DD"
_TIME_EXPECTED = "write e.g. 2023-11-22T09:30:00+09:00"

_CLOCK = r"(?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2})(?:\.\d+)?)?"
_ZONE = r"(?P<zone>[A-Za-z]+|[+-]\d{1,2}(?::?\d{2})?)"
_TIME = rf"(?:(?:,?\s+|\s*T\s*){_CLOCK}\s*{_ZONE}?)?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_FORMS = tuple(
    f"(?ai){form}{_TIME}"
    for form in (
        r"(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?:(?P=sep)(?P<d>\d{1,2}))?",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
        _WEEKDAY + r"(?P<d>\d{1,2})(?:st|nd|rd|th)?\s+(?P<name>[a-z]{3,9})\.?,?\s+(?P<y>\d{4})",
        _WEEKDAY + r"(?P<name>[a-z]{3,9})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})",
    )
)
"""Patterns that most archives need not: they are compiled, in 1 ms, with the first date of another form."""
_MONTHS = "january february march april may june july august september october november december".split()
_SLASHED = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}", re.ASCII)
_UTC = frozenset({"z", "utc", "gmt"})


def parse_date(text: str) -> PartialDate:
    """Read a date in ISO 8601, in the forms of Hugo, Jekyll and JavaScript, or with an English month name.

    '2013-04-22 10:00:00 -0400', '2013-4-2', '2023/11/22', '20231122', 'Jul 08 2022', '8 July 2022' and
    RFC 5322's 'Mon, 22 Apr 2013 10:00:00 GMT' are read; fractions of a second are dropped.

    Raises:
        ValueError: what is wrong, to stand after the quoted text, and what to write instead.
    """
    try:
        return PartialDate.parse(text)
    except ValueError:
        pass
    match = next((found for form in _FORMS if (found := re.fullmatch(form, text))), None)
    if match is None:
        raise ValueError("may be read in two ways" if _SLASHED.match(text) else "is not a date", EXPECTED)
    parts = match.groupdict()
    day = f"{parts['y']}-{_month(parts):0>2}" + (f"-{parts['d']:0>2}" if parts["d"] else "")
    try:
        date = PartialDate.parse(day)
    except ValueError:
        raise ValueError("is not a day of the calendar", _DAY) from None
    return _with_time(day, parts) if parts["h"] else date


def _month(parts: dict[str, str | None]) -> str:
    """Number of the month, from its number or at least three letters of its English name."""
    name = (parts.get("name") or "").lower()
    if not name:
        return parts["m"] or ""
    for number, month in enumerate(_MONTHS, 1):
        if month.startswith(name) or name == "sept" == month[:4]:
            return str(number)
    raise ValueError("is not a date", EXPECTED)


def _with_time(day: str, parts: dict[str, str | None]) -> PartialDate:
    zone = parts["zone"] or ""
    if zone.lower() in _UTC:
        zone = "Z"
    elif zone.isalpha():
        raise ValueError(f"has the time zone {zone}, which means several", _TIME_EXPECTED)
    elif zone:
        hours, minutes = zone[1:].replace(":", ""), ""
        if len(hours) > 2:
            hours, minutes = hours[:-2], hours[-2:]
        zone = f"{zone[0]}{hours:0>2}:{minutes:0>2}"
    try:
        return PartialDate.parse(f"{day}T{parts['h']:0>2}:{parts['min']}:{parts['s'] or '00'}{zone}")
    except ValueError:
        raise ValueError("has no such time of day", _TIME_EXPECTED) from None
