"""Promises of the pages by date: years, months, days, days of the calendar."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from newsgen.model import PartialDate
from newsgen.renderer.lists.sections import Unit, make_sections
from newsgen.renderer.pages.dates import date_pages
from newsgen.renderer.pages.onthisday import anniversary_pages
from tests.renderer.samples import make_texts, make_views, record, sample_archive, sample_site


def titles(view: Any) -> list[list[str]]:
    return [[article.title for article in section.articles] for section in view.sections]


def named(date: str, *names: str) -> list[Any]:
    return [record(name, date) for name in names]


def test_each_period_with_articles_has_a_page() -> None:
    """And no other; neighbours skip what is empty."""
    found = make_views(date_pages)
    assert [path for path in found if path.startswith(("1972", "2022"))] == [
        "1972/index.html",
        "2022/index.html",
        "2022/05/index.html",
        "2022/11/index.html",
        "2022/11/23/index.html",
    ]
    assert found["2022/index.html"].earlier.date == PartialDate(1972)
    assert found["2023/11/24/index.html"].later is None
    assert found["2023/01/05/index.html"].earlier.href == "2022/11/23/index.html"


def test_a_year_lists_its_articles_under_months() -> None:
    """Newest first; what has no month comes last."""
    found = make_views(date_pages)
    assert [section.date for section in found["2022/index.html"].sections] == [
        PartialDate(2022, 11),
        PartialDate(2022, 5),
    ]
    assert titles(found["1972/index.html"]) == [["Year Only"]]
    assert [section.date for section in found["1972/index.html"].sections] == [None]


def test_over_the_limit_only_what_no_smaller_page_lists_is_left() -> None:
    """A year of two articles under a limit of one shows its months; the one without a day stands with its month."""
    found = make_views(date_pages, limit=1)
    assert titles(found["2022/index.html"]) == []
    months = [part.href for part in found["2022/index.html"].parts]
    assert months == ["2022/05/index.html", "2022/11/index.html"]
    assert titles(found["2022/05/index.html"]) == [["Month Only"]]
    records = [*named("2022", "a", "b"), *named("2022-01", "c")]
    assert titles(make_views(date_pages, records, limit=2)["2022/index.html"]) == [["A", "B"]]


def test_a_day_over_the_limit_is_split_by_initial() -> None:
    """Its page leads on; each article stands on one page."""
    pages = make_views(date_pages, named("2023-01-01", "ash", "beech", "birch", "elm"), limit=2)
    day = pages["2023/01/01/index.html"]
    assert titles(day) == []
    assert [(link.text, link.count) for link in day.ways.initials] == [("A", 1), ("B", 2), ("E", 1)]
    found = [[article.title for article in pages[link.href].articles] for link in day.ways.initials]
    assert found == [["Ash"], ["Beech", "Birch"], ["Elm"]]


def test_articles_of_a_year_whose_month_is_not_known_have_a_page_if_they_are_many() -> None:
    """The year leads to it."""
    pages = make_views(date_pages, named("1972", "ash", "beech", "elm"), limit=2)
    rest = pages["1972/index.html"].ways.rest
    assert (rest.text, rest.href, rest.count) == ("Date not known", "1972/undated/index.html", 3)
    initials = [link.href for link in pages[rest.href].ways.initials]
    assert initials == [f"1972/undated/{letter}/index.html" for letter in "abe"]


def test_calendars_have_every_day_and_every_year() -> None:
    """A leap year has 366 cells; a day with articles links to its page; all years stand on one page, newest first."""
    year = make_views(date_pages, named("2024-02-29", "a"))["2024/index.html"]
    assert [len(cells) for _, cells in year.rows] == [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert [cell.href for _, cells in year.rows for cell in cells if cell] == ["2024/02/29/index.html"]
    dates = make_views(date_pages)["dates/index.html"]
    assert [row.year.text for row in dates.years] == ["2023", "2022", "1972"]
    assert [cell.count for cell in dates.years[0].months if cell] == [2, 2, 2]
    assert (dates.count, dates.undated) == (9, 1)


MOMENTS = st.sampled_from(
    ["2023-11-22T10:00:00Z", "2023-11-22", "2023-11-21", "2023-11", "2022", "2021-11-22", ""]
)


@given(st.lists(MOMENTS, max_size=12), st.sampled_from(["day", "month", "year"]))
def test_an_article_joins_the_section_before_it_if_both_have_the_same_head(
    dates: list[str], unit: Unit
) -> None:
    """The head is as precise as the unit, or none; it leads to the period's page."""
    archive = sample_archive([record(f"r{n}", date) for n, date in enumerate(dates)])
    wanted: list[tuple[str, str, list[str]]] = []
    for one in archive.records:
        parts = one.date.iso[:10].split("-") if one.date else []
        length = ["year", "month", "day"].index(unit) + 1
        head = "-".join(parts[:length]) if len(parts) >= length else ""
        if not wanted or wanted[-1][0] != head:
            wanted.append((head, f"{head.replace('-', '/')}/index.html" if head else "", []))
        wanted[-1][2].append(archive.addresses[one.path])
    found = make_sections(archive, archive.records, unit, sample_site())
    assert [
        (one.date.iso if one.date else "", one.href, [article.href for article in one.articles])
        for one in found
    ] == wanted


RECORDS = [
    *named("2023-11-22", "a"),
    *named("2017-11-22", "b", "c"),
    *named("2020-02-29", "leap"),
    *named("2021-11", "vague"),
    *named("", "undated"),
]


def test_a_day_of_the_calendar_shows_its_articles_of_every_year() -> None:
    """Also 29 February; newest year first; each year leads to the day itself; a vague date has no page."""
    found = make_views(anniversary_pages, RECORDS)
    assert list(found) == ["on-this-day/index.html", "on-this-day/02-29.html", "on-this-day/11-22.html"]
    view = found["on-this-day/11-22.html"]
    assert titles(view) == [["A"], ["B", "C"]]
    assert [section.href for section in view.sections] == ["2023/11/22/index.html", "2017/11/22/index.html"]
    assert (view.count, view.earlier.href, view.later) == (3, "on-this-day/02-29.html", None)


def test_a_day_of_the_calendar_over_the_limit_lists_its_years() -> None:
    """With the number of their articles."""
    view = make_views(anniversary_pages, RECORDS, limit=2)["on-this-day/11-22.html"]
    assert view.sections == ()
    assert [(part.date.year, part.count) for part in view.parts] == [(2023, 1), (2017, 2)]
    text = make_texts(anniversary_pages, RECORDS, limit=2)["on-this-day/11-22.html"]
    assert 'href="../2017/11/22/index.html"' in text


def test_the_calendar_counts_each_day() -> None:
    """Over all years; an archive without dates has an empty one."""
    view = make_views(anniversary_pages, RECORDS)["on-this-day/index.html"]
    cells = {cell.href: cell.count for _, row in view.rows for cell in row if cell}
    assert cells == {"on-this-day/02-29.html": 1, "on-this-day/11-22.html": 3}
    assert view.count == 4
    assert list(make_views(anniversary_pages, [])) == ["on-this-day/index.html"]


def test_days_of_the_calendar_are_named_in_the_sites_language() -> None:
    """Without a year."""
    for language, name in (("en", "November 22"), ("de", "22. November"), ("ja", "11月22日")):
        text = make_texts(anniversary_pages, RECORDS, language=language)["on-this-day/11-22.html"]
        assert f"<h1>{name}</h1>" in text
