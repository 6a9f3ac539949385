"""On this day: what the archive holds for a day of the calendar in every year."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain

from newsgen.archive.model import Archive, Period
from newsgen.model import PartialDate
from newsgen.renderer.lists.teasers import make_teasers
from newsgen.renderer.page import Page
from newsgen.renderer.pages.dates import SECTION
from newsgen.renderer.site import Site
from newsgen.renderer.views import DateLink, Link, Section, View, root_of
from newsgen.renderer.words.dates import month_day

INDEX = "on-this-day/index.html"
_LEAP = 2000
"""Stands for every year: it has a 29 February."""


class CalendarView(View, frozen=True, kw_only=True, gc=False):
    """Every day of the calendar."""

    count: int
    """Articles whose day is known."""
    rows: tuple[tuple[PartialDate, tuple[Link | None, ...]], ...]
    """The twelve months, one cell for each day, None for a day without articles; the year, 2000, is none."""


class AnniversaryView(View, frozen=True, kw_only=True, gc=False):
    """A day of the calendar."""

    date: PartialDate
    """Its year, 2000, is none."""
    count: int
    parts: tuple[DateLink, ...]
    """The days by year, newest first."""
    sections: tuple[Section, ...]
    """The articles by day; empty if they are over the limit."""
    earlier: DateLink | None
    """The day of the calendar before it that has articles, with no count."""
    later: DateLink | None


def anniversary_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """Make on-this-day/index.html, and a page for each day that has articles, such as on-this-day/11-22.html."""
    days: dict[PartialDate, list[Period]] = {}
    for year in reversed(archive.years):
        for month in year.parts:
            for day in month.parts:
                days.setdefault(PartialDate(_LEAP, day.month, day.day), []).append(day)
    yield Page(INDEX, "on-this-day.html", partial(_calendar_view, days, site), "")
    order = sorted(days)
    links = [None, *[DateLink(date, anniversary_address(date), 0) for date in order], None]
    for date, earlier, later in zip(order, links, links[2:], strict=False):
        make_view = partial(_anniversary_view, archive, date, days[date], earlier, later, site)
        records = chain.from_iterable([day.records for day in days[date]])
        shows = archive.digest_of(records, earlier, later)
        yield Page(anniversary_address(date), "anniversary.html", make_view, "", shows=shows)


def anniversary_address(date: PartialDate) -> str:
    """Give the address of a day of the calendar: on-this-day/11-22.html."""
    return f"on-this-day/{date.month:02d}-{date.day:02d}.html"


def _calendar_view(days: dict[PartialDate, list[Period]], site: Site) -> CalendarView:
    counts = {date: sum([len(day.records) for day in found]) for date, found in days.items()}
    rows = []
    for month in range(1, 13):
        dates = [PartialDate(_LEAP, month, day + 1) for day in range(calendar.monthrange(_LEAP, month)[1])]
        cells = [
            Link(f"{date.day}", anniversary_address(date), counts[date]) if date in counts else None
            for date in dates
        ]
        rows.append((PartialDate(_LEAP, month), tuple(cells)))
    return CalendarView(
        address=INDEX,
        root=root_of(INDEX),
        title=site.words.gettext("On this day"),
        section=SECTION,
        count=sum(counts.values()),
        rows=tuple(rows),
    )


def _anniversary_view(
    archive: Archive,
    date: PartialDate,
    days: Sequence[Period],
    earlier: DateLink | None,
    later: DateLink | None,
    site: Site,
) -> AnniversaryView:
    address, count = anniversary_address(date), sum([len(day.records) for day in days])
    listed = days if count <= site.limit else ()
    return AnniversaryView(
        address=address,
        root=root_of(address),
        title=site.words.gettext("On this day, %(day)s", day=month_day(date, site.language)),
        section=SECTION,
        date=date,
        count=count,
        parts=tuple([DateLink(day.date, day.address, len(day.records)) for day in days]),
        sections=tuple(
            [Section(day.date, day.address, make_teasers(archive, day.records, site)) for day in listed]
        ),
        earlier=earlier,
        later=later,
    )
