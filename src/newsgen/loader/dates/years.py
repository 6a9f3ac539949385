"""Find the year of a day without a year: from its weekday, from other days of the text, from the archive's period, from
the offices that people of the text held."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Literal

import msgspec

from newsgen.loader.dates.forms import fold_word
from newsgen.loader.dates.mentions import LINE_READ, DayMention
from newsgen.loader.text import read_data_file
from newsgen.model import PartialDate

_YEARS_BACK = 60
"""Years before `as_of` that are searched if no period is known."""
_ENOUGH_RECORDS = 3
"""Least number of records that define the archive's span; fewer only make some years more likely."""
_RECORDS_TRUST = 0.9
_NEAR_YEARS = 3
"""Years before and after one or two records that are more likely."""
_HALF_YEAR = 183
_YEAR = 366
Term = tuple[datetime.date, datetime.date]
"""First and last day; 1 January or 31 December if only the year is known."""
_LINES_WITH_OFFICES = 8
"""Number of first lines, without blank ones, that are read; later ones name more people of the past."""
_OFFICES = {
    "premier": "prime minister",
    "chancellor": "prime minister",
    "taoiseach": "prime minister",
    "secretary of state": "foreign minister",
    "foreign secretary": "foreign minister",
    "secretary general": "secretary-general",
    "director general": "director-general",
    "king": "monarch",
    "queen": "monarch",
    "emperor": "monarch",
}
"""The offices of data/offices.tsv for titles that differ from them."""
_TITLED = re.compile(
    r"\b(?P<title>(?i:(?:vice )?president|prime minister|premier|chancellor|taoiseach|foreign minister|"
    r"secretary of state|foreign secretary|secretary[ -]general|general secretary|director[ -]general|"
    r"managing director|high representative)|King|Queen|Emperor|Pope)"
    r"(?P<name>(?: (?:(?:bin|da|de|del|der|la|van|von|arap)\b|(?:[ae]l-)?[^\W\d_a-z][\w’'-]*)\.?){1,6})"
)
_PARTS = (
    "resident |inister |remier |hancellor |of State |ecretary|irector|epresentative |aoiseach |King |Queen |Emperor |Pope "
).split("|")
"""A line without one of these has no title."""
_OF_THE_PAST = re.compile(
    r"\b(?:former|late|then|ex|acting|deputy|assistant|vice|future|past|previous|under|since)[\s-]+"
    r"(?:[\w.]+[\s-]+){0,2}$",
    re.IGNORECASE,
)
_YEAR_NUMBER = re.compile(r"\b(?:1[89]|20)\d\d(?!\d)")
_SENTENCE_END = re.compile(r"(?<=[a-z\d”\"][.!?])\s")
_NAME_END = re.compile(r"(?:['’]s?|[.,])+$")
_KEPT = ("president", "vice president")
"""Offices of the US whose former holders are called by them for life, so that the end of their terms shows nothing."""
_FAMILY_FIRST = frozenset(("Chinese", "Japanese", "South Korean", "Taiwanese", "Vietnamese"))
_SUFFIXES = frozenset(("jr", "iii"))
_WEEKDAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())


class HeldOffice(msgspec.Struct, frozen=True):
    """A person with a title that a text names, and the terms that this can mean."""

    line: int
    """Line of the seed, counted from 1."""
    words: str
    """Title and name as written: 'Prime Minister Kishida Fumio'."""
    terms: tuple[Term, ...]

    def covers(self, day: datetime.date) -> bool:
        """True if the person held the office on a day."""
        return any(first <= day <= last for first, last in self.terms)


class KnownDates(msgspec.Struct, frozen=True):
    """Known dates of the archive, apart from the text."""

    as_of: datetime.date
    """Latest possible day of an article; an input, never the clock."""
    period: tuple[datetime.date, datetime.date] | None = None
    """First and last day of the archive's span, from the settings or `--period`; None if not given."""
    confirmed: tuple[datetime.date, ...] = ()
    """Stated or confirmed dates of other records, sorted."""
    scores: dict[str, tuple[int, int]] = {}
    """How many days of other records a rule found rightly, and how many in all, by `make_confidence_class`."""


def collect_known_dates(
    as_of: datetime.date,
    period: tuple[datetime.date, datetime.date] | None,
    dates: Iterable[PartialDate],
    scores: dict[str, tuple[int, int]] | None = None,
) -> KnownDates:
    """Collect the known dates of the archive; `dates` are stated or confirmed dates of existing records."""
    return KnownDates(as_of, period, tuple(sorted(keep_past_days(dates, as_of))), scores or {})


def make_confidence_class(rule: str, confidence: float) -> str:
    """Return the key of dates that one rule gives with about the same confidence, in tenths: 'dateline 0.9'."""
    return f"{rule} {int(confidence * 10 + 1e-6) / 10}"


def keep_past_days(dates: Iterable[PartialDate], as_of: datetime.date) -> list[datetime.date]:
    """Return the dates that are days and not later than `as_of`; only these show the archive's period."""
    return [date.first_day for date in dates if date.day and date.first_day <= as_of]


class ArchivePeriod(msgspec.Struct, frozen=True):
    """The span of days that is searched for a year, and how reliable it is."""

    first: datetime.date
    last: datetime.date
    trust: float
    """1 for a given period, less for the span of other records, 0 for one or two records or none."""
    source: Literal["period", "records", ""]
    as_of: datetime.date
    """Latest possible day, also if the span is longer."""
    confirmed: tuple[datetime.date, ...] = ()
    """Stated or confirmed dates of other records, sorted."""
    offices: tuple[HeldOffice, ...] = ()
    """People of the text whose terms limit its year; without effect if no day fits all of them."""

    @property
    def only_year(self) -> int:
        """The year of a known span within one year; 0 for other spans."""
        return self.first.year if self.source and self.first.year == self.last.year else 0

    @property
    def title(self) -> str:
        """The years of the span, and their source: "2019 to 2024, the archive's period"."""
        of_records = self.source == "records"
        if self.only_year:
            source = "that other records suggest" if of_records else "of the archive's period"
            return f"{self.only_year}, the one year {source}"
        source = "the span that other records suggest" if of_records else "the archive's period"
        return f"{self.first.year} to {self.last.year}, {source}"

    def __contains__(self, day: datetime.date) -> bool:
        return self.first <= day <= self.last

    def count_near(self, day: datetime.date) -> int:
        """Count the other records dated less than a year before or after a day."""
        place = day.toordinal()
        after = bisect_left(self.confirmed, place + _YEAR, key=datetime.date.toordinal)
        return after - bisect_right(self.confirmed, place - _YEAR, key=datetime.date.toordinal)

    def gap(self, day: datetime.date) -> int:
        """Count the days between a day and the nearest other record; 0 without other records."""
        at = bisect_left(self.confirmed, day)
        return min((abs((day - other).days) for other in self.confirmed[max(at - 1, 0) : at + 1]), default=0)


def estimate_archive_period(known: KnownDates) -> ArchivePeriod:
    """Return the archive's period, or the widened span of at least three other records.

    One or two records make the years near theirs more likely, but the trust is 0.
    """
    as_of = known.as_of
    if known.period:
        first, last = known.period
        return ArchivePeriod(first, min(last, as_of), 1.0, "period", as_of, known.confirmed)
    if not known.confirmed:
        return ArchivePeriod(_earliest_day(as_of), as_of, 0.0, "", as_of)
    first, last = known.confirmed[0], known.confirmed[-1]
    if len(known.confirmed) < _ENOUGH_RECORDS:
        start = datetime.date(max(first.year - _NEAR_YEARS, 1), 1, 1)
        end = datetime.date(min(last.year + _NEAR_YEARS, as_of.year), 12, 31)
        return ArchivePeriod(start, min(end, as_of), 0.0, "records", as_of, known.confirmed)
    margin = max(366, (last - first).days // 4)
    early = max(first.toordinal() - margin, 1)
    late = max(min(last.toordinal() + margin, as_of.toordinal()), early)
    days = datetime.date.fromordinal(early), datetime.date.fromordinal(late)
    return ArchivePeriod(*days, _RECORDS_TRUST, "records", as_of, known.confirmed)


def _earliest_day(as_of: datetime.date) -> datetime.date:
    """Return the earliest day that is searched if no period is known."""
    return datetime.date(max(1, as_of.year - _YEARS_BACK), 1, 1)


class ResolvedDay(msgspec.Struct, frozen=True):
    """The days of the calendar that a mention can mean."""

    day: datetime.date
    """The day with which most weekdays of the text agree; of equal ones the one near most other records, then the one
    nearest to any, then the latest."""
    rivals: tuple[datetime.date, ...]
    """Other days with as many votes, in the same order."""
    fitting: tuple[datetime.date, ...]
    """All days with the mention's weekday, latest first."""
    agreeing: int
    """Number of other weekdays in the text that agree with `day`."""
    votes: int
    """`agreeing`, minus the number of weekdays that do not agree."""
    is_outside: bool = False
    """True if the day is outside the span of the other records."""
    is_of_offices: bool = False
    """True if the people of the text with a title held their offices on the day."""


def find_years_by_weekday(
    mention: DayMention, mentions: Sequence[DayMention], span: ArchivePeriod
) -> ResolvedDay | None:
    """Find the years in which a mention's weekday is right; prefer years in which other days of the text are right, too.

    Args:
        mention: a day without a year.
        mentions: all days of the text; those with a weekday and without a year vote.
        span: the days to search.

    Returns:
        The day and its rivals; None if no year fits. If no year in the span of other records fits, or the span has no
        trust, years outside it count too, but years in it or near it are preferred.
    """
    days = _fitting_days(mention, span)
    if not days:
        return None
    witnesses = {(m.month, m.day): m for m in mentions if m.weekday >= 0 and not m.year}
    if mention.weekday >= 0:
        witnesses.pop((mention.month, mention.day), None)
    votes = {day: [_vote(witness, day) for witness in witnesses.values()] for day in days}
    best = max(map(sum, votes.values()))
    equals = sorted(
        (d for d in days if sum(votes[d]) == best),
        key=lambda day: (-span.count_near(day), span.gap(day)),
    )
    day = equals[0]
    is_of_offices = bool(span.offices) and _is_of_offices(day, span)
    return ResolvedDay(
        day, tuple(equals[1:]), tuple(days), votes[day].count(1), best, day not in span, is_of_offices
    )


def _fitting_days(mention: DayMention, span: ArchivePeriod) -> Sequence[datetime.date]:
    """Return the days that a mention can mean, latest first, and none outside a given period.

    Days of the offices that the text names are preferred to others, also outside the span of the other records.
    """
    days = list(_days_between(mention, span.first, span.last))
    held = [day for day in days if _is_of_offices(day, span)]
    if span.source == "records" and not (held and span.trust):
        wider = list(_days_between(mention, min(span.first, _earliest_day(span.as_of)), span.as_of))
        held = [day for day in wider if _is_of_offices(day, span)]
        days = days if days and span.trust else wider
    return held or days


def _is_of_offices(day: datetime.date, span: ArchivePeriod) -> bool:
    """True if the people of the text with a title all held their offices on a day."""
    return all(office.covers(day) for office in span.offices)


def _days_between(mention: DayMention, first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    """Yield the mention's day in each year between two days in which it fits, latest first."""
    for year in range(last.year, first.year - 1, -1):
        day = mention.in_year(year)
        if day is not None and first <= day <= last and mention.fits(day):
            yield day


def _vote(witness: DayMention, day: datetime.date) -> int:
    """Return 1 if a mention, in the year that brings it nearest to a day, has the written weekday, otherwise -1."""
    for year in (day.year, day.year - 1, day.year + 1):
        near = witness.in_year(year) if 1 <= year <= 9999 else None
        if near is not None and abs((near - day).days) <= _HALF_YEAR:
            return 1 if witness.fits(near) else -1
    return 0


def find_held_offices(lines: Iterable[tuple[int, str]]) -> Iterator[HeldOffice]:
    """Yield the people of data/offices.tsv that the first lines name with their title, each once.

    'former', 'late' and the like before the title, and a sentence with a year, are about the past; they are not read.

    Args:
        lines: number and text of the first lines that are not blank.
    """
    seen = set()
    for number, line in islice(lines, _LINES_WITH_OFFICES):
        line = line[:LINE_READ]
        for match in _TITLED.finditer(line) if any(part in line for part in _PARTS) else ():
            start = match.start()
            sentence = _SENTENCE_END.split(line[:start])[-1] + _SENTENCE_END.split(line[start:])[0]
            before = line[max(start - 40, 0) : start]
            if _OF_THE_PAST.search(before) or _YEAR_NUMBER.search(sentence):
                continue
            name, terms = _find_terms(match["title"].lower(), match["name"].split(), before)
            if terms and terms not in seen:
                seen.add(terms)
                yield HeldOffice(number, f"{match['title']} {name}", terms)


def find_office_holder(office: str, names: Iterable[str], date: PartialDate) -> str:
    """Return the one of some names whose term in an office has all days of a date; '' if it is none or several.

    Args:
        office: as in data/offices.tsv, e.g. 'president', or another word for it, e.g. 'premier'.
        names: full names as the table has them; others held no office.
    """
    office = _OFFICES.get(office, office)
    terms = {name: _read_terms().get((office, _fold_name(name)), ()) for name in names}
    holders = [
        name
        for name, held in terms.items()
        if any(first <= date.first_day and date.last_day <= last for _, first, last in held)
    ]
    return holders[0] if len(holders) == 1 else ""


def _find_terms(title: str, words: Sequence[str], before: str) -> tuple[str, tuple[Term, ...]]:
    """Find the terms of a name at the start of some words, and the name as written.

    A family name alone needs its country before the title; for presidents of the US no other word with a capital.
    """
    office = _OFFICES.get(title, title)
    last = (before.replace(".", "").split() or [""])[-1]
    if office == "president" and not last[:1].isupper():
        last = "US"
    for count in range(len(words), 0, -1):
        written = words[:count]
        if count < len(words) and words[count] not in _WEEKDAYS and not _NAME_END.search(written[-1]):
            continue
        name = [_fold_name(_NAME_END.sub("", word)) for word in written]
        plain = [word for word in name if word not in _SUFFIXES] or name
        keys = (" ".join(name), f"{plain[0]}…{plain[-1]}", f"{last} {name[0]}" if count == 1 else "")
        for key in keys:
            if found := _read_terms().get((office, key)):
                terms = (
                    (first, datetime.date.max if country == "US" and office in _KEPT else last)
                    for country, first, last in found
                )
                return _NAME_END.sub("", " ".join(written)), tuple(terms)
    return "", ()


@cache
def _read_terms() -> Mapping[tuple[str, str], Sequence[tuple[str, datetime.date, datetime.date]]]:
    """Read data/offices.tsv: country, first and last day of the terms by office and name, with the name's order turned
    round, without middle names, and as a family name after the country ('Chinese xi')."""
    found: dict[tuple[str, str], list[tuple[str, datetime.date, datetime.date]]] = defaultdict(list)
    for row in read_data_file("offices.tsv").splitlines()[1:]:
        country, office, names, first, *last = row.split("\t")
        end = PartialDate.parse(last[0]).last_day if last else datetime.date.max
        term = country, PartialDate.parse(first).first_day, end
        for name in (_fold_name(spelling).split() for spelling in names.split(";")):
            plain = [word for word in name if word not in _SUFFIXES]
            family = plain[0] if country in _FAMILY_FIRST else plain[-1]
            keys = {" ".join(name)}
            if len(plain) > 1:
                keys |= {
                    f"{plain[0]}…{plain[-1]}",
                    f"{plain[-1]}…{plain[0]}",
                    f"{country.split()[-1]} {family}",
                }
            for key in keys:
                if term not in found[office, key]:
                    found[office, key].append(term)
    return dict(found)


def _fold_name(name: str) -> str:
    """Return a name in lower case without accents and points."""
    return fold_word(name.replace(".", ""))
