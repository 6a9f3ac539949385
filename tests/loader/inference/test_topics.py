"""The topics of a text, with their evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.loader.text import Text
from newsgen.loader.topics import infer_topics, learn
from newsgen.loader.topics.centroids import Centroids, Confirmed
from newsgen.loader.topics.vocabulary import default_vocabulary, read_vocabulary
from tests.support.endless import not_endless

VOCABULARY = default_vocabulary()


def infer(*lines: str, language: str = "en", centroids: Centroids | None = None) -> tuple[str, ...]:
    found = infer_topics(Text("x.txt", lines, 1, 0, language), VOCABULARY, centroids)
    return found.value if found else ()


def test_the_reference_seed(shared: Path) -> None:
    """China-Japan relations come first, the wastewater is among them; each says where it stands."""
    lines = (shared / "seeds/000_af86e90db8e8e466.txt").read_text(encoding="utf-8").split("\n")
    found = infer_topics(Text("x.txt", tuple(lines), 1, 2), VOCABULARY)
    assert found is not None
    assert found.value[0] == "China-Japan relations"
    assert "Nuclear wastewater" in found.value
    assert found.inference.rule == "relations"
    assert found.inference.evidence["China-Japan relations"] == 'line 1: "China-Japan", 18 mentions'  # type: ignore[index]


def test_vocabulary() -> None:
    """A headline and a mention make a topic, and the evidence quotes the first."""
    found = infer_topics(
        Text(
            "x", ("Wildfire spreads in the hills", "Firefighters said the wildfire had burnt 300 acres."), 1
        ),
        VOCABULARY,
    )
    assert found is not None
    assert found.value == ("Wildfires",)
    assert found.inference.rule == "vocabulary"
    assert found.inference.evidence == {"Wildfires": 'line 1: "Wildfire", 2 mentions'}


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("",),
        ("A quiet day", "Nothing happened in town, and nobody minded."),
        ("A quiet day", "Someone mentioned a tariff once."),
        (
            "A day at school",
            "Students, teachers, classes: the school day had begun in the school of the village.",
        ),
    ],
)
def test_silence(lines: tuple[str, ...]) -> None:
    """No topic is better than a wrong one: a single mention in passing, or hints alone, are not enough."""
    assert infer(*lines) == ()


def test_three_at_most() -> None:
    """A text about everything gets three topics."""
    everything = "wildfires, earthquakes, hurricanes, volcanoes, floods: wildfire, earthquake, hurricane, volcano, flooding"
    assert len(infer(everything, everything, everything)) == 3


def test_a_topic_that_contains_another_is_left_out() -> None:
    """The tree says already that nuclear wastewater belongs to nuclear power."""
    found = infer(
        "Nuclear power plant releases treated wastewater",
        "The nuclear power plant at Fukushima released treated wastewater. The nuclear reactor is old.",
    )
    assert "Nuclear wastewater" in found
    assert "Nuclear power" not in found


def test_other_languages() -> None:
    """The English vocabulary and the relations do not fire on other languages."""
    assert (
        infer("Terrorist festgenommen", "Der Terrorist sprach von Terrorismus. Terrorist!", language="de")
        == ()
    )
    assert infer("China-Japan relations", "The ambassadors met.", language="fr") == ()


def test_relations_can_be_switched_off() -> None:
    """`relations = false` in topics.toml leaves them out."""
    text = Text("x", ("China-Japan relations improve", "The ambassadors met."), 1)
    own = '[[topic]]\nname = "Fish"\nphrases = ["salmon"]\n'
    assert infer_topics(text, read_vocabulary(own)) is not None
    assert infer_topics(text, read_vocabulary("relations = false\n" + own)) is None


def confirmed(topic: str, words: str, count: int) -> list[Confirmed]:
    """Records that share some words and turn the others."""
    many, found = words.split(), []
    for n in range(count):
        turned = many[n % len(many) :] + many[: n % len(many)]
        found.append(Confirmed(topics=(topic,), title=turned[0], body=" ".join(turned[:6])))
    return found


def test_learned_topics_come_first() -> None:
    """What humans chose for this archive goes before the vocabulary, which fills the places left."""
    taught = [
        *confirmed("Our hills", "hills slopes pasture ridge cows barns milk hay", 9),
        *confirmed("Our sea", "harbor boats pier nets fish tide quay sails", 9),
    ]
    centroids = learn(taught, VOCABULARY)
    lines = (
        "Wildfires: hills, slopes, pasture",
        "Hills, slopes, pasture, ridge, cows, barns burnt in wildfires, wildfires.",
    )
    assert infer(*lines) == ("Wildfires",)
    assert infer(*lines, centroids=centroids) == ("Our hills", "Wildfires")
    found = infer_topics(Text("x", lines, 1), VOCABULARY, centroids)
    assert found is not None
    assert found.inference.rule == "centroids"
    assert str(found.inference.evidence["Our hills"]).startswith("likeness 0.")  # type: ignore[index]
    assert str(found.inference.evidence["Our hills"]).endswith(" to 9 records")  # type: ignore[index]


def test_a_topic_that_humans_turned_down_falls_silent() -> None:
    """Five records that speak of wildfires and are not filed there are enough; other topics go on."""
    taught = confirmed("Hikes", "wildfire wildfires hills", 9) + confirmed(
        "Earthquakes", "earthquake aftershock", 9
    )
    centroids = learn(taught, VOCABULARY)
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
    centroids = learn(taught, VOCABULARY)
    assert centroids.own
    assert (
        infer("Hurricane nears", "The hurricane is a hurricane, a tropical storm.", centroids=centroids) == ()
    )


def test_few_records_teach_nothing() -> None:
    """With fewer than eight records the vocabulary alone speaks."""
    centroids = learn(confirmed("Our hills", "hills slopes pasture", 4), VOCABULARY)
    assert infer("Hills and slopes", "pasture", centroids=centroids) == ()


def test_cost_grows_with_the_text() -> None:
    """Two megabytes take a second and not hours, in one line too."""
    line = "The ambassador of Japan spoke of China, tariffs, climate change and a trade war between Japan and China. "
    with not_endless():
        infer("Title", line * 20_000)
