"""Promises of the A–Z."""

from __future__ import annotations

from newsgen.renderer.pages.indexes import IndexView, index_pages
from tests.renderer.samples import record, sample_archive, sample_site


def test_a_name_with_one_article_leads_to_it() -> None:
    """One with two leads to its page."""
    pages = {page.path: page.view for page in index_pages(sample_archive(), sample_site())}
    names = {link.text: link.href for letter in pages["people/index.html"].letters for link in letter.names}
    assert names == {
        "Mei Lin": "people/mei-lin/index.html",
        "Only Once": "2023/06/01/gone.html",
        "Per Holm": "people/per-holm/index.html",
    }


def test_names_stand_under_their_initials() -> None:
    """Transliterated; figures come first under one head."""
    records = [record("a", "2023-01-01", topics=("Éire", "energy", "5G", "東京"))]
    page = next(index_pages(sample_archive(records), sample_site()))
    found = [(letter.initial, [link.text for link in letter.names]) for letter in page.view.letters]
    assert found == [("#", ["5G"]), ("D", ["東京"]), ("E", ["Éire", "energy"])]


def test_indexes_of_the_navigation_exist_even_when_empty() -> None:
    """The others only where they have names."""
    paths = [page.path for page in index_pages(sample_archive([]), sample_site())]
    assert paths == ["topics/index.html", "people/index.html", "places/index.html"]


def test_a_long_index_is_split_by_initial() -> None:
    """The first page keeps the letters and the most frequent names."""
    names = [f"{letter}{number} x" for letter in "abcdefg" for number in range(100)]
    records = [record("a", "2023-01-01", people=tuple(names)), record("b", "2023-01-02", people=("a1 x",))]
    pages = {
        page.path: page.view
        for page in index_pages(sample_archive(records), sample_site())
        if page.path.startswith("people/")
    }
    assert sorted(pages) == [f"people/{letter}.html" for letter in "abcdefg"] + ["people/index.html"]
    whole, one = pages["people/index.html"], pages["people/b.html"]
    assert isinstance(whole, IndexView)
    assert [len(letter.names) for letter in whole.letters] == [0] * 7
    assert (whole.letters[1].href, whole.letters[1].count, whole.count) == ("people/b.html", 100, 700)
    assert (whole.frequent[0].text, whole.frequent[0].count, len(whole.frequent)) == ("a1 x", 2, 60)
    assert [len(letter.names) for letter in one.letters] == [0, 100, 0, 0, 0, 0, 0]


def test_names_of_another_alphabet_stand_under_its_letters() -> None:
    """After those that stand under Latin ones, and each once."""
    names = ("Ida Dahl", "أحمد سالم", "خالد منصور", "陈海", "1972")
    archive = sample_archive(
        [record("a", "2023-01-01", people=names), record("b", "2023-01-02", people=names)]
    )
    (page,) = (page for page in index_pages(archive, sample_site()) if page.path == "people/index.html")
    assert [(letter.initial, [link.text for link in letter.names]) for letter in page.view.letters] == [
        ("#", ["1972"]),
        ("C", ["陈海"]),
        ("I", ["Ida Dahl"]),
        ("ا", ["أحمد سالم"]),
        ("خ", ["خالد منصور"]),
    ]
