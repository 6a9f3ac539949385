"""The language of a text: named where it is clear, left open where it is not."""

from __future__ import annotations

import json
import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.loader.language import (
    find_letter_script,
    infer_language,
    is_same_language,
    load_language_table,
    primary_subtag,
    rule_out_language,
    split_words,
)

TABLES = json.loads((Path(__file__).parent / "data" / "tables.json").read_text(encoding="utf-8"))
SAMPLES: dict[str, str] = tomllib.loads(
    Path(__file__).with_name("data").joinpath("languages.toml").read_text("utf-8")
)
"""One small story in each language."""
OTHERS: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("data").joinpath("other-languages.toml").read_text("utf-8")
)


def test_the_evidence_counts_words_and_names_the_commonest() -> None:
    guess = infer_language(
        ["Der Rat und die Stadt", "und der Hafen und die Boote", "nicht aber auch das Land"]
    )
    assert guess is not None
    assert guess.inference.rule == "stop words"
    assert guess.inference.evidence == "stop words: 11 of 16 (und, der, die)"


def test_the_evidence_of_a_script_counts_letters() -> None:
    guess = infer_language([SAMPLES["el"], "(NATO)"])
    assert guess is not None
    assert guess.inference.rule == "script"
    assert str(guess.inference.evidence).endswith("letters Greek")


@pytest.mark.parametrize("other", ["es", "fr", "de", "pl", "vi", "ru", "ar"])
def test_a_text_half_in_another_language_is_left_open(other: str) -> None:
    assert infer_language([SAMPLES["en"], SAMPLES[other]]) is None


def test_japanese_beside_much_more_chinese_is_left_open() -> None:
    assert infer_language([SAMPLES["ja"], *[SAMPLES["zh-Hans"]] * 3]) is None


@pytest.mark.parametrize(("tag", "text"), OTHERS["known"].items())
def test_close_and_rare_languages_are_told_apart(tag: str, text: str) -> None:
    guess = infer_language([text])
    assert guess is not None
    assert guess.value == tag
    first = infer_language([text.split(". ")[0]])
    assert first is None or first.value == tag


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Снег засыпал дороги на юге. Школы закрыты до понедельника.", "ru"),
        ("Рубль вырос к доллару, сообщил банк. Курс составил 90 рублей за доллар.", "ru"),
        ("Сніг засипав дороги на півдні. Школи закриті до понеділка.", None),
        ("Снег засыпаў дарогі на поўдні. Школы зачыненыя да панядзелка.", None),
        ("Сняг затрупа пътищата на юг. Училищата са затворени до понеделник.", None),
    ],
)
def test_a_headline_in_russian_is_known_by_its_letters(text: str, tag: str | None) -> None:
    guess = infer_language([text])
    assert (guess.value if guess else None) == tag


@pytest.mark.parametrize(("tag", "text"), OTHERS["unknown"].items())
@pytest.mark.parametrize("usual", ["en", "de"])
def test_a_language_outside_the_table_is_neither_english_nor_the_sites(
    tag: str, text: str, usual: str
) -> None:
    assert infer_language([text]) is None, tag
    assert rule_out_language([text], usual) is not None
    assert rule_out_language([text.split(". ")[0]], "en") is not None


@pytest.mark.parametrize(
    "text",
    [
        "Ferry sinks off Bali",
        "Jokowi, Prabowo, Anwar Ibrahim, Ferdinand Marcos Jr. at ASEAN summit",
        "López Obrador, Lula da Silva, Boric y Petro meet in Bogotá",
        "El Niño hits Piura, Trujillo, Chimbote; mayor Arturo Fernández asks for help",
    ],
)
def test_short_english_texts_may_be_english(text: str) -> None:
    assert rule_out_language([text], "en") is None


MIXED = [
    *(
        ("en", [SAMPLES["en"], SAMPLES["en"], SAMPLES[quoted], SAMPLES["en"]])
        for quoted in ("ja", "ko", "es", "ru", "de")
    ),
    *(
        (tag, [SAMPLES[tag], "(World Trade Organization, WTO)", SAMPLES[tag]])
        for tag in ("ja", "zh-Hant", "fa", "pl")
    ),
    ("en", [SAMPLES["en"]] * 30 + [SAMPLES["es"]] * 25),
    ("zh", ["山水人心天地日月大小上下中文火木土石田力口手足耳目"]),
    ("vi", [unicodedata.normalize("NFD", SAMPLES["vi"])]),
]


@pytest.mark.parametrize(("tag", "lines"), MIXED)
def test_what_does_not_decide(tag: str, lines: list[str]) -> None:
    """Quotations, English names, an appendix, marks apart from their letters; Chinese in no clear way of writing."""
    guess = infer_language(lines)
    assert guess is not None
    assert guess.value == tag


def test_only_a_sample_of_a_long_text_is_read() -> None:
    """The first characters and some of the middle decide, so that a long text costs what a short one does."""
    long = [SAMPLES["en"]] * 20 + [SAMPLES["de"]] * 3
    assert infer_language(long) == infer_language([*long, *[SAMPLES["de"]] * 3])
    assert infer_language([SAMPLES["en"] * 5000]) is not None


@given(st.lists(st.text(max_size=200), max_size=30))
def test_any_text_is_read_without_a_crash_and_twice_alike(lines: list[str]) -> None:
    guess = infer_language(lines)
    assert guess == infer_language(lines)
    assert guess is None or 0.6 <= (guess.inference.confidence or 0) <= 0.99


def test_press_texts_in_english_are_english_or_left_open(shared: Path) -> None:
    """Of real English texts 99.5 % at least, with Spanish names and quotations in them."""
    texts = [
        json.loads(line)["text"].split("\n")
        for file in sorted((shared / "corpora" / "plain").glob("*/articles.jsonl"))
        for line in file.read_text("utf-8").splitlines()
    ]
    found = [infer_language(lines) for lines in texts]
    wrong = sum(guess is not None and guess.value != "en" for guess in found)
    assert texts
    assert wrong <= 0.005 * len(texts)
    assert sum(guess is not None for guess in found) >= 0.9 * len(texts)


@pytest.mark.parametrize(("letters", "script"), TABLES["scripts of letters"])
def test_the_script_of_a_letter(letters: str, script: str) -> None:
    assert {find_letter_script(letter) for letter in letters} == {script}


@pytest.mark.parametrize(("text", "words"), TABLES["words of any script"])
def test_words_of_any_script(text: str, words: list[str]) -> None:
    assert split_words(text) == words


def test_the_table_holds_together() -> None:
    """Each language of a shared script has words, as a text is split; the two ways of writing Chinese share no sign."""
    table = load_language_table()
    for script, languages in table.scripts.items():
        known = {code for owners in table.words[script].values() for code in owners}
        assert known == set(languages) or len(languages) == 1, script
    for index in table.words.values():
        assert all(split_words(word.lower()) == [word] for word in index)
    assert len(table.simplified) == len(table.traditional) > 50
    assert not table.simplified & table.traditional


@pytest.mark.parametrize(
    ("tag", "subtag"), [("en", "en"), ("EN-gb", "en"), ("zh-Hans", "zh"), ("pt_BR", "pt"), ("", "")]
)
def test_the_primary_subtag_of_a_tag(tag: str, subtag: str) -> None:
    assert primary_subtag(tag) == subtag


@pytest.mark.parametrize(("one", "other", "same"), TABLES["tags of one language"])
def test_which_tags_name_one_language(one: str, other: str, same: bool) -> None:
    assert is_same_language(one, other) is same
    assert is_same_language(other, one) is same
