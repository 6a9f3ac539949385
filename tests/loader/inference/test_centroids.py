"""Texts are compared with learned topics."""

from __future__ import annotations

from newsgen.loader.topics.centroids import Confirmed, Likeness, compare, fold, train

_SEA = "boats nets fish harbor catch salmon cod tide trawler quota fleet landing".split()
_SKY = "planes wings runway pilot airport tower flight engine hangar cockpit ticket cabin".split()


def _records(topic: str, words: list[str]) -> list[Confirmed]:
    turned = [words[n:] + words[:n] for n in range(9)]
    return [
        Confirmed(topics=(topic,), title=f"{w[0]} {w[1]}", body=f"{' '.join(w[:6])}\nplans of today")
        for w in turned
    ]


LEARNED = train([*_records("Sea", _SEA), *_records("Sky", _SKY)])


def likenesses(title: str, body: str) -> dict[str, Likeness]:
    return {found.topic: found for found in compare(fold(title), [fold(body)], LEARNED)}


def test_the_nearest_is_first() -> None:
    """A text about fish is like those about fish, and not like those about planes."""
    first, second = compare(fold("Boats, nets"), [fold("boats nets fish harbor catch salmon")], LEARNED)
    assert (first.topic, first.size) == ("Sea", 9)
    assert first.cosine > 3 * second.cosine
    assert first.score >= LEARNED.least


def test_a_strange_text_is_near_nothing() -> None:
    """Words that no record has push a text away."""
    found = likenesses(
        "Quarterly earnings", "Shareholders met bankers over dividends with fish on the menu " * 2
    )
    assert all(likeness.score < LEARNED.least for likeness in found.values())


def test_the_topic_s_own_name_speaks_for_it() -> None:
    """A text that has the topic's name, best in the title, is likelier of it."""
    found = [
        likenesses("Boats", "nets"),
        likenesses("Boats", "nets at sea"),
        likenesses("Boats at sea", "nets"),
    ]
    plain, body, title = (each["Sea"].ratio - each["Sea"].cosine / LEARNED.floors[0] for each in found)
    assert plain == 0
    assert 0 < body < title


def test_no_text() -> None:
    """An empty text is like nothing."""
    assert [found.cosine for found in compare([], [], LEARNED)] == [0.0, 0.0]
