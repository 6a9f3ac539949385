"""Topics are learned from confirmed records."""

from __future__ import annotations

import random

import msgspec

from newsgen.loader.topics.centroids import LEAST_RECORDS, MOST_RECORDS, Centroids, Confirmed, thin_out, train

_SEA = "boats nets fish harbor catch salmon cod tide trawler quota fleet landing".split()
_SKY = "planes wings runway pilot airport tower flight engine hangar cockpit ticket cabin".split()
_BOTH = "people said today many things about new plans for next year here".split()


def record(number: int, words: list[str], *topics: str) -> Confirmed:
    dice = random.Random(number)
    body = " ".join(dice.sample(words, 6) + dice.sample(_BOTH, 6))
    return Confirmed(topics=topics, title=f"Note {' '.join(dice.sample(words, 2))}", body=body)


def records(sea: int = 10, sky: int = 10) -> list[Confirmed]:
    return [record(n, _SEA, "Sea") for n in range(sea)] + [record(100 + n, _SKY, "Sky") for n in range(sky)]


def test_topics_need_eight_records() -> None:
    """Seven are not enough; a topic named twice in a record counts once."""
    assert train(records(LEAST_RECORDS, LEAST_RECORDS - 1)).topics == ("Sea",)
    twice = [*records(LEAST_RECORDS, 0), *(record(n, _SKY, "Sky", "Sky") for n in range(4))]
    assert train(twice).topics == ("Sea",)


def test_nothing_to_learn() -> None:
    """No record, or too few, give no topics and no error."""
    assert train([]) == Centroids()
    assert train(records(3, 3)) == Centroids()


def test_what_was_learned() -> None:
    """Sizes are those of the topics, floors lie between 0 and 1, weights name a topic each."""
    learned = train(records(9, 12))
    assert learned.topics == ("Sea", "Sky")
    assert learned.sizes == (9, 12)
    assert learned.names == (" sea ", " sky ")
    assert all(0 < floor < 1 for floor in (*learned.floors, learned.least))
    assert {number for _, *found in [(f, *w) for f, w in learned.weights.items()] for number, _ in found} == {
        0,
        1,
    }


def test_order_changes_nothing() -> None:
    """The same records in another order teach the same, to the byte."""
    shuffled = records()
    random.Random(1).shuffle(shuffled)
    assert msgspec.json.encode(train(shuffled)) == msgspec.json.encode(train(records()))


def test_it_can_be_kept() -> None:
    """What was learned comes back from msgpack as it was."""
    learned = train(records())
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(learned), type=Centroids) == learned


def test_the_cost_has_a_bound() -> None:
    """Of more records than that every n-th is taken."""
    many = records(10, 10) * 300
    assert len(thin_out(many, MOST_RECORDS)) == MOST_RECORDS
    assert thin_out([], 3) == []
    assert len(thin_out(many[:5], 3)) <= 3
