"""Promises of the small pages: front, about, undated, search, 404, redirects, robots.txt, llms.txt."""

from __future__ import annotations

import re
from typing import Any

from newsgen.renderer.pages.about import about_page
from newsgen.renderer.pages.dates import undated_page
from newsgen.renderer.pages.front import front_page
from newsgen.renderer.pages.notfound import notfound_page
from newsgen.renderer.pages.redirects import redirect_pages, redirects_file
from newsgen.renderer.pages.robots import llms_page, robots_page
from newsgen.renderer.pages.search import count_searched_words, make_documents, search_page
from tests.renderer.samples import URL, make_texts, make_views, record, sample_archive, sample_site


def front(*records: Any) -> Any:
    """The view of the front page."""
    return make_views(front_page, list(records) or None)["index.html"]


def test_the_newest_article_leads() -> None:
    """With its first topic; the others follow by day; a withdrawn one is not shown."""
    view = front()
    assert (view.lead.title, view.kicker.text, view.kicker.href) == (
        "Talks Close",
        "Trade",
        "topics/trade/index.html",
    )
    latest = [article.title for section in view.latest for article in section.articles]
    assert latest[:2] == ["Talks Open", "Mended"]
    assert "Gone" not in latest


def test_the_front_page_shows_as_many_articles_as_the_settings_say() -> None:
    """The lead is one of them."""
    view = front(*[record(f"a{n:02}", f"2023-01-{n:02}") for n in range(1, 29)])
    assert sum(len(section.articles) for section in view.latest) == sample_site().latest - 1


def test_the_front_page_counts() -> None:
    """As the masthead tells it; undated articles give a lead and no span."""
    view = front()
    assert (view.count, view.span, view.undated) == (10, (1972, 2023), 1)
    kinds = [("Topics", 2), ("People", 3), ("Places", 1), ("Sources", 2), ("Authors", 1)]
    assert [(link.text, link.count) for link in view.kinds] == kinds
    assert [(link.text, link.count) for link, _ in view.topics] == [("Trade", 7), ("Summits", 2)]
    view = front(record("a"), record("b"))
    assert (view.lead.title, view.span, view.chart) == ("A", None, None)


def test_about_tells_the_numbers() -> None:
    """Among them how many dates are guesses, and which."""
    view = make_views(about_page)["about.html"]
    assert (view.count, view.words, view.span, view.days) == (10, 4600, (1972, 2023), 7)
    assert (view.seeds, view.corrected, view.withdrawn, view.undated, view.provisional) == (1, 1, 1, 1, 1)
    assert [article.title for article in view.uncertain] == ["Guessed"]
    assert "CC BY 4.0" in make_texts(about_page)["about.html"]


def test_undated_articles_stand_in_order_of_title() -> None:
    """Without any there is no page."""
    found = make_views(undated_page, [record("b"), record("a"), record("c", "2023-01-01")])
    assert [article.title for article in found["undated/index.html"].articles] == ["A", "B"]
    assert make_views(undated_page, []) == {}


def test_the_404_page_works_at_any_depth_and_asks_for_nothing() -> None:
    """Absolute links, its own style, no stylesheet, no script."""
    for url, start in ((URL, URL), ("", "/")):
        text = make_texts(notfound_page, url=url)["404.html"]
        assert f'href="{start}index.html"' in text
        assert not re.search(r'href="(?!#|data:,|https:|/)', text)
        assert "stylesheet" not in text
        assert "<script" not in text
        assert 'content="noindex"' in text


def test_an_old_address_leads_on() -> None:
    """At once, without script, and search engines learn the new address."""
    text = make_texts(redirect_pages)["old/place/index.html"]
    assert '<meta http-equiv="refresh" content="0; url=../../2023/01/06/hostile.html">' in text
    assert f'<link rel="canonical" href="{URL}2023/01/06/hostile.html">' in text
    assert 'content="noindex"' in text


def test_hosts_that_answer_with_301_are_told_the_same() -> None:
    """One line an old address, from the host's root, escaped as in a URL."""
    moved = [record("a", "2023-01-06", redirect_from=("/old näme/", "/b.html"))]
    new = "/repo/2023/01/06/a.html"
    text = make_texts(redirects_file, moved)["_redirects"]
    assert text == f"/repo/b.html {new} 301\n/repo/old%20n%C3%A4me/index.html {new} 301\n"
    text = make_texts(redirects_file, moved, url="")["_redirects"]
    assert text.startswith("/b.html /2023/01/06/a.html 301\n")
    assert make_texts(redirects_file, []) == {}


def test_robots_txt_names_the_sitemap_if_there_is_one() -> None:
    """RFC 9309."""
    lines = "User-agent: *\nAllow: /\n"
    assert make_texts(robots_page)["robots.txt"] == f"{lines}\nSitemap: {URL}sitemap.xml\n"
    assert make_texts(robots_page, url="")["robots.txt"] == lines


def test_llms_txt_names_the_archive_and_its_lists() -> None:
    """A head, then links that are absolute where the address is known; an empty archive has no years."""
    text = make_texts(llms_page)["llms.txt"]
    assert text.startswith("# The Record\n")
    assert "from 1972 to 2023" in text
    assert f"- [Topics]({URL}topics/index.html)\n" in text
    assert f"- [1972]({URL}1972/index.html)\n" in text
    assert "- [1972](1972/index.html)\n" in make_texts(llms_page, url="")["llms.txt"]
    assert "## Years" not in make_texts(llms_page, [])["llms.txt"]


def test_a_site_without_search_has_no_such_page() -> None:
    assert list(make_views(search_page)) == ["search.html"]
    assert make_views(search_page, search=None) == {}


def test_whole_texts_are_searched_up_to_a_number_of_articles() -> None:
    archive = sample_archive()
    number = len(archive.records)
    assert (count_searched_words(archive, number), count_searched_words(archive, number - 1)) == (0, 300)


def test_each_article_but_the_withdrawn_is_searched() -> None:
    """By topic, person, place, source and year; dates are as precise as they are known, and marked when guessed."""
    archive = sample_archive()
    found = {document.title: document for document in make_documents(archive, sample_site())}
    assert {document.address for document in found.values()} == {
        archive.addresses[record.path] for record in archive.records if record.status != "withdrawn"
    }
    assert found["Talks Open"].filters == (
        ("topic", "Trade"),
        ("topic", "Summits"),
        ("person", "Mei Lin"),
        ("person", "Per Holm"),
        ("place", "Oslo"),
        ("year", "2023"),
    )
    assert found["Talks Close"].filters[-2] == ("source", "Harbour Wire")
    assert set(found["Talks Open"].names) >= {"Trade", "Mei Lin", "Oslo"}
    assert (found["Guessed"].date, found["Guessed"].provisional) == ("2022-11-23", True)
    assert not found["Talks Open"].provisional
    assert (found["No Date"].date, found["No Date"].day) == ("", "0000-00-00")
