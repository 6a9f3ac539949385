"""Weigh the days that English prose reports as the day of writing, or as shortly before it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import msgspec

from newsgen.loader.inference.date_candidates import Candidate, dated, quote
from newsgen.loader.inference.date_cues import Cue
from newsgen.loader.inference.date_mentions import Mention
from newsgen.loader.inference.date_signs import Named
from newsgen.loader.inference.date_spans import Span
from newsgen.loader.inference.years import Fixed, fix_year
from newsgen.loader.text import Known
from newsgen.model import PartialDate

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
