"""Articles as the indexer reads them."""

from __future__ import annotations

import html
import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.builder.search.documents import (
    BREAK,
    SearchResultData,
    encode_in_private_use,
    fold_and_keep_spellings,
    format_document,
    split_spaced_words,
    strip_accents,
    write_documents,
)
from newsgen.errors import ContentError
from tests.builder.indexes import document


def fields(page: str, kind: str) -> dict[str, str]:
    """Pagefind's fields of one kind, by name."""
    found = re.findall(rf'<meta data-pagefind-{kind}="(\w+)\[content\]" content="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}


def shown(page: str) -> SearchResultData:
    units = b"".join((ord(sign) - 0xF0000).to_bytes(2, "little") for sign in fields(page, "meta")["shown"])
    return msgspec.json.decode(units.decode("utf-16-le"), type=SearchResultData)


def test_a_document_holds_fields_words_and_what_a_result_shows(tmp_path: Path) -> None:
    values = {"title": 'Łódź "today" & <now>', "dek": "A dek", "provisional": True, "language": "pl"}
    article = msgspec.structs.replace(document(tmp_path, 1, ""), **values)
    page = format_document(article, "The Straße.\n\nIt ends.", 0)
    assert "<body data-pagefind-body>A dek | The Strasse. | It ends.</body>" in page
    assert fields(page, "filter") == {"topic": "Trade"}
    assert fields(page, "sort") == {"date": "2023-11-22"}
    assert fields(page, "meta")["title"] == 'Lodz "today" & <now>'
    assert fields(page, "meta")["names"] == "Trade"
    spellings = shown(page).spellings
    assert spellings.startswith("4 Straße.")
    assert shown(page) == SearchResultData(article.title, "2023-11-22", True, spellings, "pl")


def test_markup_in_a_text_is_text(tmp_path: Path) -> None:
    page = format_document(document(tmp_path, 1, ""), "</body><script>x</script> &amp;", 0)
    assert "&lt;/body&gt;&lt;script&gt;x&lt;/script&gt; &amp;amp;</body>" in page


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("one two three four", "one two"),
        ("one\n\ntwo three", "one | two"),
        ("one", "one"),
        ("北京会谈结束", "北 京 会 谈"),
        ("", "Text 1"),
    ],
)
def test_the_first_words_alone(text: str, kept: str, tmp_path: Path) -> None:
    """A letter of Chinese counts as half a word; a text without words is found by its headline."""
    assert f"<body data-pagefind-body>{kept}</body>" in format_document(document(tmp_path, 1, ""), text, 2)


def test_documents_are_written_at_their_addresses(tmp_path: Path) -> None:
    documents = [document(tmp_path, n, f"Text *{n}*.") for n in range(3)]
    write_documents(tmp_path, tmp_path / "out", documents, 0, None)
    assert "<body data-pagefind-body>Text 2.</body>" in (tmp_path / "out/text-2.html").read_text()


def test_a_text_that_changed_meanwhile_is_refused(tmp_path: Path) -> None:
    documents = [document(tmp_path, 0, "Old.")]
    document(tmp_path, 0, "New.")
    with pytest.raises(ContentError):
        write_documents(tmp_path, tmp_path / "out", documents, 0, None)


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
    assert strip_accents(text) == folded


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
    assert split_spaced_words(text) == cut


@given(st.text())
def test_no_sign_is_lost(text: str) -> None:
    assert "".join(piece for piece, _ in split_spaced_words(text)) == "".join(text.split())


def test_no_phrase_reaches_over_the_end_of_a_block() -> None:
    folded, _ = fold_and_keep_spellings(["In his prime", "Minister spoke"])
    assert folded == f"In his prime {BREAK} Minister spoke"


def test_spellings_are_kept_where_they_differ() -> None:
    """The number of the word, and its spelling with the white space after it; Han needs no note."""
    assert fold_and_keep_spellings(["The Straße to 北京"]) == ("The Strasse to 北 京", "1 Straße ")


def test_hidden_signs_are_no_letters() -> None:
    """That they can be read again is seen above."""
    assert not any(sign.isalnum() or sign.isspace() for sign in encode_in_private_use("Öl 水 𝄞"))
