"""Pages by date: all years, a year, a month, a day."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache, partial
from operator import attrgetter

import msgspec

from newsgen.archive.model import Archive, Period
from newsgen.model import PartialDate, Record
from newsgen.renderer.lists.parts import (
    VAGUE,
    Head,
    Marks,
    Shelf,
    Ways,
    lettered,
    list_pages,
    marks_of,
    ways_of,
)
from newsgen.renderer.lists.sections import address_of, sections
from newsgen.renderer.lists.teasers import Show, shown_by
from newsgen.renderer.page import Page, page_of
from newsgen.renderer.site import Site
from newsgen.renderer.views import DateLink, Link, Section, Teaser, View, root_of

_SECTION = "dates/index.html"


class DatesView(View, frozen=True, kw_only=True, gc=False):
    """All years of the archive."""

    years: tuple[YearRow, ...]
    """Newest first, each with its twelve months."""
    count: int
    undated: int
    """Number of articles without a date."""


class PeriodView(View, frozen=True, kw_only=True, gc=False):
    """A year, a month or a day."""

    date: PartialDate
    count: int
    rows: tuple[tuple[PartialDate, tuple[Link | None, ...]], ...]
    """Of a year, its twelve months, of a month, itself: one cell for each day, None for a day without articles."""
    parts: tuple[DateLink, ...]
    """The months of a year or the days of a month that have articles; empty for a day."""
    ways: Ways
    """The pages of a day's articles, or of those of no known part, by initial, if they are over the limit."""
    sections: tuple[Section, ...]
    """The articles, newest first; empty but for those of no known part if the period is over the limit."""
    earlier: DateLink | None
    """The nearest period of this kind before it that has articles."""
    later: DateLink | None
    up: DateLink | None
    """The month of a day, the year of a month, with no count; None for a year."""


def date_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """Make the page of all years and one page for each year, month and day that has articles."""
    if archive.changes is None:
        yield Page(_SECTION, "dates.html", partial(_dates, archive, site), "")
    told = {year.year for year in archive.years if archive.lists(year.records)}
    if not told:
        return
    show, marks = shown_by(archive, site), marks_of(archive, site)
    months = [month for year in archive.years for month in year.parts]
    whole = "days" in site.omit
    days = [] if whole else [day for month in months for day in month.parts]
    for template, periods in (("year.html", archive.years), ("month.html", months), ("day.html", days)):
        near = _near(periods)
        for place, period in enumerate(periods):
            if period.year not in told or not archive.lists(period.records):
                continue
            own, shelf = near(place), _shelf(period, marks, whole)
            address, earlier = own.href, near(place - 1) if place else None
            later = near(place + 1) if place + 1 < len(periods) else None
            gather = partial(_period, period, own, earlier, later, shelf, show, site)
            shows = archive.digest_of(period.records, earlier, later)
            yield Page(address, template, gather, "", shows=shows)
            for part in shelf.parts if shelf else ():
                head = Head(_date(period).iso, _SECTION)
                yield from list_pages(part, "", address, head, show, archive.digest_of, site)


def _shelf(period: Period, marks: Marks[Record], whole: bool) -> Shelf[Record] | None:
    """The period in parts; None if its page lists all. Months that are `whole` have no days of their own."""
    records = period.records
    if len(records) <= marks.limit:
        return None
    date, folder = _date(period), period.address.removesuffix("index.html")
    if date.day or (date.month and whole):
        return lettered(records, marks, date, folder, vague=False)
    loose = tuple(_loose(period))
    parts = [lettered(loose, marks, date, folder + VAGUE, vague=True)] if len(loose) > marks.limit else []
    return Shelf(folder, date, False, "", records, tuple(parts), () if parts else loose)


def _dates(archive: Archive, site: Site) -> DatesView:
    return DatesView(
        address=_SECTION,
        root=root_of(_SECTION),
        title=site.words.gettext("Dates"),
        section=_SECTION,
        years=tuple(
            YearRow(Link(f"{year.year}", year.address, len(year.records)), month_cells(year))
            for year in reversed(archive.years)
        ),
        count=len(archive.records) - len(archive.undated),
        undated=len(archive.undated),
    )


def _period(
    period: Period,
    own: DateLink,
    earlier: DateLink | None,
    later: DateLink | None,
    shelf: Shelf[Record] | None,
    show: Show,
    site: Site,
) -> PeriodView:
    """What the page of a period shows; `shelf` is the period in parts, if it is over the limit."""
    date, address, parts = own.date, own.href, tuple(map(_link, period.parts))
    return PeriodView(
        address=address,
        root=root_of(address),
        title=date.iso,
        section=_SECTION,
        date=date,
        count=len(period.records),
        rows=() if period.day else day_cells(period),
        parts=parts,
        ways=ways_of(shelf, "", site) if shelf else Ways(),
        sections=_sections(period, own, parts, shelf, show),
        earlier=earlier,
        later=later,
        up=_up(date.year, date.month, date.day),
    )


def _sections(
    period: Period, own: DateLink, parts: Sequence[DateLink], shelf: Shelf[Record] | None, show: Show
) -> tuple[Section, ...]:
    """The articles under heads: those of the period's parts, if all articles are in one and none is left out."""
    if not shelf and period.day:
        return (Section(own.date, own.href, show(period.records)),)
    if not shelf and sum([part.count for part in parts]) == len(period.records):
        pairs = zip(reversed(parts), reversed(period.parts), strict=True)
        return tuple([Section(head.date, head.href, show(part.records)) for head, part in pairs])
    return sections(shelf.listed if shelf else period.records, show, "day" if period.month else "month")


def _loose(period: Period) -> Sequence[Record]:
    """The records of a year without a month, or of a month without a day: no smaller page lists them."""
    precise = attrgetter("day" if period.month else "month")
    return [record for record in period.records if record.date and not precise(record.date)]


def _date(period: Period) -> PartialDate:
    return PartialDate(period.year, period.month, period.day)


def _link(period: Period) -> DateLink:
    return DateLink(_date(period), period.address, len(period.records))


def _near(periods: Sequence[Period]) -> Callable[[int], DateLink]:
    """Make the function that links periods by their places, each once.

    Neighbours are told without their counts, which would make a page change with them.
    """

    @cache
    def link(place: int) -> DateLink:
        period = periods[place]
        return DateLink(_date(period), period.address, 0)

    return link


def _up(year: int, month: int, day: int) -> DateLink | None:
    return _above(year, month if day else 0) if month else None


@lru_cache(maxsize=1024)
def _above(year: int, month: int) -> DateLink:
    date = PartialDate(year, month)
    return DateLink(date, address_of(date), 0)


class YearRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A year and its months."""

    year: Link
    months: tuple[Link | None, ...]
    """Twelve cells; None for a month without articles, and the link's text is the month's number."""


def month_cells(year: Period) -> tuple[Link | None, ...]:
    """The twelve months of a year."""
    cells: list[Link | None] = [None] * 12
    for month in year.parts:
        cells[month.month - 1] = Link(f"{month.month}", month.address, len(month.records))
    return tuple(cells)


def day_cells(period: Period) -> tuple[tuple[PartialDate, tuple[Link | None, ...]], ...]:
    """The months of a year, or one month, each with a cell for every day of the calendar."""
    if period.month:
        return ((PartialDate(period.year, period.month), _days(period)),)
    known = {month.month: month for month in period.parts}
    return tuple(
        (
            PartialDate(period.year, month),
            _days(known.get(month) or Period(period.year, month, 0, ())),
        )
        for month in range(1, 13)
    )


def _days(month: Period) -> tuple[Link | None, ...]:
    cells: list[Link | None] = [None] * calendar.monthrange(month.year, month.month)[1]
    for day in month.parts:
        cells[day.day - 1] = Link(f"{day.day}", day.address, len(day.records))
    return tuple(cells)


ADDRESS = "undated/index.html"


class UndatedView(View, frozen=True, kw_only=True, gc=False):
    """Articles without a date."""

    count: int
    ways: Ways
    """Pages by initial, if the articles are over the limit."""
    articles: tuple[Teaser, ...]
    """In order of title; none if they are over the limit."""


def undated_page(archive: Archive, site: Site) -> Iterator[Page]:
    """Make undated/index.html, if any article is undated, and undated/a/index.html … if they are over the limit."""
    if not archive.undated or not archive.lists(archive.undated):
        return
    shelf = lettered(archive.undated, marks_of(archive, site), None, "undated/", vague=False)
    show = shown_by(archive, site)
    view = UndatedView(
        address=ADDRESS,
        root=root_of(ADDRESS),
        title=site.words.gettext("Undated"),
        section="dates/index.html",
        count=len(archive.undated),
        ways=ways_of(shelf, "", site),
        articles=show(shelf.listed),
    )
    yield page_of("undated.html", view)
    for part in shelf.parts:
        yield from list_pages(
            part, "", ADDRESS, Head(view.title, view.section), show, archive.digest_of, site
        )
