"""Which articles a command on names is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsgen.model import Record


def within(period: str) -> Callable[[Record], bool]:
    """Choose the articles of a span, as --period names it.

    Raises:
        SettingsError: it is no span.
    """
    from newsgen.config import parse_period
    from newsgen.errors import Problem, SettingsError

    try:
        first, last = parse_period(period)
    except ValueError as error:
        raise SettingsError(Problem("", 0, 0, f"--period {error}", "write e.g. 2019..2021")) from None
    return lambda record: bool(
        record.date and record.date.first_day <= last and record.date.last_day >= first
    )


def chosen_by(
    articles: tuple[str, ...], period: str | None, beside: tuple[str, ...]
) -> Callable[[Record], bool]:
    """Choose the articles that fit all that is asked: path or address, span, names that they bear."""
    from newsgen.archive.build import names_of
    from newsgen.archive.model import KINDS
    from newsgen.desk.names import matching

    patterns = [matching(pattern) for pattern in articles]
    inside = within(period) if period else None

    def chosen(record: Record) -> bool:
        held = {name for kind in KINDS for name in names_of(record, kind)}
        return (
            (not patterns or any(fits(record) for fits in patterns))
            and (inside is None or inside(record))
            and held.issuperset(beside)
        )

    return chosen
