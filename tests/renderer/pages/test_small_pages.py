"""Redirects of a host, and what the search page searches. Golden archives hold the other small pages."""

from __future__ import annotations

from newsgen.renderer.pages.hosting import redirects_file
from newsgen.renderer.pages.search import choose_word_limit, make_search_documents, search_page
from tests.renderer.samples import make_texts, make_views, record, sample_archive, sample_site


def test_hosts_that_answer_with_301_are_told_the_same() -> None:
    """One line an old address, from the host's root, escaped as in a URL."""
    moved = [record("a", "2023-01-06", redirect_from=("/old näme/", "/b.html"))]
    new = "/repo/2023/01/06/a.html"
    text = make_texts(redirects_file, moved)["_redirects"]
    assert text == f"/repo/b.html {new} 301\n/repo/old%20n%C3%A4me/index.html {new} 301\n"
    text = make_texts(redirects_file, moved, url="")["_redirects"]
    assert text.startswith("/b.html /2023/01/06/a.html 301\n")
    assert make_texts(redirects_file, []) == {}


def test_a_site_without_search_has_no_such_page() -> None:
    assert list(make_views(search_page)) == ["search.html"]
    assert make_views(search_page, search=None) == {}


def test_whole_texts_are_searched_up_to_a_number_of_articles() -> None:
    archive = sample_archive()
    number = len(archive.records)
    assert (choose_word_limit(archive, number), choose_word_limit(archive, number - 1)) == (0, 300)


def test_each_article_but_the_withdrawn_is_searched() -> None:
    """By topic, person, place, source and year; dates are as precise as they are known, and marked when guessed."""
    archive = sample_archive()
    found = {document.title: document for document in make_search_documents(archive, sample_site())}
    assert {document.address for document in found.values()} == {
        archive.addresses[record.path] for record in archive.records if record.status != "withdrawn"
    }
    assert found["Talks Open"].filters == (
        ("topic", "Trade"),
        ("topic", "Summits"),
        ("person", "Mei Lin"),
        ("person", "Per Holm"),
        ("place", "Oslo"),
        ("author", "Ida Dahl"),
        ("year", "2023"),
    )
    assert found["Talks Close"].filters[-2] == ("source", "Harbour Wire")
    assert set(found["Talks Open"].names) >= {"Trade", "Mei Lin", "Oslo"}
    assert (found["Guessed"].date, found["Guessed"].provisional) == ("2022-11-23", True)
    assert not found["Talks Open"].provisional
    assert (found["No Date"].date, found["No Date"].day) == ("", "0000-00-00")
