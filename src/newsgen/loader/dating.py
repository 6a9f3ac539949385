"""The second pass: dates of a whole batch, each with what the others tell of the archive's period."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import msgspec

from newsgen.loader.analyse import Analysis
from newsgen.loader.inference.date_files import shared_dates
from newsgen.loader.inference.date_signs import Signs, read_signs
from newsgen.loader.inference.date_stated import FILE_NAME
from newsgen.loader.inference.dates import weigh_signs
from newsgen.loader.text import Known
from newsgen.model import Guess, PartialDate

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
