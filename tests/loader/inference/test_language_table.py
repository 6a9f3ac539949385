"""The table of languages: whole, and turned the right way."""

from __future__ import annotations

import pytest

from newsgen.loader.language import language_table, script_of, split_words


@pytest.mark.parametrize(
    ("letter", "script"),
    [
        ("a", "Latin"),
        ("ệ", "Latin"),
        ("д", "Cyrillic"),
        ("ω", "Greek"),
        ("ש", "Hebrew"),
        ("ع", "Arabic"),
        ("अ", "Devanagari"),
        ("の", "Kana"),
        ("ー", "Kana"),
        ("国", "Han"),
        ("\U00020bb7", "Han"),
        ("한", "Hangul"),
        ("ก", "Thai"),
        ("1", ""),
        ("\U0001f600", ""),
    ],
)
def test_the_script_of_a_letter(letter: str, script: str) -> None:
    assert script_of(letter) == script


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("l’accord, qu'il a 12%", ["l", "accord", "qu", "il", "a"]),
        ("है। (में)", ["है", "में"]),
        ("می\u200cشود؟", ["می", "شود"]),
        ("国の人、WTO", ["国", "の", "人", "WTO"]),
    ],
)
def test_words_of_any_script(text: str, words: list[str]) -> None:
    assert split_words(text) == words


def test_every_script_with_several_languages_has_words_for_each() -> None:
    """A script of the table is one that letters are known of."""
    table = language_table()
    for script, languages in table.scripts.items():
        if len(languages) > 1:
            told = {code for owners in table.words[script].values() for code in owners}
            assert told == set(languages), script


def test_words_are_as_a_text_is_split() -> None:
    """A word that the splitting of texts would take apart could never be met."""
    table = language_table()
    for index in table.words.values():
        for word in index:
            assert split_words(word.lower()) == [word]


def test_owners_of_words_and_letters() -> None:
    table = language_table()
    assert table.words["Latin"]["und"] == ("de",)
    assert {"es", "fr"} <= set(table.words["Latin"]["de"])
    assert table.letters["Cyrillic"]["ї"] == ("uk",)
    assert table.letter.findall("naïf ß") == ["ï", "ß"]


def test_the_two_ways_of_writing_chinese_share_no_character() -> None:
    table = language_table()
    assert len(table.simplified) == len(table.traditional) > 50
    assert not table.simplified & table.traditional
