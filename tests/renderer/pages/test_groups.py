"""Promises of the pages of topics and names, and of their A–Z."""

from __future__ import annotations

from typing import Any

import pytest

from newsgen.model import Record
from newsgen.renderer.lists.parts import ListView
from newsgen.renderer.pages.groups import group_pages
from newsgen.renderer.pages.indexes import find_own_initial, index_pages
from tests.renderer.samples import make_views, record


def listed(view: Any) -> list[str]:
    return [article.title for section in view.sections for article in section.articles]


def test_topics_sources_and_authors_always_have_a_page_names_from_two_articles_on() -> None:
    """'Only Once' has none."""
    assert sorted(make_views(group_pages)) == [
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
    """With span, feed, and the names of the same articles: most frequent first, never the group itself."""
    view = make_views(group_pages)["topics/trade/index.html"]
    titles = ["Talks Close", "Talks Open", "Gone", "Guessed", "Month Only", "Year Only", "No Date"]
    assert listed(view) == titles
    assert (view.first.iso, view.last.iso) == ("1972", "2023-11-24")
    assert view.feed == "topics/trade/feed.xml"
    assert {kind: [(link.text, link.count) for link in links] for kind, links in view.company} == {
        "topics": [("Summits", 2)],
        "people": [("Mei Lin", 2), ("Per Holm", 2)],
        "places": [("Oslo", 2)],
    }


def test_over_the_limit_a_page_is_split_by_year_then_by_month_never_by_number() -> None:
    """Addresses keep their meaning; each article stands on exactly one page of the topic."""
    views = make_views(group_pages, limit=2)
    found = {path: view for path, view in views.items() if path.startswith("topics/trade/")}
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
    found = make_views(group_pages, [*days, *same], limit=2)
    month, day = found["topics/t/2023/01/index.html"], found["topics/t/2023/01/05/index.html"]
    parts = [(part.date.iso, part.count) for part in month.ways.dates]
    assert parts[:2] == [("2023-01-05", 3), ("2023-01-03", 1)]
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
    found = make_views(group_pages, records, limit=2)
    for address in ("topics/t/", "topics/t/1972/"):
        rest = found[f"{address}index.html"].ways.rest
        assert (rest.href, rest.count) == (f"{address}undated/index.html", 3)
        assert found[rest.href].up == f"{address}index.html"
    (deeper,) = found["topics/t/undated/index.html"].ways.initials
    assert deeper.text == "U"
    assert [link.text for link in found[deeper.href].ways.initials] == ["U0", "U1", "U2"]


def test_a_group_does_not_name_another_spelling_of_itself() -> None:
    """Both spellings have one page; undated articles give neither span nor feed nor chart."""
    records = [record("a", topics=("Trade",)), record("b", topics=("TRADE",))]
    view = make_views(group_pages, records)["topics/trade/index.html"]
    assert view.company == ()
    assert (view.first, view.last, view.chart, view.feed) == (None, None, None, "")


def index(kind: str, records: list[Record] | None = None) -> Any:
    """The view of the first page of an A–Z."""
    return make_views(index_pages, records)[f"{kind}/index.html"]


def letters(view: Any) -> list[tuple[str, list[str]]]:
    return [(letter.initial, [link.text for link in letter.names]) for letter in view.letters]


def test_a_name_with_one_article_leads_to_it() -> None:
    """One with two leads to its page."""
    names = {link.text: link.href for letter in index("people").letters for link in letter.names}
    assert names == {
        "Mei Lin": "people/mei-lin/index.html",
        "Only Once": "2023/06/01/gone.html",
        "Per Holm": "people/per-holm/index.html",
    }


def test_names_stand_under_their_initials() -> None:
    """Transliterated, figures first; or under letters of their own alphabet, in its order, after the Latin ones."""
    topics = [record("a", "2023-01-01", topics=("Éire", "energy", "5G", "東京"))]
    assert letters(index("topics", topics)) == [("#", ["5G"]), ("D", ["東京"]), ("E", ["Éire", "energy"])]
    names = ("Ida Dahl", "أحمد سالم", "خالد منصور", "المرفأ", "ابن سينا", "陈海", "1972")
    records = [record(name, "2023-01-01", people=names) for name in "ab"]
    assert letters(index("people", records)) == [
        ("#", ["1972"]),
        ("C", ["陈海"]),
        ("I", ["Ida Dahl"]),
        ("ا", ["أحمد سالم", "ابن سينا"]),
        ("خ", ["خالد منصور"]),
        ("م", ["المرفأ"]),
    ]


@pytest.mark.parametrize(
    ("name", "initial"),
    [
        ("إيران", "ا"),
        ("المرفأ", "م"),
        ("ال", "ا"),
        ("Άννα", "Α"),
        ("юрий", "Ю"),
        ("שלום", "ש"),
        ("김철수", "\u1100"),
        ("Ørsted", ""),
        ("あおい", ""),
        ("", ""),
    ],
)
def test_an_initial_of_another_alphabet_is_a_letter_without_marks(name: str, initial: str) -> None:
    """The Arabic article does not count; Latin, Chinese and figures go by their address."""
    assert find_own_initial(name) == initial


def test_indexes_of_the_navigation_exist_even_when_empty() -> None:
    """The others only where they have names."""
    found = make_views(index_pages, [])
    assert list(found) == ["topics/index.html", "people/index.html", "places/index.html"]


def test_a_long_index_is_split_by_initial() -> None:
    """The first page keeps the letters and the most frequent names."""
    names = [f"{letter}{number} x" for letter in "abcdefg" for number in range(100)]
    records = [record("a", "2023-01-01", people=tuple(names)), record("b", "2023-01-02", people=("a1 x",))]
    pages = {p: view for p, view in make_views(index_pages, records).items() if p.startswith("people/")}
    assert sorted(pages) == [f"people/{letter}.html" for letter in "abcdefg"] + ["people/index.html"]
    whole, one = pages["people/index.html"], pages["people/b.html"]
    assert [len(letter.names) for letter in whole.letters] == [0] * 7
    assert (whole.letters[1].href, whole.letters[1].count, whole.count) == ("people/b.html", 100, 700)
    assert (whole.frequent[0].text, whole.frequent[0].count, len(whole.frequent)) == ("a1 x", 2, 60)
    assert [len(letter.names) for letter in one.letters] == [0, 100, 0, 0, 0, 0, 0]
