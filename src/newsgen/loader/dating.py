"""The second pass: dates of a whole batch, each with what the others tell of the archive's period."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import msgspec

from newsgen.loader.analyse import Analysis
from newsgen.loader.inference.date_files import shared_dates
from newsgen.loader.inference.date_stated import FILE_NAME
from newsgen.loader.inference.dates import infer_date
from newsgen.loader.text import Known
from newsgen.model import Guess, PartialDate

SETTLED = 0.9
"""Confidence from which a date of the batch helps to fix the years of the others."""
_STATED = frozenset({FILE_NAME, "date-line"})

Date = Guess[PartialDate] | None


def infer_dates(analyses: Sequence[Analysis], known: Known) -> list[Date]:
    """Infer the date of each article that does not state one; the order of the articles changes nothing.

    Args:
        analyses: one an article.
        known: what is known beside the batch.

    Returns:
        For each article its date; None where it is stated already or nothing fits.
    """
    alone = [None if "date" in a.draft.stated else infer_date(a.text, known) for a in analyses]
    shared = shared_dates([date.value for date in alone if date and date.inference.rule in _STATED])
    settled = [date.value for date in alone if date and _settles(date, shared)]
    stated = [a.draft.stated["date"] for a in analyses if isinstance(a.draft.stated.get("date"), PartialDate)]
    confirmed = tuple(
        sorted([*known.confirmed, *(d.first_day for d in (*settled, *stated) if _tells(d, known.as_of))])
    )
    wider = msgspec.structs.replace(known, confirmed=confirmed)
    if confirmed == known.confirmed and not shared:
        return alone
    return [
        date
        if "date" in a.draft.stated or (date and _settles(date, shared))
        else infer_date(a.text, wider, shared)
        for a, date in zip(analyses, alone, strict=True)
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
