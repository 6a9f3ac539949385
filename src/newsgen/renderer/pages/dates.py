"""Pages by date: all years, a year, a month, a day, undated articles, and days of the calendar ("on this day")."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import chain

import msgspec

from newsgen.archive.model import Archive, Period, period_address
from newsgen.model import PartialDate, Record
from newsgen.renderer.lists.parts import (
    VAGUE,
    ListContext,
    ListPart,
    PartLinks,
    SplitRule,
    make_pages_of_parts,
    make_part_links,
    make_split_rule,
    split_by_title_initial,
)
from newsgen.renderer.lists.teasers import group_teasers_by_date, make_teasers
from newsgen.renderer.locale.dates import month_day
from newsgen.renderer.page import Page, make_page
from newsgen.renderer.site import Site
from newsgen.renderer.views import DateLink, Link, Section, Teaser, View

SECTION = "dates/index.html"
_UNDATED = "undated/index.html"


CalendarRow = tuple[PartialDate, tuple[Link | None, ...]]
"""A month, and a cell for each of its days; None for a day without articles."""


class YearRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A year and its months."""

    year: Link
    months: tuple[Link | None, ...]
    """Twelve cells; None for a month without articles. The text of a link is the number of the month."""


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
    """A row for each month, with a cell for each day, None for a day without articles; empty for a day."""
    parts: tuple[DateLink, ...]
    """The months of a year or the days of a month that have articles; empty for a day."""
    ways: PartLinks
    """Links to the parts by initial of a day, or of the articles without a more exact date, if they are over the limit."""
    sections: tuple[Section, ...]
    """The articles, newest first; if the period is over the limit, only those without a more exact date."""
    earlier: DateLink | None
    """The nearest earlier period of this kind that has articles."""
    later: DateLink | None
    up: DateLink | None
    """The month of a day or the year of a month, without a count; None for a year."""


def date_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """Make the page of all years, and a page for each year, month and day that has articles."""
    shows = archive.digest_of(archive.records)
    yield Page(SECTION, "dates.html", partial(_dates_view, archive, site), "", shows)
    rule = make_split_rule(archive, site)
    months = [month for year in archive.years for month in year.parts]
    has_days = "days" not in site.omit
    days = [day for month in months for day in month.parts] if has_days else []
    for template, periods in (("year.html", archive.years), ("month.html", months), ("day.html", days)):
        # links to neighbours have no counts: otherwise a page would change with them
        links = [None, *[DateLink(period.date, period.address, 0) for period in periods], None]
        for period, earlier, later in zip(periods, links, links[2:], strict=False):
            whole = _split_period(period, rule, has_days=has_days)
            make_view = partial(_period_view, archive, period, earlier, later, whole, site)
            shows = archive.digest_of(period.records, earlier, later)
            yield Page(period.address, template, make_view, "", shows=shows)
            for part in whole.parts:
                shared = ListContext("", period.date.iso, SECTION)
                yield from make_pages_of_parts(archive, part, period.address, shared, site)


def _split_period(period: Period, rule: SplitRule[Record], *, has_days: bool) -> ListPart[Record]:
    """Split the articles of a period over the limit that are on no page of a month or day inside it."""
    records, date, folder = period.records, period.date, period.address.removesuffix("index.html")
    if len(records) <= rule.limit:
        return ListPart(folder, records, records, date=date)
    if date.day or (date.month and not has_days):
        return split_by_title_initial(records, rule, date, folder)
    part = "day" if date.month else "month"
    vague = tuple([record for record in records if record.date and not getattr(record.date, part)])
    if len(vague) <= rule.limit:
        return ListPart(folder, records, vague, date=date)
    below = split_by_title_initial(vague, rule, date, folder + VAGUE, vague=True)
    return ListPart(folder, records, (), (below,), date)


def _dates_view(archive: Archive, site: Site) -> DatesView:
    return DatesView(
        address=SECTION,
        title=site.words.gettext("Dates"),
        section=SECTION,
        years=tuple([_year_row(year) for year in reversed(archive.years)]),
        count=len(archive.records) - len(archive.undated),
        undated=len(archive.undated),
    )


def _year_row(year: Period) -> YearRow:
    months = {month.month: Link(f"{month.month}", month.address, len(month.records)) for month in year.parts}
    cells = tuple([months.get(number) for number in range(1, 13)])
    return YearRow(Link(f"{year.year}", year.address, len(year.records)), cells)


def _period_view(
    archive: Archive,
    period: Period,
    earlier: DateLink | None,
    later: DateLink | None,
    whole: ListPart[Record],
    site: Site,
) -> PeriodView:
    date, address = period.date, period.address
    return PeriodView(
        address=address,
        title=date.iso,
        section=SECTION,
        date=date,
        count=len(period.records),
        rows=() if date.day else _calendar_rows(period),
        parts=tuple([DateLink(part.date, part.address, len(part.records)) for part in period.parts]),
        ways=make_part_links(whole, "", site, archive),
        sections=group_teasers_by_date(archive, whole.listed, "day" if date.month else "month", site),
        earlier=earlier,
        later=later,
        up=_link_up(date.year, date.month if date.day else 0) if date.month else None,
    )


@lru_cache(maxsize=1024)
def _link_up(year: int, month: int) -> DateLink:
    date = PartialDate(year, month)
    return DateLink(date, period_address(date), 0)


def _calendar_rows(period: Period) -> tuple[CalendarRow, ...]:
    """Make a row for each month of a year, or for one month, with a cell for every day."""
    months = (period,) if period.month else period.parts
    links = {
        (day.month, day.day): Link(f"{day.day}", day.address, len(day.records))
        for month in months
        for day in month.parts
    }
    numbers = (period.month,) if period.month else range(1, 13)
    return tuple([_calendar_row(period.year, number, links) for number in numbers])


def _calendar_row(year: int, month: int, links: Mapping[tuple[int, int], Link]) -> CalendarRow:
    """Make the row of a month, with the links by month and day."""
    days = range(1, calendar.monthrange(year, month)[1] + 1)
    return PartialDate(year, month), tuple([links.get((month, day)) for day in days])


class UndatedView(View, frozen=True, kw_only=True, gc=False):
    """Articles without a date."""

    count: int
    ways: PartLinks
    """Links to the parts by initial, if the articles are over the limit."""
    articles: tuple[Teaser, ...]
    """In order of title; empty if they are over the limit."""


def undated_page(archive: Archive, site: Site) -> Iterator[Page]:
    """Make undated/index.html if any article is undated, and undated/a/index.html … if they are over the limit."""
    if not archive.undated:
        return
    whole = split_by_title_initial(archive.undated, make_split_rule(archive, site), None, "undated/")
    view = UndatedView(
        address=_UNDATED,
        title=site.words.gettext("Undated"),
        section=SECTION,
        count=len(archive.undated),
        ways=make_part_links(whole, "", site, archive),
        articles=make_teasers(archive, whole.listed, site),
    )
    yield make_page("undated.html", view)
    for part in whole.parts:
        yield from make_pages_of_parts(archive, part, _UNDATED, ListContext("", view.title, SECTION), site)


INDEX = "on-this-day/index.html"
_LEAP = 2000
"""A leap year, in place of every year."""


class AnniversariesView(View, frozen=True, kw_only=True, gc=False):
    """Every day of the calendar."""

    count: int
    """Number of articles dated to a day."""
    rows: tuple[tuple[PartialDate, tuple[Link | None, ...]], ...]
    """The twelve months (the year is always 2000), with a cell for each day, None for a day without articles."""


class AnniversaryView(View, frozen=True, kw_only=True, gc=False):
    """A day of the calendar."""

    date: PartialDate
    """The day; its year is always 2000."""
    count: int
    parts: tuple[DateLink, ...]
    """The day in each year, newest first."""
    sections: tuple[Section, ...]
    """The articles by year, without guessed dates; empty if they are over the limit."""
    guessed: tuple[Teaser, ...]
    """The articles with guessed dates; empty if all are over the limit."""
    earlier: DateLink | None
    """The nearest earlier day of the calendar that has articles, without a count."""
    later: DateLink | None


def anniversary_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """Make on-this-day/index.html, and a page such as on-this-day/11-22.html for each day that has articles."""
    days: dict[PartialDate, list[Period]] = {}
    for year in reversed(archive.years):
        for month in year.parts:
            for day in month.parts:
                days.setdefault(PartialDate(_LEAP, day.month, day.day), []).append(day)
    shows = archive.digest_of(archive.records)
    yield Page(INDEX, "on-this-day.html", partial(_calendar_view, days, site), "", shows)
    order = sorted(days)
    links = [None, *[DateLink(date, anniversary_address(date), 0) for date in order], None]
    for date, earlier, later in zip(order, links, links[2:], strict=False):
        make_view = partial(_anniversary_view, archive, date, days[date], earlier, later, site)
        records = chain.from_iterable([day.records for day in days[date]])
        shows = archive.digest_of(records, earlier, later)
        yield Page(anniversary_address(date), "anniversary.html", make_view, "", shows=shows)


def anniversary_address(date: PartialDate) -> str:
    """Return the address of a day of the calendar, e.g. on-this-day/11-22.html."""
    return f"on-this-day/{date.month:02d}-{date.day:02d}.html"


def _calendar_view(days: dict[PartialDate, list[Period]], site: Site) -> AnniversariesView:
    links = {
        (date.month, date.day): Link(
            f"{date.day}", anniversary_address(date), sum([len(day.records) for day in found])
        )
        for date, found in days.items()
    }
    return AnniversariesView(
        address=INDEX,
        title=site.words.gettext("On this day"),
        section=SECTION,
        count=sum([link.count for link in links.values()]),
        rows=tuple([_calendar_row(_LEAP, month, links) for month in range(1, 13)]),
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
    sections = [
        Section(day.date, day.address, make_teasers(archive, sure, site))
        for day in listed
        if (sure := [record for record in day.records if not record.provisional])
    ]
    guessed = [record for day in listed for record in day.records if record.provisional]
    return AnniversaryView(
        address=address,
        title=site.words.gettext("On this day, %(day)s", day=month_day(date, site.language)),
        section=SECTION,
        date=date,
        count=count,
        parts=tuple([DateLink(day.date, day.address, len(day.records)) for day in days]),
        sections=tuple(sections),
        guessed=make_teasers(archive, guessed, site),
        earlier=earlier,
        later=later,
    )
