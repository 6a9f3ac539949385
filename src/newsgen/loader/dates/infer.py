"""Infer the date of a text from its file name, its lines and its prose, in that order; count how often that is right.

These never count: the file's time stamps, a full date in running text without other evidence, an anniversary, an ordinal,
one end of a range, a future day (except in the file's name: then the article is not shown before that day).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from newsgen.loader.dates.lines import StatedDate, find_date_lines
from newsgen.loader.dates.mentions import LINES_READ, DayMention, find_mentions_with_cues, take_first_lines
from newsgen.loader.dates.rules import (
    FILE_NAME,
    DateCandidate,
    propose_file_date,
    propose_mentioned_dates,
    propose_stated_dates,
    propose_year_from_weekdays,
    propose_year_of_coming_days,
)
from newsgen.loader.dates.years import (
    HeldOffice,
    KnownDates,
    estimate_archive_period,
    find_held_offices,
    keep_past_days,
    make_confidence_class,
)
from newsgen.loader.text import SeedText
from newsgen.markdown.boilerplate import extract_block_words
from newsgen.model import Guess, Inference, PartialDate, Record

_CLAIM = 0.5
"""Least confidence of a date that is not provisional."""
_SURE = 0.98
_LEAST = 0.15
"""Least confidence of a date that is used at all."""
_EARLIER = 0.35
_HALF_YEAR = 183
_RIVAL = 0.8
_DAYS_APART = 7
_SETTLED = 0.9
"""Least confidence of a date that helps to find the years of other articles of the run."""
LEAST_RECORDS = 20
"""Least number of days that show how reliable a rule is."""
_LINES_MEASURED = 300
"""Number of lines of a record that are read."""

Scores = dict[str, tuple[int, int]]
"""For a rule and its own confidence (see `make_confidence_class`) how many dates were right, and how many there are."""
Date = Guess[PartialDate] | None


class DateEvidence(msgspec.Struct, frozen=True):
    """The evidence for an article's date, without the other articles."""

    stated: PartialDate | None = None
    """Date in front matter; then nothing is inferred."""
    file: str = ""
    """Path of the seed; '' if the date is stated."""
    lines: tuple[StatedDate, ...] = ()
    """Dates that lines of the text state, in the order of the text."""
    mentions: tuple[DayMention, ...] = ()
    """Days named in the head of an English text, title and dek included."""
    offices: tuple[HeldOffice, ...] = ()
    """People with a title in the head of an English text that names a day without a year."""
    alone: Date = None
    """The date inferred from this evidence, without the other articles of the run."""


def collect_date_evidence(text: SeedText, stated: object, known: KnownDates) -> DateEvidence:
    """Collect the evidence for an article's date, and infer the date if front matter states none."""
    if stated is not None:
        return DateEvidence(stated if isinstance(stated, PartialDate) else None)
    text = msgspec.structs.replace(text, lines=text.lines[:LINES_READ])
    mentions = tuple(find_mentions_with_cues(text)) if text.language == "en" else ()
    has_open_year = any(not mention.year for mention in mentions)
    offices = tuple(find_held_offices(take_first_lines(text))) if has_open_year else ()
    article = DateEvidence(None, text.file, tuple(find_date_lines(text)), mentions, offices)
    return msgspec.structs.replace(article, alone=infer_date(article, known))


def infer_dates(articles: Sequence[DateEvidence], known: KnownDates) -> list[Date]:
    """Infer the dates of a run's articles; the order of the articles changes nothing.

    Stated and certain dates help to find the years of the others.

    Returns:
        The date of each article; None if it is stated already or unknown.
    """
    alone = [article.alone for article in articles]
    shared = _find_shared_days(
        date.value for date in alone if date and date.inference.rule in (FILE_NAME, "date-line")
    )

    def is_settled(date: Guess[PartialDate]) -> bool:
        return (date.inference.confidence or 0.0) >= _SETTLED and date.value not in shared

    settled = [date.value for date in alone if date and is_settled(date)]
    stated = [article.stated for article in articles if article.stated]
    confirmed = sorted([*known.confirmed, *keep_past_days([*settled, *stated], known.as_of)])
    wider = msgspec.structs.replace(known, confirmed=tuple(confirmed))
    if wider == known and not shared:
        return alone
    return [
        date if not article.file or (date and is_settled(date)) else infer_date(article, wider, shared)
        for article, date in zip(articles, alone, strict=True)
    ]


def _find_shared_days(dates: Iterable[PartialDate]) -> frozenset[PartialDate]:
    """Find days that are probably days of collecting, not of writing: at least twenty texts, and half of all, share them."""
    counts = Counter(date for date in dates if date.day)
    return frozenset(date for date, n in counts.items() if n >= 20 and 2 * n >= counts.total())


def infer_date(
    article: DateEvidence, known: KnownDates, shared: frozenset[PartialDate] = frozenset()
) -> Date:
    """Infer the date of an article.

    Args:
        article: the evidence.
        known: the latest possible day, the archive's period, the dates of other records.
        shared: days that many texts share; such dates are provisional.

    Returns:
        The date, as precise as the evidence allows; None if nothing fits. The confidence is the share of such dates that
        are right to the day (or to the month or year, if the date is a month or year).
    """
    span = msgspec.structs.replace(estimate_archive_period(known), offices=article.offices)
    candidates = [
        *propose_file_date(article.file, known.as_of),
        *propose_stated_dates(article.lines, article.mentions, span),
        *_lower_earlier_days(list(propose_mentioned_dates(article.mentions, span))),
    ]
    possible = [
        _lower_shared(candidate, shared)
        for candidate in candidates
        if candidate.confidence >= _LEAST
        and (candidate.date.first_day <= known.as_of or candidate.rule == FILE_NAME)
    ]
    best = _choose_best(possible)
    if (span.trust or span.offices) and (best is None or best.confidence < _CLAIM):
        best = propose_year_from_weekdays(article.mentions, span) or best
    if best is None or best.confidence < _CLAIM:
        best = propose_year_of_coming_days(article.mentions) or best
    if best is None:
        return None
    best = _apply_score(best, known)
    inference = Inference(
        rule=best.rule,
        evidence=best.evidence,
        confidence=round(best.confidence, 2),
        because=best.because,
        alternatives=tuple(day.isoformat() for day in best.alternatives),
    )
    return Guess(best.date, inference)


def _apply_score(best: DateCandidate, known: KnownDates) -> DateCandidate:
    """Replace the confidence of a claimed day by the share of such days that were right in this archive, if it is known."""
    confidence = round(best.confidence, 2)
    score = known.scores.get(make_confidence_class(best.rule, confidence))
    if score is None or not best.date.day or confidence < _CLAIM:
        return best
    right, count = score
    because = f"this was right in {right} of {count} records of this archive whose day is known"
    because = f"{best.because}; {because}" if best.because else because
    return msgspec.structs.replace(best, confidence=min(right / count, _SURE), because=because)


def _lower_earlier_days(candidates: Sequence[DateCandidate]) -> list[DateCandidate]:
    """Make a day provisional if the text names a later past day, too: it is not older than that."""
    latest = max((candidate.date.first_day for candidate in candidates), default=None)
    return [
        msgspec.structs.replace(candidate, confidence=min(candidate.confidence, _EARLIER))
        if latest and 0 < (latest - candidate.date.first_day).days <= _HALF_YEAR
        else candidate
        for candidate in candidates
    ]


def _lower_shared(candidate: DateCandidate, shared: frozenset[PartialDate]) -> DateCandidate:
    """Make a day provisional if a whole collection shares it: it may be the day of collecting."""
    if candidate.date not in shared:
        return candidate
    because = "the whole collection states this day, which may be the day of collecting"
    return msgspec.structs.replace(candidate, confidence=min(candidate.confidence, 0.3), because=because)


def _choose_best(candidates: Sequence[DateCandidate]) -> DateCandidate | None:
    """Choose the most likely candidate, the latest of equal ones; other kinds of evidence confirm or contradict it."""
    weighed = [_add_confirmation(candidate, candidates) for candidate in candidates]
    best = max(weighed, key=lambda candidate: (candidate.confidence, candidate.date), default=None)
    if best is None:
        return None
    rivals = [c for c in weighed if c.confidence >= _RIVAL and _days_between(c.date, best.date) > _DAYS_APART]
    if not rivals:
        return best
    days = (*dict.fromkeys(rival.date.first_day for rival in rivals), *best.alternatives)
    return msgspec.structs.replace(best, confidence=best.confidence * _RIVAL, alternatives=days)


def _add_confirmation(candidate: DateCandidate, others: Iterable[DateCandidate]) -> DateCandidate:
    """Raise a candidate's confidence if other rules give the same date, or its month or year."""
    if candidate.confidence < _CLAIM:
        return candidate
    rules: dict[str, float] = {}
    for other in others:
        starts_before = other.date.first_day <= candidate.date.first_day
        if other.rule != candidate.rule and starts_before and candidate.date.last_day <= other.date.last_day:
            rules[other.rule] = max(rules.get(other.rule, 0.0), other.confidence)
    doubt = 1 - candidate.confidence
    for confidence in rules.values():
        doubt *= 1 - confidence / 2
    return msgspec.structs.replace(candidate, confidence=max(candidate.confidence, min(_SURE, 1 - doubt)))


def _days_between(one: PartialDate, other: PartialDate) -> int:
    """Count the days between two dates, which may be months or years; negative if they overlap."""
    return max((one.first_day - other.last_day).days, (other.first_day - one.last_day).days)


def measure_date_rules(texts: Iterable[tuple[Record, str]], known: KnownDates, language: str) -> Scores:
    """Infer the days of dated records again, each without knowing its own day, and count those that are right.

    Args:
        texts: records with a stated or confirmed day, and their Markdown.
        known: what is known of the archive.
        language: primary subtag of the site's language.

    Returns:
        The scores of claims with at least 20 records; provisional dates and dates without a day do not count.
    """
    right, count = Counter[str](), Counter[str]()
    for record, body in texts:
        if record.date is None:
            continue
        days = list(known.confirmed)
        if (day := record.date.first_day) in days:
            days.remove(day)
        read = body.split("\n", _LINES_MEASURED)[:_LINES_MEASURED]
        lines = (extract_block_words(line.rstrip("\\")) for line in read)
        tag = record.language.partition("-")[0] or language
        text = SeedText(record.seed.origin if record.seed else "", (record.title, "", *lines), 1, 0, tag)
        found = collect_date_evidence(text, None, msgspec.structs.replace(known, confirmed=tuple(days))).alone
        confidence = (found.inference.confidence or 0.0) if found else 0.0
        if found and found.value.day and confidence >= _CLAIM:
            name = make_confidence_class(found.inference.rule, confidence)
            count[name] += 1
            right[name] += found.value.first_day == day
    return {name: (right[name], total) for name, total in count.items() if total >= LEAST_RECORDS}
