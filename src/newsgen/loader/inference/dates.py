"""Infer the date of a text: what its file name, its lines and its prose say, in that order, or nothing.

What never counts: the file's time stamps, a full date in running text as such, an anniversary, an ordinal,
one end of a range, a day that lies ahead (unless the file's name is it: then the article waits for that day).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from newsgen.loader.inference.date_candidates import Candidate
from newsgen.loader.inference.date_prose import from_mentions
from newsgen.loader.inference.date_signs import Signs, read_signs
from newsgen.loader.inference.date_spans import span_of
from newsgen.loader.inference.date_stated import FILE_NAME, from_file, from_lines, unless_shared
from newsgen.loader.inference.date_years import from_years
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
