"""Cards for social media."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from newsgen.media.make import draw_card, has_font_letters, replace_missing_characters, wrap_lines_evenly
from newsgen.media.pictures import Card
from newsgen.model import PartialDate

DAY = PartialDate.parse("2023-11-22")


def card(title: str, kicker: str = "Trade", site: str = "The Record", date: PartialDate | None = DAY) -> Card:
    return Card("cards/a.png", title, kicker, site, date, "en", "1")


def ink(data: bytes, box: tuple[int, int, int, int]) -> bool:
    """True if anything is printed in a part of a card."""
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == (1200, 630)
        part = image.convert("RGB").crop(box)
    return len(part.getcolors(1 << 20) or ()) > 1


TITLE, KICKER, SITE, DATE = (
    (0, 170, 1200, 520),
    (0, 100, 1200, 170),
    (0, 520, 600, 630),
    (600, 520, 1200, 630),
)


def test_a_card_shows_headline_topic_name_and_date() -> None:
    full = draw_card(card("Talks open"))
    assert all(ink(full, box) for box in (TITLE, KICKER, SITE, DATE))
    assert len(full) < 60_000
    bare = draw_card(card("Talks open", "", "", None))
    assert [ink(bare, box) for box in (TITLE, KICKER, SITE, DATE)] == [True, False, False, False]
    assert draw_card(card("Talks open")) == full


@pytest.mark.parametrize(
    "title", ["A", "word " * 80, "x" * 400, "Talks – open — again… “yes” it's 50 % (or more)"]
)
def test_no_headline_leaves_its_place(title: str) -> None:
    """Neither at the edges nor over topic and name, however long it is."""
    data = draw_card(card(title, "", "", None))
    assert ink(data, TITLE)
    for box in ((0, 0, 70, 630), (1130, 0, 1200, 630), (0, 84, 1200, 170), (0, 530, 1200, 630)):
        assert not ink(data, box)


@pytest.mark.parametrize(
    ("text", "sets"),
    [
        ("Talks open: 50 % more!", True), ("China–Japan talks — “a start”…", True), ("", True), ("São Paulo", False),
        ("日中首脳会談", False), ("محادثات", False), ("Переговоры", False), ("Ōta", False), ("Fire \N{FIRE}", False),
    ],
)  # fmt: skip
def test_only_what_the_font_has_can_be_set(text: str, sets: bool) -> None:
    assert has_font_letters(text) == sets


@given(st.text(st.sampled_from("ab  -"), max_size=60), st.integers(1, 40))
def test_lines_hold_all_words_and_fit(text: str, room: int) -> None:
    """Each letter is one wide here."""
    words = replace_missing_characters(text)
    lines = wrap_lines_evenly(words, room, len)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert all(len(line) <= room for line in lines)


def test_lines_are_even() -> None:
    assert wrap_lines_evenly("the ferry comes back to town", 24, len) == ["the ferry comes", "back to town"]
