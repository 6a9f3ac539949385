"""Promises of the days of the calendar."""

from __future__ import annotations

from newsgen.archive.model import Archive
from newsgen.renderer.page import Page
from newsgen.renderer.pages.onthisday import anniversary_pages
from newsgen.renderer.theme.render import render_page
from newsgen.renderer.theme.theme import open_theme
from tests.renderer.samples import read, record, sample_archive, sample_site

RECORDS = [
    record("a", "2023-11-22"),
    record("b", "2017-11-22"),
    record("c", "2017-11-22"),
    record("leap", "2020-02-29"),
    record("vague", "2021-11"),
    record("undated"),
]


def made(archive: Archive, limit: int = 100) -> dict[str, Page]:
    """The pages by address."""
    return {page.path: page for page in anniversary_pages(archive, sample_site(limit=limit))}


def test_each_day_with_articles_has_a_page() -> None:
    """Also 29 February; a vague date has none."""
    assert list(made(sample_archive(RECORDS))) == [
        "on-this-day/index.html",
        "on-this-day/02-29.html",
        "on-this-day/11-22.html",
    ]


def test_a_day_shows_its_articles_of_every_year() -> None:
    """Newest year first, each year leads to the day itself."""
    view = made(sample_archive(RECORDS))["on-this-day/11-22.html"].view
    assert [(section.date.year, [one.title for one in section.articles]) for section in view.sections] == [
        (2023, ["A"]),
        (2017, ["B", "C"]),
    ]
    assert [section.href for section in view.sections] == ["2023/11/22/index.html", "2017/11/22/index.html"]
    assert (view.count, view.earlier.href, view.later) == (3, "on-this-day/02-29.html", None)


def test_a_day_over_the_limit_lists_its_years() -> None:
    """With the number of their articles."""
    page = made(sample_archive(RECORDS), limit=2)["on-this-day/11-22.html"]
    assert page.view.sections == ()
    assert [(part.date.year, part.count) for part in page.view.parts] == [(2023, 1), (2017, 2)]
    text = render_page(page, open_theme().environment(read), sample_site()).decode()
    assert 'href="../2017/11/22/index.html"' in text


def test_the_index_counts_each_day() -> None:
    """Over all years; an archive without dates has an empty one."""
    view = made(sample_archive(RECORDS))["on-this-day/index.html"].view
    cells = {cell.href: cell.count for _, row in view.rows for cell in row if cell}
    assert cells == {"on-this-day/02-29.html": 1, "on-this-day/11-22.html": 3}
    assert view.count == 4
    assert [len(row) for _, row in view.rows][:2] == [31, 29]
    assert list(made(sample_archive([]))) == ["on-this-day/index.html"]


def test_days_are_named_in_the_sites_language() -> None:
    """Without a year."""
    page = made(sample_archive(RECORDS))["on-this-day/11-22.html"]
    for language, name in (("en", "November 22"), ("de", "22. November"), ("ja", "11月22日")):
        text = render_page(page, open_theme().environment(read), sample_site(language=language)).decode()
        assert f"<h1>{name}</h1>" in text
