"""Promises of the pages of topics and names."""

from __future__ import annotations

from typing import Any

from newsgen.model import Record
from newsgen.renderer.lists.parts import ListView
from newsgen.renderer.pages.groups import GroupView, group_pages
from tests.renderer.samples import record, sample_archive, sample_site


def views(records: list[Record] | None = None, limit: int = 100) -> dict[str, Any]:
    """The views of the pages of groups by address."""
    return {page.path: page.view for page in group_pages(sample_archive(records), sample_site(limit=limit))}


def listed(view: GroupView) -> list[str]:
    return [article.title for section in view.sections for article in section.articles]


def test_topics_sources_and_authors_always_have_a_page_names_from_two_articles_on() -> None:
    """'Only Once' has none."""
    assert sorted(views()) == [
        "authors/ida-dahl/index.html",
        "people/mei-lin/index.html",
        "people/per-holm/index.html",
        "places/oslo/index.html",
        "sources/bad/index.html",
        "sources/harbour-wire/index.html",
        "topics/summits/index.html",
        "topics/trade/index.html",
    ]


def test_a_page_lists_all_articles_newest_first_and_undated_ones_last() -> None:
    """With span and feed."""
    view = views()["topics/trade/index.html"]
    assert listed(view) == [
        "Talks Close",
        "Talks Open",
        "Gone",
        "Guessed",
        "Month Only",
        "Year Only",
        "No Date",
    ]
    assert (view.first and view.first.iso, view.last and view.last.iso) == ("1972", "2023-11-24")
    assert view.feed == "topics/trade/feed.xml"


def test_over_the_limit_a_page_is_split_by_year_then_by_month_never_by_number() -> None:
    """Addresses keep their meaning; each article stands on exactly one page of the topic."""
    found = {path: view for path, view in views(limit=2).items() if path.startswith("topics/trade/")}
    assert {path: listed(view) for path, view in found.items()} == {
        "topics/trade/index.html": ["No Date"],
        "topics/trade/2023/index.html": [],
        "topics/trade/2023/11/index.html": ["Talks Close", "Talks Open"],
        "topics/trade/2023/06/index.html": ["Gone"],
        "topics/trade/2022/index.html": ["Guessed", "Month Only"],
        "topics/trade/1972/index.html": ["Year Only"],
    }
    parts = [(part.date.iso, part.count) for part in found["topics/trade/index.html"].ways.dates]
    assert parts == [("2023", 3), ("2022", 2), ("1972", 1)]
    assert found["topics/trade/2023/11/index.html"].up == "topics/trade/2023/index.html"
    assert found["topics/trade/2023/index.html"].up == "topics/trade/index.html"


def test_a_long_month_is_split_by_day_and_a_long_day_by_initial() -> None:
    """Each page leads up to the one before it."""
    days = [record(f"a{n}", f"2023-01-0{n}", topics=("T",)) for n in range(1, 4)]
    same = [record(name, "2023-01-05", topics=("T",)) for name in ("ash", "beech", "birch")]
    found = views([*days, *same], limit=2)
    month, day = found["topics/t/2023/01/index.html"], found["topics/t/2023/01/05/index.html"]
    assert [(part.date.iso, part.count) for part in month.ways.dates][:2] == [
        ("2023-01-05", 3),
        ("2023-01-03", 1),
    ]
    assert listed(found["topics/t/2023/01/03/index.html"]) == ["A3"]
    assert [(link.text, link.href, link.count) for link in day.ways.initials] == [
        ("A", "topics/t/2023/01/05/a/index.html", 1),
        ("B", "topics/t/2023/01/05/b/index.html", 2),
    ]
    page = found["topics/t/2023/01/05/b/index.html"]
    assert isinstance(page, ListView)
    assert [article.title for article in page.articles] == ["Beech", "Birch"]
    assert (page.up, page.name, page.initial) == (day.address, "T", "B")


def test_undated_articles_over_the_limit_have_a_page_of_their_own() -> None:
    """So have those of a year whose month is not known."""
    records = [record(f"u{n}", topics=("T",)) for n in range(3)]
    records += [record(f"y{n}", "1972", topics=("T",)) for n in range(3)]
    found = views(records, limit=2)
    for address in ("topics/t/", "topics/t/1972/"):
        rest = found[f"{address}index.html"].ways.rest
        assert rest
        assert (rest.href, rest.count) == (f"{address}undated/index.html", 3)
        assert found[rest.href].up == f"{address}index.html"
    assert [link.text for link in found["topics/t/undated/index.html"].ways.initials] == ["U"]
    (deeper,) = found["topics/t/undated/index.html"].ways.initials
    assert [link.text for link in found[deeper.href].ways.initials] == ["U0", "U1", "U2"]


def test_names_of_the_same_articles_are_counted() -> None:
    """Most frequent first, never the group itself, only names with a page."""
    view = views()["topics/trade/index.html"]
    company = {kind: [(link.text, link.count) for link in links] for kind, links in view.company}
    assert company == {
        "topics": [("Summits", 2)],
        "people": [("Mei Lin", 2), ("Per Holm", 2)],
        "places": [("Oslo", 2)],
    }


def test_a_group_does_not_keep_company_with_another_spelling_of_itself() -> None:
    """Both spellings have one page."""
    view = views([record("a", topics=("Trade",)), record("b", topics=("TRADE",))])["topics/trade/index.html"]
    assert view.company == ()


def test_a_group_of_undated_articles_has_neither_span_nor_feed_nor_chart() -> None:
    """Nothing is made up."""
    view = views([record("a", topics=("T",))])["topics/t/index.html"]
    assert (view.first, view.last, view.chart, view.feed) == (None, None, None, "")
