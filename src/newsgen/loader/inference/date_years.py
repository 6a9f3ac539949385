"""Where a text does not tell its day, claim the month or the year that its weekdays fix within a known period."""

from __future__ import annotations

from collections.abc import Sequence

from newsgen.loader.inference.date_candidates import Candidate, quote
from newsgen.loader.inference.date_signs import Named
from newsgen.loader.inference.date_spans import Span
from newsgen.loader.inference.years import Fixed, fix_year
from newsgen.model import PartialDate

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
