"""Promises of the front page."""

from __future__ import annotations

from newsgen.renderer.pages.front import front_page
from tests.renderer.samples import record, sample_archive, sample_site


def test_the_newest_article_leads() -> None:
    """With its first topic; the others follow by day; a withdrawn one is not shown."""
    (page,) = front_page(sample_archive(), sample_site())
    assert page.view.lead.title == "Talks Close"
    assert (page.view.kicker.text, page.view.kicker.href) == ("Trade", "topics/trade/index.html")
    latest = [article.title for section in page.view.latest for article in section.articles]
    assert latest[:2] == ["Talks Open", "Mended"]
    assert "Gone" not in latest


def test_it_shows_as_many_articles_as_the_settings_say() -> None:
    """The lead is one of them."""
    many = [record(f"a{n:02}", f"2023-01-{n:02}") for n in range(1, 29)]
    (page,) = front_page(sample_archive(many), sample_site())
    assert sum(len(section.articles) for section in page.view.latest) == sample_site().latest - 1


def test_counts_span_and_indexes() -> None:
    """As the masthead tells them."""
    (page,) = front_page(sample_archive(), sample_site())
    assert (page.view.count, page.view.span, page.view.undated) == (10, (1972, 2023), 1)
    assert [(link.text, link.count) for link in page.view.kinds] == [
        ("Topics", 2),
        ("People", 3),
        ("Places", 1),
        ("Sources", 2),
        ("Authors", 1),
    ]
    assert [(link.text, link.count) for link, _ in page.view.topics] == [("Trade", 7), ("Summits", 2)]


def test_an_archive_of_undated_articles_has_a_lead_and_no_span() -> None:
    """Nothing is made up."""
    (page,) = front_page(sample_archive([record("a"), record("b")]), sample_site())
    assert (page.view.lead.title, page.view.span, page.view.chart) == ("A", None, None)
