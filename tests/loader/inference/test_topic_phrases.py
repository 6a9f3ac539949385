"""How much a text speaks of each topic."""

from __future__ import annotations

from newsgen.loader.text import Text
from newsgen.loader.topics import Evidence, read_lines, weigh_topics
from newsgen.loader.topics.vocabulary import read_vocabulary

VOCABULARY = read_vocabulary(
    """
[[topic]]
name = "Trade"
phrases = ["trade war", "tariff", "WTO"]
hints = ["goods"]
[[topic]]
name = "War"
phrases = ["war"]
[[topic]]
name = "HIV"
phrases = ["AIDS"]
[[topic]]
name = "Handel"
phrases = ["Zoll"]
language = "de"
"""
)


def weigh(*lines: str, language: str = "en", title: int = 0, dek: int = 0) -> dict[str, Evidence]:
    text = Text("x.txt", lines, title, dek, language)
    found = weigh_topics(read_lines(text), VOCABULARY, language)
    return {VOCABULARY.topics[number].name: evidence for number, evidence in found.items()}


def test_what_is_found() -> None:
    """Phrases are found in any form; the first is quoted with its line, hints only weigh."""
    found = weigh("", "Tariffs on goods", "The tariff's end, said the WTO")["Trade"]
    assert (found.mentions, found.kinds, found.line, found.quote) == (3, 2, 2, "Tariffs")
    assert found.score > found.weight > 0


def test_the_longest_phrase_counts() -> None:
    """A trade war is no war."""
    assert set(weigh("A trade war.")) == {"Trade"}
    assert set(weigh("A trade", "war.")) == {"War"}, "a phrase does not go over the end of a line"


def test_place_weighs() -> None:
    """Headline, dek, the first words of the body and the rest weigh less and less."""
    filler = "word " * 150
    scores = [
        weigh("tariff", title=1)["Trade"].score,
        weigh("x", "tariff", title=1, dek=2)["Trade"].score,
        weigh("tariff")["Trade"].score,
        weigh(filler, "tariff")["Trade"].score,
    ]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4


def test_repetition_is_capped() -> None:
    """A phrase a hundred times weighs as much as five times; all are counted."""
    five, hundred = weigh(*["tariff"] * 5)["Trade"], weigh(*["tariff"] * 100)["Trade"]
    assert five.score == hundred.score
    assert hundred.mentions == 100


def test_acronyms_are_capitals() -> None:
    """'aids' is no AIDS, nor is it in a headline in capitals, unless the text has the acronym too."""
    assert weigh("She aids them") == {}
    assert weigh("MAN AIDS NEIGHBOR", "The man helped.") == {}
    assert weigh("FUNDS FOR AIDS", "AIDS is treated.")["HIV"].mentions == 2
    assert weigh("AID and AIDS, AIDS and AID")["HIV"].mentions == 2
    assert weigh("the WTO's rules")["Trade"].quote == "WTO's"


def test_languages_do_not_mix() -> None:
    """A topic in another language than the text's stays silent."""
    assert weigh("Der Zoll und ein tariff", language="de").keys() == {"Handel"}
    assert weigh("Der Zoll und ein tariff").keys() == {"Trade"}


def test_unspaced_scripts() -> None:
    """A phrase is found inside a sentence of a script without spaces."""
    vocabulary = read_vocabulary('language = "ja"\n[[topic]]\nname = "日中"\nphrases = ["日中関係"]\n')
    found = weigh_topics(read_lines(Text("x", ("両国の日中関係は",), language="ja")), vocabulary, "ja")
    assert found[0].quote == "日 中 関 係"
