"""A text as the index holds it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.builder.search.documents import BREAK, fold_blocks, fold_letters, hide_text, split_words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("naïve café", "naive cafe"),
        ("Søren Øverbø", "Soren Overbo"),
        ("Straße ẞ", "Strasse SS"),
        ("Đorđe, Łódź", "Dorde, Lodz"),
        ("Ægir Þór œuvre", "AEgir THor oeuvre"),
        ("İstanbul ısı", "Istanbul isi"),
        ("l’été", "l'ete"),
        ("re‑open", "re-open"),
        ("soft\u00adware", "software"),
        ("القاهِرة", "القاهرة"),
        ("Ёлка й", "Елка и"),
        ("中国", "中国"),
    ],
)
def test_letters_lose_what_keyboards_lack(text: str, folded: str) -> None:
    assert fold_letters(text) == folded


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("two words.", [("two", True), ("words.", True)]),
        ("北京。", [("北", False), ("京。", True)]),
        ("在2010年", [("在", False), ("2010", False), ("年", True)]),
        ("“中”", [("“中”", True)]),
        ("war—and", [("war—", False), ("and", True)]),
        ("— x", [("—", True), ("x", True)]),
        ("", []),
    ],
)
def test_words_are_cut_with_their_signs(text: str, cut: list[tuple[str, bool]]) -> None:
    assert split_words(text) == cut


@given(st.text())
def test_no_sign_is_lost(text: str) -> None:
    assert "".join(piece for piece, _ in split_words(text)) == "".join(text.split())


def test_no_phrase_reaches_over_the_end_of_a_block() -> None:
    assert fold_blocks(["In his prime", "Minister spoke"])[0] == f"In his prime {BREAK} Minister spoke"


def test_spellings_are_kept_where_they_differ() -> None:
    """The number of the word, and its spelling with the white space after it; Han needs no note."""
    assert fold_blocks(["The Straße to 北京"]) == ("The Strasse to 北 京", "1 Straße ")


def test_hidden_signs_are_no_letters_and_can_be_read_again() -> None:
    signs = hide_text("Öl 水 𝄞")
    assert not any(sign.isalnum() or sign.isspace() for sign in signs)
    units = b"".join((ord(sign) - 0xF0000).to_bytes(2, "little") for sign in signs)
    assert units.decode("utf-16-le") == "Öl 水 𝄞"
