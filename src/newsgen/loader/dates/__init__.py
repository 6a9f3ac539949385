"""Infer the date of a text: what its file name, its lines and its prose say, in that order, or nothing.

What never counts: the file's time stamps, a full date in running text as such, an anniversary, an ordinal,
one end of a range, a day that lies ahead (unless the file's name is it: then the article waits for that day).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

import msgspec

from newsgen.loader.analyse import Analysis
from newsgen.loader.dates.lines import Signs, read_signs
from newsgen.loader.dates.rules import (
    FILE_NAME,
    from_file,
    from_lines,
    from_mentions,
    from_years,
    shared_dates,
    unless_shared,
)
from newsgen.loader.dates.years import Candidate, span_of
from newsgen.loader.text import Known, Text
from newsgen.model import Guess, Inference, PartialDate

_CLAIM = 0.5
_SURE = 0.98
_LEAST = 0.15
"""A guess of less is not worth a reader's while."""
_RIVAL = 0.8
_DAYS_APART = 7


def infer_date(
    text: Text, known: Known, shared: frozenset[PartialDate] = frozenset()
) -> Guess[PartialDate] | None:
    """Infer when a text was written.

    Args:
        text: the seed's lines, with title, dek and language known.
        known: the latest day possible, the archive's period, the dates of other records.
        shared: days that a whole collection states (`date_files.shared_dates`); they leave a guess provisional.

    Returns:
        The date, as precise as the text allows, with its evidence; None where nothing fits. A confidence is the
        share of such guesses that are right to the day (or the month or year, if no more is claimed).
    """
    return weigh_signs(read_signs(text), known, shared)


def weigh_signs(
    signs: Signs, known: Known, shared: frozenset[PartialDate] = frozenset()
) -> Guess[PartialDate] | None:
    """Infer when a text was written from what it tells of its date; see `infer_date`."""
    span = span_of(known)
    mentions = [named.mention for named in signs.named]
    found = [
        *from_file(signs.file, known),
        *from_lines(signs.stated, known, span, mentions),
        *from_mentions(signs.named, known, span),
    ]
    best = _best(
        [
            unless_shared(c, shared)
            for c in found
            if c.confidence >= _LEAST and (c.date.first_day <= known.as_of or c.rule == FILE_NAME)
        ]
    )
    if span.trust and (best is None or best.confidence < _CLAIM):
        best = from_years(signs.named, span) or best
    return _guess(best) if best else None


def _best(found: Sequence[Candidate]) -> Candidate | None:
    """Return the likeliest candidate, the later of equals; another kind of evidence confirms or contradicts it."""
    weighed = [_confirmed(c, found) for c in found]
    best = max(weighed, key=lambda c: (c.confidence, c.date), default=None)
    if best is None:
        return None
    rivals = [c for c in weighed if c.confidence >= _RIVAL and _apart(c.date, best.date)]
    if not rivals:
        return best
    others = tuple(dict.fromkeys(c.date.first_day for c in rivals))
    return msgspec.structs.replace(
        best, confidence=best.confidence * _RIVAL, alternatives=(*others, *best.alternatives)
    )


def _confirmed(candidate: Candidate, found: Iterable[Candidate]) -> Candidate:
    """Raise the confidence of a claim by the other rules that give the same date, or the month or year it lies in."""
    if candidate.confidence < _CLAIM:
        return candidate
    kinds: dict[str, float] = {}
    for other in found:
        if other.rule != candidate.rule and _contains(other.date, candidate.date):
            kinds[other.rule] = max(kinds.get(other.rule, 0.0), other.confidence)
    doubt = 1 - candidate.confidence
    for confidence in kinds.values():
        doubt *= 1 - confidence / 2
    return msgspec.structs.replace(candidate, confidence=max(candidate.confidence, min(_SURE, 1 - doubt)))


def _contains(outer: PartialDate, inner: PartialDate) -> bool:
    return outer.first_day <= inner.first_day and inner.last_day <= outer.last_day


def _apart(one: PartialDate, other: PartialDate) -> bool:
    """Tell whether two dates cannot both be near the truth."""
    gap = max((one.first_day - other.last_day).days, (other.first_day - one.last_day).days)
    return gap > _DAYS_APART


def _guess(best: Candidate) -> Guess[PartialDate]:
    """Write a candidate as a record shows it."""
    inference = Inference(
        rule=best.rule,
        evidence=best.evidence,
        confidence=round(best.confidence, 2),
        because=best.because,
        alternatives=tuple(d.isoformat() for d in best.alternatives),
    )
    return Guess(best.date, inference)


SETTLED = 0.9
"""Confidence from which a date of the batch helps to fix the years of the others."""
_STATED = frozenset({FILE_NAME, "date-line"})

Date = Guess[PartialDate] | None


class Dated(msgspec.Struct, frozen=True):
    """What an article tells of its date by itself."""

    stated: PartialDate | None = None
    """As front matter states it."""
    signs: Signs | None = None
    """What its text tells; None if the date is stated."""
    alone: Date = None
    """What follows from them, if nothing is known of the others."""


def date_alone(analysis: Analysis, known: Known) -> Dated:
    """Infer the date of one article, if it does not state one, from what is known beside the batch."""
    stated = analysis.draft.stated
    if "date" in stated:
        return Dated(stated["date"] if isinstance(stated["date"], PartialDate) else None)
    signs = read_signs(analysis.text)
    return Dated(None, signs, weigh_signs(signs, known))


def infer_dates(found: Sequence[Dated], known: Known) -> list[Date]:
    """Infer the date of each article that does not state one; the order of the articles changes nothing.

    Args:
        found: one an article, by `date_alone`.
        known: what is known beside the batch, as it was given there.

    Returns:
        For each article its date; None where it is stated already or nothing fits.
    """
    alone = [one.alone for one in found]
    shared = shared_dates([date.value for date in alone if date and date.inference.rule in _STATED])
    settled = [date.value for date in alone if date and _settles(date, shared)]
    stated = [one.stated for one in found if one.stated]
    confirmed = tuple(
        sorted([*known.confirmed, *(d.first_day for d in (*settled, *stated) if _tells(d, known.as_of))])
    )
    wider = msgspec.structs.replace(known, confirmed=confirmed)
    if confirmed == known.confirmed and not shared:
        return alone
    return [
        date
        if one.signs is None or (date and _settles(date, shared))
        else weigh_signs(one.signs, wider, shared)
        for one, date in zip(found, alone, strict=True)
    ]


def _settles(date: Guess[PartialDate], shared: frozenset[PartialDate]) -> bool:
    """Return whether a date is sure enough to help with others."""
    return (date.inference.confidence or 0.0) >= SETTLED and date.value not in shared


def _tells(date: PartialDate, as_of: datetime.date) -> bool:
    """Return whether a date tells of the archive's period: a day, and none that is waited for."""
    return bool(date.day) and date.first_day <= as_of


def known_of(
    as_of: datetime.date, period: tuple[datetime.date, datetime.date] | None, dates: Sequence[PartialDate]
) -> Known:
    """Gather what is known beside the seeds.

    Args:
        as_of: latest day possible.
        period: the archive's span, if it was given.
        dates: stated or confirmed dates of the records that exist.
    """
    return Known(as_of, period, tuple(sorted(date.first_day for date in dates if _tells(date, as_of))))
