"""Names and topics of texts that are not English: found where a title or a list shows them, otherwise left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsgen.errors import ContentError
from newsgen.loader.analyse import InferenceData, infer_fields_except_date, infer_names
from newsgen.loader.names.aliases import Aliases
from newsgen.loader.text import SeedText
from newsgen.loader.topics.infer import infer_topics
from newsgen.loader.topics.vocabulary import default_vocabulary, read_vocabulary
from newsgen.model import ParsedArticle, SeedRef

KINDS = ("people", "organizations", "places")


def read_rows(name: str) -> list[list[str]]:
    """Read the rows of a table with '|' between its cells."""
    lines = Path(__file__).with_name("data").joinpath(name).read_text("utf-8").splitlines()
    return [[part.strip() for part in line.split("|")] for line in lines if not line.startswith("#")]


ROWS = read_rows("other-names.txt")


def names_in(text: str, language: str, site: str = "en") -> dict[str, tuple[str, ...]]:
    found = infer_names(SeedText("x.txt", (text,), language=language), Aliases(), site)
    return {kind: guess.value if (guess := found[kind]) else () for kind in KINDS}


@pytest.mark.parametrize("language", sorted({row[0] for row in ROWS}))
def test_names_are_right_and_most_are_found(language: str) -> None:
    """Nothing is found that is not a name, and 80 % or more of each kind is found, in 15 texts or more."""
    rows = [row for row in ROWS if row[0] == language]
    assert len(rows) >= 15
    for number, kind in enumerate(KINDS, 2):
        hits = known = 0
        for row in rows:
            expected = {name.strip() for name in row[number].split(";") if name.strip()}
            found = set(names_in(row[1], language)[kind])
            assert found <= expected, row[1]
            hits, known = hits + len(found), known + len(expected)
        assert hits >= 0.8 * known, kind


KNOWN = """
de | en | Der Zug fährt von München nach Moskau. | Munich; Moscow |
de | de | Die Uno berät in München über Russland. | München; Russland |
es | de | La ONU se reúne en Múnich. | München | Vereinte Nationen
ru | ru | Поезд идёт в Москву и в Казань. | Москва; Казань |
ja | ja | 国連は東京で会議を開いた。 | 東京 | 国連
pl | en | Prezydent Andrzej Nowak pojechał do Warszawy. | |
"""


@pytest.mark.parametrize("row", KNOWN.strip().splitlines())
def test_known_names_are_in_the_language_of_the_archive(row: str) -> None:
    language, site, text, *expected = (part.strip() for part in row.split("|"))
    found = names_in(text, language, site)
    assert ["; ".join(found[kind]) for kind in ("places", "organizations")] == expected
    assert found["people"] == ()


def analyse(text: str, site: str) -> dict[str, object]:
    return infer_fields_except_date(
        ParsedArticle(SeedRef("x.txt", ""), text, "plain", {}), InferenceData(language=site)
    ).front


def test_an_unknown_language_gets_no_english_rule() -> None:
    text = (
        "Ministan lafiya\n\nABUJA (Reuters) - Ministan lafiya ya ce a ranar Litinin cewa za a bude sabon asibiti a wata mai"
        " zuwa. President John Smith said. Mazauna garin sun shafe shekaru uku suna jiran wannan aiki."
    )
    front = analyse(text, "en")
    assert front["language"] == "und"
    assert not {"people", "places", "organizations", "source"} & front.keys()


def test_the_place_of_a_dateline_is_named_like_other_places() -> None:
    text = "Protestas por el agua\n\nPARÍS (EFE) — Miles de personas marcharon ayer por el centro de la ciudad contra la ley."
    assert analyse(text, "en")["places"] == ("Paris",)
    assert analyse(text, "es")["places"] == ("París",)


@pytest.mark.parametrize(("language", "text", "topic"), read_rows("other-topics.txt"))
def test_topics_are_told_by_the_labels_of_a_language(language: str, text: str, topic: str) -> None:
    lines = tuple(filter(None, re.split(r"(?<=[.。]) *", text, maxsplit=1)))
    guess = infer_topics(SeedText("x.txt", lines, title_line=1, language=language), default_vocabulary())
    assert (guess.value if guess else ()) == ((topic,) if topic else ())


def test_a_topic_is_named_in_the_language_of_the_archive() -> None:
    text = SeedText("x.txt", ("Grève dans les transports", "La grève des syndicats dure."), 1, language="fr")
    names = {site: infer_topics(text, default_vocabulary(), site=site) for site in ("en", "fr", "de", "pl")}
    assert {site: guess and guess.value for site, guess in names.items()} == {
        "en": ("Strikes",), "fr": ("Grèves",), "de": ("Streiks",), "pl": ("Strikes",)
    }  # fmt: skip


def test_labels_of_own_topics_and_a_vocabulary_without_ours() -> None:
    own = '[[topic]]\nname = "Ferries"\nphrases = ["ferry"]\nlabels = {fr = ["bac", "traversier"]}\n'
    text = SeedText(
        "x.txt", ("Le bac en grève", "Le traversier et le bac sont à quai, grève."), 1, language="fr"
    )
    for extend, topics in (("", ("Ferries",)), ("extend = true\n", ("Ferries", "Strikes"))):
        guess = infer_topics(text, read_vocabulary(extend + own))
        assert guess is not None
        assert guess.value == topics
    with pytest.raises(ContentError, match=r"topics.toml:4:1: 'labels' has the wrong type"):
        read_vocabulary(own.replace('["bac", "traversier"]', '"bac"'))


def test_an_archive_in_another_language_has_its_names_and_topics_in_it() -> None:
    text = "Streik bei der Bahn\n\nDer Streik der Gewerkschaft trifft München und das Land, und die Lokführer streiken."
    assert {key: analyse(text, "de-AT").get(key) for key in ("topics", "places", "language")} == {
        "topics": ("Streiks",), "places": ("München",), "language": None
    }  # fmt: skip
    front = analyse(text, "en")
    assert (front["topics"], front["places"], front["language"]) == (("Strikes",), ("Munich",), "de")
