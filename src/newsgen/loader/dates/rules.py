"""The rules that propose a date: from the file's name, from lines with a date, from days in prose, from weekdays."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

import msgspec

from newsgen.loader.dates.forms import find_month
from newsgen.loader.dates.lines import Role, StatedDate
from newsgen.loader.dates.mentions import WEEKDAYS, Cue, DayMention, Place
from newsgen.loader.dates.years import ArchivePeriod, ResolvedDay, find_years_by_weekday
from newsgen.model import PartialDate

_MONTHS = "January February March April May June July August September October November December".split()

# Greatest confidence of days whose year was found
_LATEST = 0.4  # the latest of several fitting days
_NEAR_RECORDS = 0.45  # the only fitting day that is near one or two other records
_NO_WEEKDAY = 0.3  # a day without a weekday: any year fits
_OFFICES = 0.95  # the only fitting day in the terms of the people named
_NEWS = 0.6  # the same for a day in prose: news of such people is often of the next day
_ALTERNATIVE_YEARS = 10
"""Greatest distance in years of other fitting days that are listed as alternatives."""
_MOST_ALTERNATIVES = 5

FILE_NAME = "file-name"
"""The rule that takes a date from the file's name."""
_FILE_NAME = 0.95
_DIGITS = re.compile(
    r"(?<![0-9A-Za-z])(?:(\d{4})([-_.]?)(\d{2})\2(\d{2})(?![0-9A-Fa-f])|(\d{4})[-_.](\d{2})(?![0-9]|[-_.][0-9]))",
    re.ASCII,
)
"""A month needs a mark before it, because 202311 may be a number."""
_MONTH_NAME = re.compile(r"(?<![0-9A-Za-z])(\d{1,2})[-_. ]?([A-Za-z]{3,9})[-_. ]?(\d{4})(?!\d)", re.ASCII)
_FOLDERS = re.compile(r"(?:^|/)(\d{4})/(\d{2})(?:/(\d{2}))?/[^/]+$", re.ASCII)
_CONTAINER = re.compile(r".*\.[A-Za-z]{2,8}#(?=[^#]+$)", re.ASCII)
_EARLIEST_YEAR = 1800
"""Few newspapers are older."""

_ROLES: Mapping[Role, float] = {
    "date-line": 0.93,
    "release": 0.92,
    "dateline": 0.9,
    "labelled": 0.85,
    "byline": 0.8,
    "statement": 0.65,
    "title": 0.45,
    "letter": 0.35,
}
_QUOTED: frozenset[Role] = frozenset(("letter", "statement", "title"))
_LETTER_OF_TODAY = 0.83
_LETTER_MONTH = 0.9
_HALF_YEAR = 183
_OUTSIDE = 0.85
_OUTSIDE_QUOTED = 0.4

_ADVERBS: Mapping[Cue, tuple[float, int]] = {
    "today": (0.9, 0),
    "yesterday": (0.75, 1),
    "tomorrow": (0.85, -1),
}
"""Confidence, and the number of days from the named day to the day of writing."""
_PLACES: Mapping[Place, float] = {
    "before-verb": 0.93,
    "after-verb": 0.9,
    "opening": 0.6,
    "sentence": 0.55,
    "repeated": 0.55,
    "background": 0.35,
}
"""Confidence that a text is of the past day that it names: it is often of the next day, and further down of any later one."""
_LOOKS_BACK = 0.45
"""The same for a day with its year elsewhere than next to the verb: such a text often looks back."""
_LEAD_WEEKEND = 0.5
"""Agencies report weekend events on the day, offices on Monday."""
_LEAD_LINES = 2
"""Number of first lines of the body; later lines report more background."""
_BACKGROUND = 0.35

_WEEKDAYS_YEAR = 0.97
_WEEKDAYS_MONTH = 0.85
_LATE_IN_MONTH = 21
"""Day of the month after which the report may be from the next month."""
_ANNOUNCED = 0.95
_MONTHS_AHEAD = 3
_NEW_YEAR = 0.7
"""Confidence of a future day at the turn of the year: the text may be from the year before."""


class DateCandidate(msgspec.Struct, frozen=True):
    """A possible date of a text."""

    date: PartialDate
    confidence: float
    """Share of such candidates that are right to the day, or to the month or year if the date is one."""
    rule: str
    evidence: str
    because: str = ""
    alternatives: tuple[datetime.date, ...] = ()


def propose_file_date(file: str, as_of: datetime.date) -> Iterator[DateCandidate]:
    """Yield the day or month in a file's name, or in its folders' names; no other run of digits, such as a hash.

    Args:
        file: path of the seed, '/'-separated, e.g. '2023-11-22-x.txt', '22Nov2023x.txt', '2023_11.txt', '2023/11/22/x.txt'.
        as_of: the latest possible day. A later month or year is ignored; a later day is an embargo.
    """
    name = _CONTAINER.sub("", file) or file
    base = name.rpartition("/")[2]
    found: list[tuple[str | int, ...]] = []
    if match := _DIGITS.search(base):
        found.append((match[1], match[3], match[4]) if match[4] else (match[5], match[6], 0))
    if (match := _MONTH_NAME.search(base)) and (month := find_month(match[2], "en")):
        found.append((match[3], month, match[1]))
    if match := _FOLDERS.search(name):
        found.append((match[1], match[2], match[3] or 0))
    for parts in found:
        year, month, day = map(int, parts)
        with suppress(ValueError):
            first = datetime.date(year, month, day or 1)
            if year >= _EARLIEST_YEAR and (day or first <= as_of):
                date = PartialDate(year, month, day)
                yield DateCandidate(date, _FILE_NAME, FILE_NAME, f"file name: {file}")
                return


def propose_stated_dates(
    lines: Sequence[StatedDate], mentions: Sequence[DayMention], span: ArchivePeriod
) -> Iterator[DateCandidate]:
    """Yield the dates of date lines, datelines and bylines that are not later than `as_of`."""
    has_several = len({line.form.partial for line in lines}) > 1
    for line in lines:
        if has_several and line.role in _QUOTED and not line.has_lead_in:
            continue
        date = line.form.partial
        if date is None:
            yield from _fix_stated_year(line, mentions, span)
        elif line.form.is_contradicted:
            yield from _correct_year(line, date, span)
        elif date.first_day <= span.as_of:
            candidate = _weigh_stated_date(line, date, span)
            is_old = line.role in _QUOTED and any(_is_later(mention, date) for mention in mentions)
            yield msgspec.structs.replace(candidate, confidence=_LATEST) if is_old else candidate


def _is_later(mention: DayMention, date: PartialDate) -> bool:
    """True if a mention is of a day more than half a year after a date: what the text quotes with it is old."""
    day = mention.in_year(mention.year) if mention.year else None
    return day is not None and (day - date.last_day).days > _HALF_YEAR


def _correct_year(line: StatedDate, date: PartialDate, span: ArchivePeriod) -> Iterator[DateCandidate]:
    """Yield a day whose weekday is wrong in the next year or the year before, if it is right there; else nothing."""
    mention = DayMention(line.line, 0, 0, date.month, date.day, 0, line.form.weekday)
    days = [
        day for year in (date.year + 1, date.year - 1) if (day := mention.in_year(year)) and mention.fits(day)
    ]
    if days and days[0] <= span.as_of:
        because = f"{date.iso} was not a {WEEKDAYS[line.form.weekday]}"
        evidence = _quote(line.line, line.quote)
        yield DateCandidate(PartialDate.of(days[0]), _LATEST, line.role, evidence, because, (date.first_day,))


def _weigh_stated_date(line: StatedDate, date: PartialDate, span: ArchivePeriod) -> DateCandidate:
    """Return a candidate for a full date; its confidence depends on the line's role and the archive's period."""
    confidence, because = _ROLES[line.role], ""
    evidence = _quote(line.line, line.quote)
    if line.role == "letter" and line.is_today:
        confidence = _LETTER_OF_TODAY if line.has_lead_in else _ROLES["statement"]
    if span.trust and not (date.last_day >= span.first and date.first_day <= span.last):
        confidence *= _OUTSIDE_QUOTED if line.role in _QUOTED else _OUTSIDE
    elif line.role == "letter" and line.has_lead_in and not line.is_today and 0 < date.day <= _LATE_IN_MONTH:
        because = "a text that quotes a letter follows it within days"
        month = PartialDate(date.year, date.month)
        return DateCandidate(month, _LETTER_MONTH, "letter", evidence, because, (date.first_day,))
    return DateCandidate(date, confidence, line.role, evidence, because)


def _fix_stated_year(
    line: StatedDate, mentions: Sequence[DayMention], span: ArchivePeriod
) -> Iterator[DateCandidate]:
    """Yield the day of a line without a year ('BEIJING, Nov. 22 —'), after finding its year.

    A day without a weekday needs a known span, or other days of the text whose weekdays decide the year.
    """
    form = line.form
    mention = DayMention(line.line, 0, len(line.quote), form.month, form.day, 0, form.weekday)
    fixed = find_years_by_weekday(mention, mentions, span) if form.day else None
    is_in_span = fixed and span.trust and not fixed.is_outside
    if fixed and (form.weekday >= 0 or fixed.agreeing or is_in_span or _is_only_year(fixed, span)):
        evidence = _quote(line.line, line.quote)
        yield _propose_fixed_day(mention, fixed, _ROLES[line.role], line.role, evidence, span)


def propose_mentioned_dates(mentions: Sequence[DayMention], span: ArchivePeriod) -> Iterator[DateCandidate]:
    """Yield the days in the first paragraphs that may be the day of writing, after finding their years."""
    for mention in mentions:
        confidence, shift = _weigh_mention(mention)
        if not confidence:
            continue
        evidence = _quote(mention.line, mention.phrase)
        candidate = None
        if mention.year:
            day = mention.in_year(mention.year)
            if day and day <= span.as_of and mention.fits(day):
                candidate = DateCandidate(PartialDate.of(day), confidence, "dated-lead", evidence)
        elif (fixed := find_years_by_weekday(mention, mentions, span)) and (
            mention.weekday >= 0 or _is_only_year(fixed, span)
        ):
            if fixed.is_of_offices and not span.trust:
                confidence = min(confidence, _NEWS)
            candidate = _propose_fixed_day(mention, fixed, confidence, "weekday", evidence, span)
        if candidate and shift:  # 'tomorrow, Dec. 1' was written on 30 November
            written = candidate.date.first_day + datetime.timedelta(days=shift)
            candidate = msgspec.structs.replace(candidate, date=PartialDate.of(written), alternatives=())
        if candidate:
            yield candidate


def _weigh_mention(mention: DayMention) -> tuple[float, int]:
    """Return the confidence that a mention gives the day of writing, and the number of days between the two.

    A full date counts only next to 'today' or a similar word, or with its weekday in the lead; elsewhere it is history.
    """
    if mention.position < 0:
        return 0.0, 0
    if mention.cue in _ADVERBS:
        return _ADVERBS[mention.cue]
    if mention.cue == "past" and mention.position < _LEAD_LINES and mention.weekday >= 0:
        confidence = _PLACES[mention.place]
        if mention.year and mention.place not in ("before-verb", "after-verb"):
            confidence = min(confidence, _LOOKS_BACK)
        return (confidence if mention.weekday < 5 else min(confidence, _LEAD_WEEKEND)), 0
    return (_BACKGROUND if mention.cue in ("past", "earlier") and not mention.year else 0.0), 0


def propose_year_of_coming_days(mentions: Sequence[DayMention]) -> DateCandidate | None:
    """Propose the year of the days ahead that the first paragraphs name in full, with the right weekday.

    A text announces a day at most three months before it, so that days from January to March do not give the year. A plan
    that names days further apart looks further ahead.
    """
    ahead = [m for m in mentions if m.cue == "ahead" and m.position >= 0 and m.year]
    days = [m for m in ahead if m.weekday >= 0]
    if not days or len({m.year for m in ahead}) > 1 or min(m.month for m in days) < 4:
        return None
    if max(m.month for m in ahead) - min(m.month for m in ahead) >= _MONTHS_AHEAD:
        return None
    first = days[0]
    if not (day := first.in_year(first.year)) or not first.fits(day):
        return None
    evidence, because = _quote(first.line, first.words), "a text announces a day of its own year"
    return DateCandidate(PartialDate(first.year), _ANNOUNCED, "announced", evidence, because)


def propose_year_from_weekdays(mentions: Sequence[DayMention], span: ArchivePeriod) -> DateCandidate | None:
    """Propose the year of days with weekdays, or the month if one of them is a recent past day.

    It needs a known period, or offices that the text names, in which one year fits best.
    """
    proposals = [
        (fixed.votes, _propose_month_or_year(mention, fixed, span))
        for mention in mentions
        if mention.weekday >= 0
        and not mention.year
        and (fixed := find_years_by_weekday(mention, mentions, span))
        and _is_only_year(fixed, span)
    ]
    most = max((votes for votes, _ in proposals), default=0)
    best = [candidate for votes, candidate in proposals if votes == most]
    return max(best, key=lambda candidate: candidate.date.month > 0, default=None)


def _propose_month_or_year(mention: DayMention, fixed: ResolvedDay, span: ArchivePeriod) -> DateCandidate:
    """Propose the month or the year of a day, whichever the day of writing probably shares with it."""
    day = fixed.day
    is_past = mention.cue in ("past", "earlier")
    month = day.month if is_past and day.day <= _LATE_IN_MONTH else 0
    confidence = _WEEKDAYS_MONTH if month else _WEEKDAYS_YEAR
    if (day.month, is_past) in ((1, False), (12, True)) and (day.day > _LATE_IN_MONTH) == is_past:
        confidence = _NEW_YEAR
    because = f"the weekdays named fit {span.title if span.only_year else f'only {day.year} of {span.title}'}"
    if fixed.is_of_offices:
        because = f"the weekdays named fit only {day.year}{_explain_offices(day, span)}"
    confidence *= span.trust or _OFFICES
    date, evidence = PartialDate(day.year, month), _quote(mention.line, mention.words)
    return DateCandidate(date, confidence, "weekdays", evidence, because, (day,) if is_past else ())


def _propose_fixed_day(
    mention: DayMention, fixed: ResolvedDay, confidence: float, rule: str, evidence: str, span: ArchivePeriod
) -> DateCandidate:
    """Propose a day whose year was found; it is provisional unless only one year of a known span fits."""
    confidence = min(confidence * (span.trust or _OFFICES), _highest_confidence(mention, fixed, span))
    others = dict.fromkeys((*fixed.rivals, *(fixed.fitting if mention.weekday >= 0 else ())))
    near = [day for day in others if 0 < abs(day.year - fixed.day.year) <= _ALTERNATIVE_YEARS]
    because = _explain_year(mention, fixed, span)
    date = PartialDate.of(fixed.day)
    return DateCandidate(date, confidence, rule, evidence, because, tuple(near[:_MOST_ALTERNATIVES]))


def _highest_confidence(mention: DayMention, fixed: ResolvedDay, span: ArchivePeriod) -> float:
    """Return the highest confidence that the evidence for the year allows."""
    if fixed.is_of_offices and not fixed.rivals and (fixed.is_outside or not span.trust):
        return _OFFICES
    if not span.trust and span.source and not fixed.is_outside:
        return _LATEST if any(day in span for day in fixed.rivals) else _NEAR_RECORDS
    if span.trust and not fixed.is_outside and not fixed.rivals:
        return 1.0
    return _LATEST if mention.weekday >= 0 or fixed.agreeing else _NO_WEEKDAY


def _explain_year(mention: DayMention, fixed: ResolvedDay, span: ArchivePeriod) -> str:
    """Explain the year in a sentence."""
    text = f"{mention.day} {_MONTHS[mention.month - 1]} "
    text += _explain_weekday(mention, fixed, span) if mention.weekday >= 0 else _explain_bare_day(fixed, span)
    if fixed.agreeing:
        text += f"; {fixed.agreeing} other weekday{'s agree' if fixed.agreeing > 1 else ' agrees'}"
    return text + (_explain_offices(fixed.day, span) if fixed.is_of_offices else "")


def _explain_offices(day: datetime.date, span: ArchivePeriod) -> str:
    """Name the one or two people whose terms set the limits around a day."""
    terms = [(office, term) for office in span.offices for term in office.terms if term[0] <= day <= term[1]]
    first, last = max(terms, key=lambda held: held[1][0]), min(terms, key=lambda held: held[1][1])
    text = ""
    for office, (start, end) in dict.fromkeys((last, first)):
        since = f"{_MONTHS[start.month - 1]} {start.year}"
        until = f" to {_MONTHS[end.month - 1]} {end.year}" if end <= span.as_of else " on"
        text += f"; line {office.line}: {office.words}, in office from {since}{until}"
    return text


def _is_only_year(fixed: ResolvedDay, span: ArchivePeriod) -> bool:
    """True if no other year of a known span, or of the offices that the text names, fits as well."""
    return not fixed.rivals and (fixed.is_of_offices or (span.trust > 0 and not fixed.is_outside))


def _explain_weekday(mention: DayMention, fixed: ResolvedDay, span: ArchivePeriod) -> str:
    """List the years in which the day fell on its weekday."""
    text = f"fell on a {WEEKDAYS[mention.weekday]} in "
    if span.only_year and not fixed.is_outside:
        return text + span.title
    shown = sorted((fixed.day, *[day for day in fixed.fitting if day != fixed.day][:3]), reverse=True)
    if span.trust and not fixed.is_outside and len(fixed.fitting) <= 1:
        text = text.replace(" in ", " only in ")
    text += ", ".join(str(day.year) for day in shown)
    if fixed.is_outside:
        return f"{text}, outside the span that other records suggest"
    if span.trust:
        return f"{text} of {span.title}{_explain_density(fixed, span)}"
    return f"{text}; other records lie near {fixed.day.year}" if span.source else text


def _explain_bare_day(fixed: ResolvedDay, span: ArchivePeriod) -> str:
    """Explain the year of a day without a weekday."""
    if span.only_year and not fixed.is_outside:
        return f"lies in {span.title}"
    if fixed.agreeing or (fixed.is_of_offices and not fixed.rivals):
        return f"is taken to be of {fixed.day.year}"
    near = _explain_density(fixed, span)
    which = "the one" if not fixed.rivals else "one" if near else "the latest"
    return f"came in {fixed.day.year}, {which} such year of {span.title}{near}"


def _explain_density(fixed: ResolvedDay, span: ArchivePeriod) -> str:
    """Say how many other records are near the day, if they decided between several years."""
    near = span.count_near(fixed.day) if fixed.rivals else 0
    return f"; {near} of {len(span.confirmed)} dated records lie within a year of it" if near else ""


def _quote(number: int, words: str) -> str:
    """Return evidence as records show it: line 4: "On Wednesday, Nov. 22"."""
    return f'line {number}: "{words.strip()[:120]}"'
