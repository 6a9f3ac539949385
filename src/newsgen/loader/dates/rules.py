"""Weigh the dates that a text states: in its file's name, on lines of their own, in datelines and bylines."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

import msgspec

from newsgen.loader.dates.forms import month_of
from newsgen.loader.dates.lines import Named, Role, Stated
from newsgen.loader.dates.mentions import Cue, Mention
from newsgen.loader.dates.years import Candidate, Fixed, Span, dated, fix_year, quote, weekday_name
from newsgen.loader.text import Known
from newsgen.model import PartialDate

FILE_NAME = "file-name"
"""The rule that takes a date from the file's name."""
_FILE_NAME = 0.95
_ROLES: Mapping[Role, float] = MappingProxyType(
    {
        "date-line": 0.93,
        "release": 0.92,
        "dateline": 0.9,
        "labelled": 0.85,
        "byline": 0.8,
        "statement": 0.65,
        "title": 0.45,
        "letter": 0.35,
    }
)
_LETTER_OF_TODAY = 0.86
_LETTER_MONTH = 0.85
_LETTER_LATE = 21
"""Day of the month after which a text that quotes a letter may be of the next month."""
_QUOTED: frozenset[Role] = frozenset(("letter", "statement", "title"))
_CONTRADICTED = 0.6
_OUTSIDE = 0.85
_OUTSIDE_QUOTED = 0.4


def from_file(file: str, known: Known) -> Iterator[Candidate]:
    """Yield the date that the file's name states."""
    if found := date_of_file(file, known.as_of):
        yield Candidate(found, _FILE_NAME, FILE_NAME, f"file name: {file}")


def from_lines(
    found: Sequence[Stated], known: Known, span: Span, mentions: Sequence[Mention]
) -> Iterator[Candidate]:
    """Yield the dates that lines of their own, datelines and bylines state, none after `as_of`."""
    several = len({s.form.partial for s in found}) > 1
    for stated in found:
        if several and stated.role in _QUOTED and not stated.led:
            continue
        quoted = quote(stated.line, stated.quote)
        date = stated.form.partial
        if date is None:
            yield from _without_year(stated, quoted, span, mentions)
        elif date.first_day <= known.as_of:
            yield _weighed(stated, date, quoted, span)


def _weighed(stated: Stated, date: PartialDate, quoted: str, span: Span) -> Candidate:
    """Judge a full date by where it stands, by its weekday, and by the archive's period."""
    confidence, because = _ROLES[stated.role], ""
    if stated.role == "letter" and stated.fresh:
        confidence = _LETTER_OF_TODAY if stated.led else _ROLES["statement"]
    if stated.form.contradicted:
        confidence *= _CONTRADICTED
        because = f"{date.iso} was no {weekday_name(stated.form.weekday)}"
    if span.trust and not (date.last_day >= span.first and date.first_day <= span.last):
        confidence *= _OUTSIDE_QUOTED if stated.role in _QUOTED else _OUTSIDE
    elif stated.role == "letter" and stated.led and not stated.fresh and 0 < date.day <= _LETTER_LATE:
        because = "a text that quotes a letter follows it within days"
        month = PartialDate(date.year, date.month)
        return Candidate(month, _LETTER_MONTH, "letter", quoted, because, (date.first_day,))
    return Candidate(date, confidence, stated.role, quoted, because)


def _without_year(
    stated: Stated, quoted: str, span: Span, mentions: Sequence[Mention]
) -> Iterator[Candidate]:
    """Yield the day that a line without a year names ('BEIJING, Nov. 22 —'), its year fixed.

    Without a weekday of its own it needs a known span, or other days of the text whose weekdays tell the year.
    """
    form = stated.form
    mention = Mention(stated.line, 0, len(stated.quote), form.month, form.day, 0, form.weekday)
    fixed = fix_year(mention, mentions, span) if form.day else None
    if fixed and (form.weekday >= 0 or fixed.agreeing or (span.trust and not fixed.outside)):
        yield dated(mention, fixed, _ROLES[stated.role], stated.role, quoted, span)


def unless_shared(candidate: Candidate, shared: frozenset[PartialDate]) -> Candidate:
    """Leave a day that a whole collection states provisional: it may be the day of collecting."""
    if candidate.date not in shared:
        return candidate
    because = "the whole collection states this day, which may be the day of collecting"
    return msgspec.structs.replace(candidate, confidence=min(candidate.confidence, 0.3), because=because)


_DIGITS = re.compile(
    r"(?<![0-9A-Za-z])(?:(\d{4})([-_.]?)(\d{2})\2(\d{2})(?![0-9A-Fa-f])|(\d{4})[-_.](\d{2})(?![0-9]|[-_.][0-9]))",
    re.ASCII,
)
_NAMED = re.compile(r"(?<![0-9A-Za-z])(\d{1,2})[-_. ]?([A-Za-z]{3,9})[-_. ]?(\d{4})(?!\d)", re.ASCII)
_FOLDERS = re.compile(r"(?:^|/)(\d{4})/(\d{2})(?:/(\d{2}))?/[^/]+$", re.ASCII)
_CONTAINER = re.compile(r".*\.[A-Za-z]{2,8}#(?=[^#]+$)", re.ASCII)
_EARLIEST = 1800


def date_of_file(path: str, as_of: datetime.date) -> PartialDate | None:
    """Return the date that the name of a file, or the folders above it, state.

    Args:
        path: path of the seed, '/'-separated; for a member of a container the part after '#'.
        as_of: a later month or year is no date of an article; a later day is one that it waits for, an embargo.

    Returns:
        A day or a month: '2023-11-22-x.txt', '20231122_x.txt', '22Nov2023x.txt', '2023_11.txt',
        '2023/11/22/x.txt'. None for other runs of digits, such as hashes and serial numbers.
    """
    name = _CONTAINER.sub("", path) or path
    base = name.rpartition("/")[2]
    for parts in (_digits(base), _named(base), _folders(name)):
        if parts and (found := _checked(*parts)) and (found.day or found.first_day <= as_of):
            return found
    return None


def _digits(base: str) -> tuple[int, int, int] | None:
    """Read year, month and day written with digits alone; a month needs a mark before it (202311 may be a number)."""
    for match in _DIGITS.finditer(base):
        if match[4]:
            return int(match[1]), int(match[3]), int(match[4])
        return int(match[5]), int(match[6]), 0
    return None


def _named(base: str) -> tuple[int, int, int] | None:
    """Read '22Nov2023' and '22-november-2023'."""
    match = _NAMED.search(base)
    month = month_of(match[2], "en") if match else 0
    return (int(match[3]), month, int(match[1])) if match and month else None


def _folders(path: str) -> tuple[int, int, int] | None:
    """Read the folders '2023/11/' and '2023/11/22/'."""
    match = _FOLDERS.search(path)
    return (int(match[1]), int(match[2]), int(match[3] or 0)) if match else None


def _checked(year: int, month: int, day: int) -> PartialDate | None:
    """Return a date of the calendar, no earlier than newspapers of any number; else None."""
    if year < _EARLIEST:
        return None
    try:
        datetime.date(year, month, day or 1)
    except ValueError:
        return None
    return PartialDate(year, month, day)


def shared_dates(dates: Iterable[PartialDate]) -> frozenset[PartialDate]:
    """Return the days that so many texts of one collection state that they are days of collecting, not of writing.

    Args:
        dates: the date that each text of the collection states by file name or date line, one a text.

    Returns:
        Days that at least twenty texts, and at least half of all, share; a guess that rests on one of them is
        to be given up.
    """
    counts = Counter(d for d in dates if d.day)
    total = counts.total()
    return frozenset(d for d, n in counts.items() if n >= 20 and 2 * n >= total)


_ADVERBS: Mapping[Cue, tuple[float, int]] = MappingProxyType(
    {"today": (0.9, 0), "yesterday": (0.75, 1), "tomorrow": (0.85, -1)}
)
"""Confidence, and days from the one named to the day of writing."""
_LEAD = 0.86
_LEAD_WEEKEND = 0.5
"""What happened on a Saturday or Sunday a wire tells on the day, an office on the Monday."""
_LEAD_LINES = 2
"""The first lines of the body; later ones tell more and more of what came before."""
_BEHIND = 0.35


def from_mentions(found: Sequence[Named], known: Known, span: Span) -> Iterator[Candidate]:
    """Yield the days named in the first paragraphs that may be the day of writing, their years fixed."""
    mentions = [named.mention for named in found]
    for named in found:
        mention = named.mention
        if named.place < 0:
            continue
        confidence, shift = _judge(mention, named.cue, named.place)
        if not confidence:
            continue
        quoted = quote(mention.line, named.phrase)
        if mention.year:
            day = mention.in_year(mention.year)
            if day and day <= known.as_of and mention.fits(day):
                yield _shifted(Candidate(PartialDate.of(day), confidence, "dated-lead", quoted), shift)
        elif (fixed := fix_year(mention, mentions, span)) and _usable(mention, fixed, span):
            yield _shifted(dated(mention, fixed, confidence, "weekday", quoted, span), shift)


def _usable(mention: Mention, fixed: Fixed, span: Span) -> bool:
    """Tell whether a mention's weekday, or else a span that one year alone fits, tells its year."""
    return mention.weekday >= 0 or bool(span.trust and not fixed.outside and not fixed.rivals)


def _judge(mention: Mention, cue: Cue, place: int) -> tuple[float, int]:
    """Return how far a mention can be the day of writing, and the days from the one to the other.

    A full date counts only beside 'today' and its like, or with its weekday in the lead: elsewhere it is history.
    """
    if cue in _ADVERBS:
        return _ADVERBS[cue]
    if cue == "past" and place < _LEAD_LINES and mention.weekday >= 0:
        return (_LEAD if mention.weekday < 5 else _LEAD_WEEKEND), 0
    return (_BEHIND if cue in ("past", "earlier") and not mention.year else 0.0), 0


def _shifted(candidate: Candidate, shift: int) -> Candidate:
    """Move a candidate from the day named to the day of writing ('tomorrow, Dec. 1' was written on 30 November)."""
    if not shift:
        return candidate
    written = candidate.date.first_day + datetime.timedelta(days=shift)
    return msgspec.structs.replace(candidate, date=PartialDate.of(written), alternatives=())


_YEAR = 0.97
_MONTH = 0.85
_LATE = 21
"""Day of the month after which what is told may be told in the next month."""
_TURN = 0.7
"""For a day ahead at the turn of the year: the text may be of the year before."""


def from_years(found: Sequence[Named], span: Span) -> Candidate | None:
    """Claim the year of the days named with their weekdays, or the month if one of them lies shortly behind.

    Only within a known period, and only where one year of it fits best.
    """
    mentions = [named.mention for named in found]
    claims = [
        (fixed.votes, _claim(named, fixed, span))
        for named, mention in zip(found, mentions, strict=True)
        if mention.weekday >= 0
        and not mention.year
        and (fixed := fix_year(mention, mentions, span))
        and not (fixed.rivals or fixed.outside)
    ]
    most = max((votes for votes, _ in claims), default=0)
    fair = [claim for votes, claim in claims if votes == most]
    return max(fair, key=lambda c: c.date.month > 0, default=None)


def _claim(named: Named, fixed: Fixed, span: Span) -> Candidate:
    """Claim as much of a fixed day as the day of writing is likely to share with it."""
    day = fixed.day
    behind = named.cue in ("past", "earlier")
    month = day.month if behind and day.day <= _LATE else 0
    confidence = _MONTH if month else _YEAR
    if (day.month, behind) in ((1, False), (12, True)) and (day.day > _LATE) == behind:
        confidence = _TURN
    because = f"the weekdays named fit {span.title if span.only else f'{day.year} alone of {span.title}'}"
    quoted = quote(named.mention.line, named.words)
    near = (day,) if behind else ()
    return Candidate(PartialDate(day.year, month), confidence * span.trust, "weekdays", quoted, because, near)
