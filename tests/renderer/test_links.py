"""Promises of links and teasers."""

from __future__ import annotations

import re
import sys

import msgspec

from newsgen.archive.changes import Changes
from newsgen.renderer.lists import teasers as links
from newsgen.renderer.lists.teasers import linker, shortened, shown_at, teaser
from tests.renderer.samples import record, sample_archive, sample_site


def test_names_link_to_their_pages_in_the_order_given() -> None:
    """A name with one article has no page and no link; spellings of one slug share a page."""
    records = [record(f"a{n}", "2023-01-01", people=("Mei Lin",)) for n in (1, 2)]
    records.append(record("b", "2023-01-02", people=("Per Holm", "MEI LIN")))
    link = linker(sample_archive(records), "people")
    found = [(one.text, one.href) for one in link(("Per Holm", "MEI LIN", "Nobody"))]
    assert found == [("Per Holm", ""), ("MEI LIN", "people/mei-lin/index.html"), ("Nobody", "")]


def test_links_are_shared() -> None:
    """Ten thousand articles on one topic hold one value."""
    link = linker(sample_archive(), "topics")
    assert link(("Trade",))[0] is link(("Trade",))[0]


def test_a_teaser_tells_only_what_differs_from_the_site() -> None:
    """Language and direction stand there where a browser must be told."""
    site = sample_site()
    plain = teaser(record("a", "2023-01-01", language="en"), "a.html", site)
    assert (plain.language, plain.direction) == ("", "")
    arabic = teaser(record("a", "2023-01-01", language="ar"), "a.html", site)
    assert (arabic.language, arabic.direction) == ("ar", "rtl")
    untold = teaser(record("a", "2023-01-01", title="القمة"), "a.html", site)
    assert (untold.language, untold.direction) == ("", "rtl")


def test_the_first_words_stand_in_for_a_missing_dek() -> None:
    """Cut at the end of a word."""
    long = record("a", "2023-01-01", excerpt="word " * 60)
    assert teaser(long, "a.html", sample_site()).dek.endswith("word…")
    assert teaser(record("a", "2023-01-01", dek="A dek"), "a.html", sample_site()).dek == "A dek"


def test_texts_are_cut_at_words() -> None:
    """Signs before the cut go; a text without spaces is cut where it must be."""
    assert shortened("one, two three", 9) == "one, two…"
    assert shortened("one two, three", 10) == "one two…"
    assert shortened("fits", 4) == "fits"


def test_wide_letters_take_the_room_of_two() -> None:
    """And a text without spaces is cut between any of them, but not after a mark that opens or joins."""
    assert shortened("東" * 20, 10) == "東" * 4 + "…"
    assert shortened("東" * 5, 10) == "東" * 5
    assert shortened("本報 訊東東東東東東", 12) == "本報 訊東…"
    assert shortened("東東，東東東東", 8) == "東東…"
    assert shortened("한국어 문장은 띄어 쓴다", 14).endswith("…")


def test_no_wide_letter_is_overlooked() -> None:
    """The quick look at the bytes sees each, and sends most others to no slow one."""
    signs = "".join(map(chr, range(sys.maxunicode + 1)))
    assert all(links._holds_wide(sign) for sign in re.findall(links._WIDE, signs))
    assert not links._MAYBE_WIDE.search("“Où?” – Кто, πού; éa…".encode())
    assert not links._holds_wide("\u2e79\ud800ა")


def test_teasers_by_place_are_those_of_the_records() -> None:
    """Also where only some lists are made."""
    archive, site = sample_archive(), sample_site()
    some = msgspec.structs.replace(archive, changes=Changes(frozenset(), frozenset()))
    wanted = tuple(
        teaser(archive.records[n], archive.addresses[archive.records[n].path], site) for n in (2, 0)
    )
    assert shown_at(archive, site)((2, 0)) == shown_at(some, site)([2, 0]) == wanted
