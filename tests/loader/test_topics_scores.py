"""The figures that topics reach on texts which nobody here wrote (../shared/corpora/plain)."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from newsgen.loader.text import SeedText
from newsgen.loader.topics.centroids import ConfirmedRecord
from newsgen.loader.topics.infer import infer_topics, learn_topics
from newsgen.loader.topics.vocabulary import default_vocabulary

VOCABULARY = default_vocabulary()


def articles(shared: Path, corpus: str) -> list[dict[str, Any]]:
    rows = (shared / "corpora/plain" / corpus / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(row) for row in rows]


def text_of(article: dict[str, Any]) -> SeedText:
    return SeedText("x.txt", tuple(article["text"].split("\n")), 1)


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in (2, 3))])
def test_after_learning_from_half_the_first_topic_is_right(shared: Path, seed: int) -> None:
    """In 75 of 100 posts of the other half the first topic is one of the true ones, whatever the halves."""
    posts = [article for article in articles(shared, "digitalgov_news") if article["topics"]]
    random.Random(seed).shuffle(posts)
    half = len(posts) // 2
    taught = (
        ConfirmedRecord(
            topics=tuple(post["topics"]), title=post["title"], body=post["text"].partition("\n")[2]
        )
        for post in posts[:half]
    )
    centroids = learn_topics(taught, VOCABULARY)
    found = [infer_topics(text_of(post), VOCABULARY, centroids) for post in posts[half:]]
    right = [
        bool(guess) and guess.value[0] in post["topics"]
        for guess, post in zip(found, posts[half:], strict=True)
    ]
    assert sum(right) >= 0.75 * len(right)


def test_what_was_learned_stays_among_its_own(shared: Path) -> None:
    """Nine in ten press releases of senators are like no post on digital government; every fourth is asked."""
    posts = [article for article in articles(shared, "digitalgov_news") if article["topics"]]
    taught = (
        ConfirmedRecord(topics=tuple(p["topics"]), title=p["title"], body=p["text"]) for p in posts[:250]
    )
    centroids = learn_topics(taught, VOCABULARY)
    releases = articles(shared, "senate_press_dev")[::4]
    found = [infer_topics(text_of(release), VOCABULARY, centroids) for release in releases]
    assert sum(guess is None for guess in found) >= 0.9 * len(found)
