"""Where a text does not tell its day, claim the month or the year that its weekdays fix within a known period."""

from __future__ import annotations

from collections.abc import Sequence

from newsgen.loader.inference.date_candidates import Candidate, quote
from newsgen.loader.inference.date_cues import cue_of
from newsgen.loader.inference.date_mentions import Mention
from newsgen.loader.inference.date_spans import Span
from newsgen.loader.inference.years import Fixed, fix_year
from newsgen.loader.text import Text
from newsgen.model import PartialDate

_YEAR = 0.97
_MONTH = 0.85
_LATE = 21
"""Day of the month after which what is told may be told in the next month."""
_TURN = 0.7
"""For a day ahead at the turn of the year: the text may be of the year before."""


def from_years(text: Text, mentions: Sequence[Mention], span: Span) -> Candidate | None:
    """Claim the year of the days named with their weekdays, or the month if one of them lies shortly behind.

    Only within a known period, and only where one year of it fits best.
    """
    claims = [
        (fixed.votes, _claim(text, mention, fixed, span))
        for mention in mentions
        if mention.weekday >= 0
        and not mention.year
        and (fixed := fix_year(mention, mentions, span))
        and not (fixed.rivals or fixed.outside)
    ]
    most = max((votes for votes, _ in claims), default=0)
    fair = [claim for votes, claim in claims if votes == most]
    return max(fair, key=lambda c: c.date.month > 0, default=None)


def _claim(text: Text, mention: Mention, fixed: Fixed, span: Span) -> Candidate:
    """Claim as much of a fixed day as the day of writing is likely to share with it."""
    line = text.lines[mention.line - 1]
    cue, day = cue_of(line, mention), fixed.day
    behind = cue in ("past", "earlier")
    month = day.month if behind and day.day <= _LATE else 0
    confidence = _MONTH if month else _YEAR
    if (day.month, behind) in ((1, False), (12, True)) and (day.day > _LATE) == behind:
        confidence = _TURN
    because = f"the weekdays named fit {span.title if span.only else f'{day.year} alone of {span.title}'}"
    quoted = quote(mention.line, line[mention.start : mention.end])
    near = (day,) if behind else ()
    return Candidate(PartialDate(day.year, month), confidence * span.trust, "weekdays", quoted, because, near)
