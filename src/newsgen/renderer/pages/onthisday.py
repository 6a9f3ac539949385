"""On this day: what the archive holds for a day of the calendar in every year."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain

from newsgen.archive.model import Archive, Period
from newsgen.model import PartialDate
from newsgen.renderer.lists.teasers import Show, shown_by
from newsgen.renderer.page import Page
from newsgen.renderer.site import Site
from newsgen.renderer.views import DateLink, Link, Section, View, root_of
from newsgen.renderer.words.dates import month_day

SECTION = "dates/index.html"
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
    told = {year.year for year in archive.years if archive.lists(year.records)}
    if archive.changes is not None and not told:
        return
    days: dict[PartialDate, list[Period]] = {}
    for year in reversed(archive.years):
        for month in year.parts:
            for day in month.parts:
                days.setdefault(PartialDate(_LEAP, day.month, day.day), []).append(day)
    if archive.changes is None:
        yield Page(INDEX, "on-this-day.html", partial(_calendar, days, site), "")
    show = shown_by(archive, site)
    order = sorted(days)
    for place, date in enumerate(order):
        if not any(day.year in told and archive.lists(day.records) for day in days[date]):
            continue
        earlier = _near(order[place - 1]) if place else None
        later = _near(order[place + 1]) if place + 1 < len(order) else None
        gather = partial(_anniversary, date, days[date], earlier, later, show, site)
        records = chain.from_iterable(day.records for day in days[date])
        shows = archive.digest_of(records, earlier, later)
        yield Page(anniversary_address(date), "anniversary.html", gather, "", shows=shows)


def anniversary_address(date: PartialDate) -> str:
    """Address of a day of the calendar: on-this-day/11-22.html."""
    return f"on-this-day/{date.month:02d}-{date.day:02d}.html"


def _calendar(days: dict[PartialDate, list[Period]], site: Site) -> CalendarView:
    def cell(month: int, day: int) -> Link | None:
        date = PartialDate(_LEAP, month, day)
        if date not in days:
            return None
        return Link(f"{day}", anniversary_address(date), sum(len(one.records) for one in days[date]))

    return CalendarView(
        address=INDEX,
        root=root_of(INDEX),
        title=site.words.gettext("On this day"),
        section=SECTION,
        count=sum(len(day.records) for years in days.values() for day in years),
        rows=tuple(
            (
                PartialDate(_LEAP, month),
                tuple(cell(month, day + 1) for day in range(calendar.monthrange(_LEAP, month)[1])),
            )
            for month in range(1, 13)
        ),
    )


def _anniversary(
    date: PartialDate,
    days: Sequence[Period],
    earlier: DateLink | None,
    later: DateLink | None,
    show: Show,
    site: Site,
) -> AnniversaryView:
    address = anniversary_address(date)
    links = tuple(
        DateLink(PartialDate(day.year, day.month, day.day), day.address, len(day.records)) for day in days
    )
    count = sum(link.count for link in links)
    sections = tuple(
        Section(link.date, link.href, show(day.records)) for link, day in zip(links, days, strict=True)
    )
    return AnniversaryView(
        address=address,
        root=root_of(address),
        title=site.words.gettext("On this day, %(day)s", day=month_day(date, site.language)),
        section=SECTION,
        date=date,
        count=count,
        parts=links,
        sections=sections if count <= site.limit else (),
        earlier=earlier,
        later=later,
    )


def _near(date: PartialDate) -> DateLink:
    return DateLink(date, anniversary_address(date), 0)
