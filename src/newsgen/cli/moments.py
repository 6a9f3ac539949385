"""Days and instants on the command line; the one place where the program reads the clock."""

from __future__ import annotations

import datetime
from typing import Any

import click


class Day(click.ParamType[datetime.date, str]):
    """A day, or with `instants` also an instant, which then is a datetime."""

    name = "YYYY-MM-DD"

    def __init__(self, *, instants: bool = False) -> None:
        self.instants = instants

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime.date:
        """Read ISO 8601; anything else is refused with what to write."""
        if isinstance(value, datetime.date):
            return value
        try:
            if self.instants and len(value) > len("YYYY-MM-DD"):
                return datetime.datetime.fromisoformat(value)
            return datetime.date.fromisoformat(value)
        except ValueError:
            more = " or YYYY-MM-DDTHH:MM" if self.instants else ""
            self.fail(f"{value!r} is no day; write YYYY-MM-DD{more}", param, ctx)


def now() -> datetime.datetime:
    """The instant it is."""
    return datetime.datetime.now(datetime.UTC)


def today(zone: str = "UTC") -> datetime.date:
    """Today in a time zone, not the machine's own, so that at home and in CI it is the same day."""
    from newsgen.zones import zone_of

    return now().astimezone(zone_of(zone)).date()
