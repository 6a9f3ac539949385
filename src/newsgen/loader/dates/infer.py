"""Infer the date of a text: what its file name, its lines and its prose say, in that order, or nothing.

What never counts: the file's time stamps, a full date in running text as such, an anniversary, an ordinal,
one end of a range, a day that lies ahead (unless the file's name is it: then the article waits for that day).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from newsgen.loader.dates.lines import DateLine, find_date_lines
from newsgen.loader.dates.mentions import LINES_READ, DayMention, read_mentions
from newsgen.loader.dates.rules import (
    FILE_NAME,
    DateCandidate,
    propose_file_date,
    propose_mentioned_dates,
    propose_stated_dates,
    propose_year,
)
from newsgen.loader.dates.years import Known, find_span, known_dates, past_days
from newsgen.loader.text import Text
from newsgen.model import Guess, Inference, PartialDate

__all__ = ["ArticleDate", "Date", "Known", "infer_date", "infer_dates", "known_dates", "read_date"]

_CLAIM = 0.5
"""Confidence from which a date is no longer provisional."""
_SURE = 0.98
_LEAST = 0.15
"""A guess of less is not worth a reader's while."""
_RIVAL = 0.8
_DAYS_APART = 7
_SETTLED = 0.9
"""Confidence from which a date of a run helps to fix the years of the others."""

Date = Guess[PartialDate] | None


class ArticleDate(msgspec.Struct, frozen=True):
    """What an article tells of its date by itself."""

    stated: PartialDate | None = None
    """As front matter states it; then nothing is inferred."""
    file: str = ""
    """Path of the seed; '' if the date is stated."""
    lines: tuple[DateLine, ...] = ()
    """Dates that lines of the text state, in the order of the text."""
    mentions: tuple[DayMention, ...] = ()
    """Days named in the head of an English text, title and dek included."""
    alone: Date = None
    """What follows from these, if nothing is known of the other articles of the run."""


def read_date(text: Text, stated: object, known: Known) -> ArticleDate:
    """Infer the date of one article, if its front matter states none, from what was known before the run.

    Args:
        text: the seed's lines, with title, dek and language known.
        stated: the date in its front matter; None if there is none.
        known: what is known of the archive's dates.
    """
    if stated is not None:
        return ArticleDate(stated if isinstance(stated, PartialDate) else None)
    text = msgspec.structs.replace(text, lines=text.lines[:LINES_READ])
    mentions = tuple(read_mentions(text)) if text.language == "en" else ()
    article = ArticleDate(None, text.file, tuple(find_date_lines(text)), mentions)
    return msgspec.structs.replace(article, alone=infer_date(article, known))


def infer_dates(articles: Sequence[ArticleDate], known: Known) -> list[Date]:
    """Infer the date of each article of a run that does not state one; the order of the articles changes nothing.

    Dates that are stated or sure help to fix the years of the others.

    Args:
        articles: from `read_date`.
        known: what is known of the archive's dates, as it was given there.

    Returns:
        For each article its date; None where it is stated already or nothing fits.
    """
    alone = [article.alone for article in articles]
    shared = _find_shared_days(
        date.value for date in alone if date and date.inference.rule in (FILE_NAME, "date-line")
    )

    def is_settled(date: Guess[PartialDate]) -> bool:
        return (date.inference.confidence or 0.0) >= _SETTLED and date.value not in shared

    settled = [date.value for date in alone if date and is_settled(date)]
    stated = [article.stated for article in articles if article.stated]
    confirmed = sorted([*known.confirmed, *past_days([*settled, *stated], known.as_of)])
    wider = msgspec.structs.replace(known, confirmed=tuple(confirmed))
    if wider == known and not shared:
        return alone
    return [
        date if not article.file or (date and is_settled(date)) else infer_date(article, wider, shared)
        for article, date in zip(articles, alone, strict=True)
    ]


def _find_shared_days(dates: Iterable[PartialDate]) -> frozenset[PartialDate]:
    """Return the days that so many texts of a run state that they are days of collecting, not of writing.

    These are the days that at least twenty texts, and at least half of all, share.
    """
    counts = Counter(date for date in dates if date.day)
    return frozenset(date for date, n in counts.items() if n >= 20 and 2 * n >= counts.total())


def infer_date(article: ArticleDate, known: Known, shared: frozenset[PartialDate] = frozenset()) -> Date:
    """Infer when a text was written.

    Args:
        article: what its text says of its date.
        known: the latest day possible, the archive's period, the dates of other records.
        shared: days that a whole collection states; they leave a guess provisional.

    Returns:
        The date, as precise as the text allows, with its evidence; None where nothing fits. A confidence is the
        share of such guesses that are right to the day (or the month or year, if no more is claimed).
    """
    span = find_span(known)
    candidates = [
        *propose_file_date(article.file, known.as_of),
        *propose_stated_dates(article.lines, article.mentions, span),
        *propose_mentioned_dates(article.mentions, span),
    ]
    best = _choose_best(
        [
            _lower_shared(candidate, shared)
            for candidate in candidates
            if candidate.confidence >= _LEAST
            and (candidate.date.first_day <= known.as_of or candidate.rule == FILE_NAME)
        ]
    )
    if span.trust and (best is None or best.confidence < _CLAIM):
        best = propose_year(article.mentions, span) or best
    if best is None:
        return None
    inference = Inference(
        rule=best.rule,
        evidence=best.evidence,
        confidence=round(best.confidence, 2),
        because=best.because,
        alternatives=tuple(day.isoformat() for day in best.alternatives),
    )
    return Guess(best.date, inference)


def _lower_shared(candidate: DateCandidate, shared: frozenset[PartialDate]) -> DateCandidate:
    """Leave a day that a whole collection states provisional: it may be the day of collecting."""
    if candidate.date not in shared:
        return candidate
    because = "the whole collection states this day, which may be the day of collecting"
    return msgspec.structs.replace(candidate, confidence=min(candidate.confidence, 0.3), because=because)


def _choose_best(candidates: Sequence[DateCandidate]) -> DateCandidate | None:
    """Return the likeliest candidate, the later of equals; another kind of evidence confirms or contradicts it."""
    weighed = [_add_confirmation(candidate, candidates) for candidate in candidates]
    best = max(weighed, key=lambda candidate: (candidate.confidence, candidate.date), default=None)
    if best is None:
        return None
    rivals = [c for c in weighed if c.confidence >= _RIVAL and _days_between(c.date, best.date) > _DAYS_APART]
    if not rivals:
        return best
    others = tuple(dict.fromkeys(rival.date.first_day for rival in rivals))
    return msgspec.structs.replace(
        best, confidence=best.confidence * _RIVAL, alternatives=(*others, *best.alternatives)
    )


def _add_confirmation(candidate: DateCandidate, others: Iterable[DateCandidate]) -> DateCandidate:
    """Raise the confidence of a claim by the other rules that give the same date, or the month or year it lies in."""
    if candidate.confidence < _CLAIM:
        return candidate
    rules: dict[str, float] = {}
    for other in others:
        contains = (
            other.date.first_day <= candidate.date.first_day
            and candidate.date.last_day <= other.date.last_day
        )
        if other.rule != candidate.rule and contains:
            rules[other.rule] = max(rules.get(other.rule, 0.0), other.confidence)
    doubt = 1 - candidate.confidence
    for confidence in rules.values():
        doubt *= 1 - confidence / 2
    return msgspec.structs.replace(candidate, confidence=max(candidate.confidence, min(_SURE, 1 - doubt)))


def _days_between(one: PartialDate, other: PartialDate) -> int:
    """Return how many days lie between two dates that may be months or years; negative if they overlap."""
    return max((one.first_day - other.last_day).days, (other.first_day - one.last_day).days)
