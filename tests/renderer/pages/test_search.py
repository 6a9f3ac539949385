"""The search page, and what the index is told of each article."""

from __future__ import annotations

import msgspec

from newsgen.renderer.pages.search import make_documents, search_page, searched_words
from tests.renderer.samples import sample_archive, sample_site


def test_a_site_without_search_has_no_such_page() -> None:
    site = sample_site()
    assert [page.path for page in search_page(sample_archive(), site)] == ["search.html"]
    assert list(search_page(sample_archive(), msgspec.structs.replace(site, search=None))) == []


def test_whole_texts_up_to_a_number_of_articles() -> None:
    archive = sample_archive()
    number = len(archive.records)
    assert searched_words(archive, number) == 0
    assert searched_words(archive, number - 1) == 300


def test_each_article_but_the_withdrawn_is_searched() -> None:
    archive = sample_archive()
    documents = list(make_documents(archive, sample_site()))
    shown = {archive.addresses[record.path] for record in archive.records if record.status != "withdrawn"}
    assert {document.address for document in documents} == shown
    assert len(shown) < len(archive.records)


def test_filters_are_topic_person_place_source_and_year() -> None:
    found = {document.address: document for document in make_documents(sample_archive(), sample_site())}
    talks = found["2023/11/22/talks-open.html"]
    assert talks.filters == (
        ("topic", "Trade"),
        ("topic", "Summits"),
        ("person", "Mei Lin"),
        ("person", "Per Holm"),
        ("place", "Oslo"),
        ("year", "2023"),
    )
    assert found["2023/11/24/talks-close.html"].filters[-2] == ("source", "Harbour Wire")
    assert set(talks.names) >= {"Trade", "Mei Lin", "Oslo"}


def test_dates_are_as_precise_as_they_are_known_and_marked_when_guessed() -> None:
    found = {document.title: document for document in make_documents(sample_archive(), sample_site())}
    assert (found["Guessed"].date, found["Guessed"].provisional) == ("2022-11-23", True)
    assert not found["Talks Open"].provisional
    undated = [document for document in found.values() if not document.date]
    assert undated
    assert {document.day for document in undated} == {"0000-00-00"}
