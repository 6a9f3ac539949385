"""The topics of a text, with their evidence; relations of countries; what is learned from confirmed records."""

from __future__ import annotations

import random
import re
from pathlib import Path

import msgspec
import pytest

from newsgen.loader.text import SeedText
from newsgen.loader.topics.centroids import Centroids, ConfirmedRecord, rank_learned_topics
from newsgen.loader.topics.infer import (
    TopicEvidence,
    find_phrases,
    infer_topics,
    learn_topics,
    make_topic_features,
    split_lines_into_words,
    weigh_topics,
)
from newsgen.loader.topics.relations import find_relations, load_countries
from newsgen.loader.topics.vocabulary import default_vocabulary, read_vocabulary
from tests.support.cases import read_cases
from tests.support.waiting import not_endless

VOCABULARY = default_vocabulary()


def infer(*lines: str, language: str = "en", centroids: Centroids | None = None) -> tuple[str, ...]:
    found = infer_topics(SeedText("x.txt", lines, 1, 0, language), VOCABULARY, centroids)
    return found.value if found else ()


def test_three_at_most() -> None:
    """A text about everything gets three topics."""
    everything = "wildfires, earthquakes, hurricanes, volcanoes, floods: wildfire, earthquake, hurricane, volcano, flooding"
    assert len(infer(everything, everything, everything)) == 3


@pytest.mark.parametrize(("news", "allowed"), read_cases(Path(__file__).parent / "data" / "topics-news.txt"))
def test_general_news_has_topics(news: str, allowed: list[str]) -> None:
    """News on any subject gets topics, and none outside its subject."""
    found = infer(*news.splitlines())
    assert found
    assert set(found) <= set(allowed[0].split("; "))


def test_a_little_of_several_topics_shows_the_one_above() -> None:
    """One word each of two sports is no sport, together they are; the narrower topic wins where it is clear."""
    lines = ("Club opens", "A jockey opened the hall, and a boxer came.")
    assert infer(*lines) == ("Sport",)
    assert infer(*lines, "The boxing hall has a ring where boxers fight for a title.") == (
        "Boxing and martial arts",
    )


def test_relations_can_be_switched_off() -> None:
    """`relations = false` in topics.toml leaves them out."""
    text = SeedText("x", ("China-Japan relations improve", "The ambassadors met."), 1)
    own = '[[topic]]\nname = "Fish"\nphrases = ["salmon"]\n'
    assert infer_topics(text, read_vocabulary(own)) is not None
    assert infer_topics(text, read_vocabulary("relations = false\n" + own)) is None


OWN = read_vocabulary(
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


def weigh(*lines: str, language: str = "en", title: int = 0, dek: int = 0) -> dict[str, TopicEvidence]:
    text = SeedText("x.txt", lines, title, dek, language)
    found = weigh_topics(find_phrases(split_lines_into_words(text), OWN), OWN, language)
    return {OWN.topics[number].name: evidence for number, evidence in found.items()}


@pytest.mark.parametrize(
    ("lines", "expected"), read_cases(Path(__file__).parent / "data" / "topics-found.txt")
)
def test_what_is_found(lines: str, expected: list[str]) -> None:
    """Phrases are found in any form, the longest at a place, in one language; acronyms are capitals; hints only weigh."""
    language = "de" if lines.startswith("Der ") else "en"
    found = weigh(*lines.split("\n"), language=language)
    rows = [
        f'{name}: {one.mentions} in line {one.line}: "{one.quote}"'
        for name, one in found.items()
        if one.mentions
    ]
    assert rows == [line for line in expected if line != "nothing"]
    assert all(one.score > one.phrase_score for one in found.values() if one.hints)


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


def relations(*lines: str, title: int = 1) -> list[str]:
    return [relation.name for relation in find_relations(SeedText("x.txt", lines, title))]


@pytest.mark.parametrize(("title", "names"), read_cases(Path(__file__).parent / "data" / "relations.txt"))
def test_pairs_of_countries(title: str, names: list[str]) -> None:
    """Short names in the order of the alphabet; people of two origins, longer lists, far words are no pair."""
    pair = names != ["nothing"]
    lines = (title, "The ambassadors met.") if pair else ("The ambassadors met.", title)
    assert relations(*lines) == (names if pair else [])


def test_evidence() -> None:
    """The first mention as a pair is quoted as typed, with its line and the number of such mentions."""
    (found,) = find_relations(
        SeedText(
            "x", ("Ties warm", "SINO-JAPANESE TIES", "Bilateral talks on China-Japan ties were held."), 1
        )
    )
    assert (found.line, found.quote, found.mentions) == (2, "SINO-JAPANESE", 2)


@pytest.mark.parametrize(
    ("text", "names"), read_cases(Path(__file__).parent / "data" / "relations-texts.txt")
)
def test_countries_that_a_text_is_about(text: str, names: list[str]) -> None:
    """Both act, or each is named often and no third; travel between two is no relation; New Mexico is not Mexico."""
    assert relations(*text.splitlines()) == [name for name in names if name != "nothing"]


def test_the_table_of_countries_is_whole() -> None:
    """195 countries or more, codes of two capitals, no short name and no combining form twice."""
    countries = load_countries().by_code
    names = [country.name for country in countries.values()]
    prefixes = [prefix for country in countries.values() for prefix in country.combining]
    assert len(countries) >= 195
    assert all(re.fullmatch("[A-Z]{2}", code) for code in countries)
    assert len(set(names)) == len(names)
    assert len(set(prefixes)) == len(prefixes)


def confirmed(topic: str, words: str, count: int) -> list[ConfirmedRecord]:
    """Records that share some words and turn the others."""
    many, found = words.split(), []
    for n in range(count):
        turned = many[n % len(many) :] + many[: n % len(many)]
        found.append(ConfirmedRecord(topics=(topic,), title=turned[0], body=" ".join(turned[:6])))
    return found


def test_learned_topics_come_first() -> None:
    """What humans chose for this archive goes before the vocabulary, which fills the places left."""
    taught = [
        *confirmed("Our hills", "hills slopes pasture ridge cows barns milk hay", 9),
        *confirmed("Our sea", "harbor boats pier nets fish tide quay sails", 9),
    ]
    centroids = learn_topics(taught, VOCABULARY)
    lines = (
        "Wildfires: hills, slopes, pasture",
        "Hills, slopes, pasture, ridge, cows, barns burnt in wildfires, wildfires.",
    )
    assert infer(*lines) == ("Wildfires",)
    assert infer(*lines, centroids=centroids) == ("Our hills", "Wildfires")
    found = infer_topics(SeedText("x", lines, 1), VOCABULARY, centroids)
    assert found is not None
    assert found.inference.rule == "centroids"
    assert str(found.inference.evidence["Our hills"]).startswith("likeness 0.")  # type: ignore[index]
    assert str(found.inference.evidence["Our hills"]).endswith(" to 9 records")  # type: ignore[index]


def test_a_topic_that_humans_turned_down_falls_silent() -> None:
    """Five records that speak of wildfires and are not filed there are enough; other topics go on."""
    taught = confirmed("Hikes", "wildfire wildfires hills", 9) + confirmed(
        "Earthquakes", "earthquake aftershock", 9
    )
    centroids = learn_topics(taught, VOCABULARY)
    assert centroids.turned_down == ("Wildfires",)
    assert not centroids.own
    assert "Wildfires" not in infer("Wildfire spreads", "The wildfire burnt a wildfire.", centroids=centroids)
    assert infer("Volcano erupts", "The volcano spat volcanic ash and a lava flow.", centroids=centroids) == (
        "Volcanoes",
    )


def test_an_archive_with_topics_of_its_own() -> None:
    """Where humans hardly ever left a topic of the vocabulary, all of it falls silent."""
    taught = [
        *confirmed("a", "wildfire wildfires", 9),
        *confirmed("b", "earthquake aftershock", 9),
        *confirmed("c", "volcano lava", 9),
    ]
    centroids = learn_topics(taught, VOCABULARY)
    assert centroids.own
    assert (
        infer("Hurricane nears", "The hurricane is a hurricane, a tropical storm.", centroids=centroids) == ()
    )


def test_topics_of_the_vocabulary_are_compared() -> None:
    """A text on tennis is like texts on cricket and rugby, without a word in common with them."""
    taught = [
        *confirmed("Games", "cricketer bowled wicket batsman rugby scrum wallabies cricket", 8),
        *confirmed("Town", "mayor ratepayers municipality alderman council municipal", 8),
    ]
    text = SeedText("x", ("Wimbledon begins", "The top seed won in straight sets at Wimbledon."), 1)
    marks = make_topic_features(text, split_lines_into_words(text), VOCABULARY)
    games, town = rank_learned_topics(["wimbledon"], marks, learn_topics(taught, VOCABULARY))
    assert (games.topic, town.topic) == ("Games", "Town")
    assert games.cosine > town.cosine == 0


def sea_and_sky(sea: int, sky: int) -> list[ConfirmedRecord]:
    return [
        *confirmed("Sea", "boats nets fish harbor catch salmon cod tide trawler quota fleet landing", sea),
        *confirmed("Sky", "planes wings runway pilot airport tower flight engine hangar cockpit cabin", sky),
    ]


def test_topics_need_four_records() -> None:
    """Three are not enough; a topic named twice in a record counts once; nothing to learn is no error."""
    assert learn_topics(sea_and_sky(4, 3), VOCABULARY).topics == ("Sea",)
    twice = [msgspec.structs.replace(record, topics=record.topics * 2) for record in sea_and_sky(0, 2)]
    assert learn_topics([*sea_and_sky(4, 0), *twice], VOCABULARY).topics == ("Sea",)
    assert learn_topics([], VOCABULARY) == learn_topics(sea_and_sky(3, 3), VOCABULARY) == Centroids()


def test_what_was_learned() -> None:
    """It has sizes, floors between 0 and 1, is the same for any order of the records, and survives a cache."""
    records = sea_and_sky(9, 12)
    learned = learn_topics(records, VOCABULARY)
    assert (learned.topics, learned.sizes, learned.names) == (("Sea", "Sky"), (9, 12), (" sea ", " sky "))
    assert all(0 < floor <= 1 for floor in (*learned.floors, learned.least))
    random.Random(1).shuffle(records)
    assert msgspec.json.encode(learn_topics(records, VOCABULARY)) == msgspec.json.encode(learned)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(learned), type=Centroids) == learned


def test_likeness_to_what_was_learned() -> None:
    """The nearest topic is named; words that no record has push a text away; a text without words is like nothing."""
    centroids = learn_topics(sea_and_sky(9, 9), VOCABULARY)
    assert infer("Boats, nets", "boats nets fish harbor catch salmon", centroids=centroids) == ("Sea",)
    strange = "Shareholders met bankers over dividends with fish on the menu " * 2
    assert "Sea" not in infer("Quarterly earnings", strange, centroids=centroids)
    assert infer("", centroids=centroids) == ()


@pytest.mark.parametrize(
    "line",
    [
        "The ambassador of Japan spoke of China, tariffs, climate change and a trade war between Japan and China. ",
        "China and Japan, Korea with Iran. ",
    ],
)
def test_cost_grows_with_the_text(line: str) -> None:
    """Two megabytes take a second and not hours, in one line too."""
    with not_endless():
        infer("Title", line * 20_000)
