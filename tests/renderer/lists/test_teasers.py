"""Promises of links and teasers."""

from __future__ import annotations

from newsgen.renderer.lists.teasers import link_names, make_teaser, shorten
from tests.renderer.samples import record, sample_archive, sample_site


def test_names_link_to_their_pages_in_the_order_given() -> None:
    """A name with one article has no page and no link; spellings of one slug share a page."""
    records = [record(f"a{n}", "2023-01-01", people=("Mei Lin",)) for n in (1, 2)]
    records.append(record("b", "2023-01-02", people=("Per Holm", "MEI LIN")))
    links = link_names(sample_archive(records), "people", ("Per Holm", "MEI LIN", "Nobody"))
    found = [(link.text, link.href) for link in links]
    assert found == [("Per Holm", ""), ("MEI LIN", "people/mei-lin/index.html"), ("Nobody", "")]


def test_a_teaser_tells_only_what_differs_from_the_site() -> None:
    """Language and direction stand there where a browser must be told."""
    site = sample_site()
    plain = make_teaser(record("a", "2023-01-01", language="en"), "a.html", site)
    assert (plain.language, plain.direction) == ("", "")
    arabic = make_teaser(record("a", "2023-01-01", language="ar"), "a.html", site)
    assert (arabic.language, arabic.direction) == ("ar", "rtl")
    untold = make_teaser(record("a", "2023-01-01", title="القمة"), "a.html", site)
    assert (untold.language, untold.direction) == ("", "rtl")


def test_the_first_words_stand_in_for_a_missing_dek() -> None:
    """Cut at the end of a word."""
    long = record("a", "2023-01-01", excerpt="word " * 60)
    assert make_teaser(long, "a.html", sample_site()).dek.endswith("word…")
    assert make_teaser(record("a", "2023-01-01", dek="A dek"), "a.html", sample_site()).dek == "A dek"


def test_texts_are_cut_at_words() -> None:
    """Signs before the cut go; a text without spaces is cut where it must be."""
    assert shorten("one, two three", 9) == "one, two…"
    assert shorten("one two, three", 10) == "one two…"
    assert shorten("fits", 4) == "fits"


def test_wide_letters_take_the_room_of_two() -> None:
    """And a text without spaces is cut between any of them, but not after a mark that opens or joins."""
    assert shorten("東" * 20, 10) == "東" * 4 + "…"
    assert shorten("東" * 5, 10) == "東" * 5
    assert shorten("本報 訊東東東東東東", 12) == "本報 訊東…"
    assert shorten("東東，東東東東", 8) == "東東…"
    assert shorten("한국어 문장은 띄어 쓴다", 14).endswith("…")
