"""Promises of the pages by date."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsgen.model import PartialDate
from newsgen.renderer.lists.sections import Unit, make_sections
from newsgen.renderer.pages.dates import DatesView, PeriodView, date_pages
from tests.renderer.samples import record, sample_archive, sample_site


def views(limit: int = 100) -> dict[str, PeriodView]:
    """The period pages of the sample archive, by address."""
    pages = date_pages(sample_archive(), sample_site(limit=limit))
    return {page.path: page.view for page in pages if isinstance(page.view, PeriodView)}


def titles(view: PeriodView) -> list[list[str]]:
    return [[article.title for article in section.articles] for section in view.sections]


def test_each_period_with_articles_has_a_page() -> None:
    """And no other."""
    assert [path for path in views() if path.startswith(("1972", "2022"))] == [
        "1972/index.html",
        "2022/index.html",
        "2022/05/index.html",
        "2022/11/index.html",
        "2022/11/23/index.html",
    ]


def test_neighbours_skip_what_is_empty() -> None:
    """Before 2022 comes 1972; the last one has nothing after it."""
    found = views()
    assert (found["2022/index.html"].earlier or found["2022/index.html"]).date == PartialDate(1972)
    assert found["2023/11/24/index.html"].later is None
    earlier = found["2023/01/05/index.html"].earlier
    assert earlier is not None
    assert earlier.href == "2022/11/23/index.html"


def test_a_year_lists_its_articles_under_months() -> None:
    """Newest first; what has no month comes last."""
    view = views()["2022/index.html"]
    assert [section.date for section in view.sections] == [PartialDate(2022, 11), PartialDate(2022, 5)]
    assert titles(views()["1972/index.html"]) == [["Year Only"]]
    assert [section.date for section in views()["1972/index.html"].sections] == [None]


def test_over_the_limit_only_what_no_smaller_page_lists_is_left() -> None:
    """A year of two articles under a limit of one shows its months; the one without a day stands with its month."""
    found = views(limit=1)
    assert titles(found["2022/index.html"]) == []
    assert [part.href for part in found["2022/index.html"].parts] == [
        "2022/05/index.html",
        "2022/11/index.html",
    ]
    assert titles(found["2022/05/index.html"]) == [["Month Only"]]
    two = [record("a", "2022"), record("b", "2022"), record("c", "2022-01")]
    pages = date_pages(sample_archive(two), sample_site(limit=2))
    year = next(page.view for page in pages if page.path == "2022/index.html")
    assert titles(year) == [["A", "B"]]


def test_a_day_over_the_limit_is_split_by_initial() -> None:
    """Its page leads on; each article stands on one page."""
    many = [record(name, "2023-01-01") for name in ("ash", "beech", "birch", "elm")]
    pages = {page.path: page.view for page in date_pages(sample_archive(many), sample_site(limit=2))}
    day = pages["2023/01/01/index.html"]
    assert titles(day) == []
    assert [(link.text, link.count) for link in day.ways.initials] == [("A", 1), ("B", 2), ("E", 1)]
    found = [[article.title for article in pages[link.href].articles] for link in day.ways.initials]
    assert found == [["Ash"], ["Beech", "Birch"], ["Elm"]]


def test_articles_of_a_year_whose_month_is_not_known_have_a_page_if_they_are_many() -> None:
    """The year leads to it."""
    many = [record(name, "1972") for name in ("ash", "beech", "elm")]
    pages = {page.path: page.view for page in date_pages(sample_archive(many), sample_site(limit=2))}
    rest = pages["1972/index.html"].ways.rest
    assert rest
    assert (rest.text, rest.href, rest.count) == ("Date not known", "1972/undated/index.html", 3)
    assert [link.href for link in pages[rest.href].ways.initials] == [
        f"1972/undated/{letter}/index.html" for letter in "abe"
    ]


def test_the_calendar_of_a_year_has_every_day() -> None:
    """Twelve rows; a leap year has 366 cells; a day with articles links to its page."""
    pages = date_pages(sample_archive([record("a", "2024-02-29")]), sample_site())
    year = next(page.view for page in pages if page.path == "2024/index.html")
    assert len(year.rows) == 12
    assert sum(len(cells) for _, cells in year.rows) == 366
    assert [cell.href for _, cells in year.rows for cell in cells if cell] == ["2024/02/29/index.html"]


def test_all_years_stand_on_one_page() -> None:
    """Newest first, with their months."""
    page = next(date_pages(sample_archive(), sample_site()))
    assert isinstance(page.view, DatesView)
    assert [row.year.text for row in page.view.years] == ["2023", "2022", "1972"]
    assert [cell.count for cell in page.view.years[0].months if cell] == [2, 2, 2]
    assert (page.view.count, page.view.undated) == (9, 1)


MOMENTS = st.sampled_from(
    ["2023-11-22T10:00:00Z", "2023-11-22", "2023-11-21", "2023-11", "2022", "2021-11-22", ""]
)


@given(st.lists(MOMENTS, max_size=12), st.sampled_from(["day", "month", "year"]))
def test_sections_are_those_of_the_plain_rule(dates: list[str], unit: Unit) -> None:
    """One after the other, an article joins the section before it if both have the same head."""
    archive = sample_archive([record(f"r{n}", date) for n, date in enumerate(dates)])
    wanted: list[tuple[str, list[str]]] = []
    for one in archive.records:
        parts = one.date.iso[:10].split("-") if one.date else []
        length = ["year", "month", "day"].index(unit) + 1
        head = "-".join(parts[:length]) if len(parts) >= length else ""
        if not wanted or wanted[-1][0] != head:
            wanted.append((head, []))
        wanted[-1][1].append(archive.addresses[one.path])
    found = make_sections(archive, archive.records, unit, sample_site())
    assert [(one.date.iso if one.date else "", [t.href for t in one.articles]) for one in found] == wanted
    links = {"2023/11/22/index.html", "2023/11/21/index.html", "2021/11/22/index.html", "2023/11/index.html"}
    links |= {"2021/11/index.html", "2023/index.html", "2022/index.html", "2021/index.html"}
    assert all(one.href in links if one.date else one.href == "" for one in found)
