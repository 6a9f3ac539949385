"""Find heads of state and government and foreign ministers in English text, and when they held their offices."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice

import msgspec

from newsgen.loader.dates.forms import fold_word
from newsgen.loader.dates.mentions import LINE_READ
from newsgen.loader.text import read_data_file
from newsgen.model import PartialDate

Term = tuple[datetime.date, datetime.date]
"""First and last day; 1 January or 31 December if only the year is known."""
_LINES_READ = 8
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
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d(?!\d)")
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


def find_held_offices(lines: Iterable[tuple[int, str]]) -> Iterator[HeldOffice]:
    """Yield the people of data/offices.tsv that the first lines name with their title, each once.

    'former', 'late' and the like before the title, and a sentence with a year, are about the past; they are not read.

    Args:
        lines: number and text of the first lines that are not blank.
    """
    seen = set()
    for number, line in islice(lines, _LINES_READ):
        line = line[:LINE_READ]
        for match in _TITLED.finditer(line) if any(part in line for part in _PARTS) else ():
            start = match.start()
            sentence = _SENTENCE_END.split(line[:start])[-1] + _SENTENCE_END.split(line[start:])[0]
            before = line[max(start - 40, 0) : start]
            if _OF_THE_PAST.search(before) or _YEAR.search(sentence):
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
