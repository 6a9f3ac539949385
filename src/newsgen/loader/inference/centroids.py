"""Topics learned from records whose topics a human has confirmed: what was learned, and how near a text is to it.

Each topic is the sum of its records' word vectors; a text is compared with each by the cosine.
Source: the Rocchio classifier, Manning, Raghavan, Schütze, Introduction to Information Retrieval (2008), §14.2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

import msgspec

from newsgen.loader.inference.centroid_features import count_features, repeat_title, weigh

_IN_TITLE, _IN_BODY = 0.4, 0.1
"""What a topic's name in the title, and in each hundred words, is worth, in parts of the topic's floor."""


class Confirmed(msgspec.Struct, frozen=True, order=True):
    """A record whose topics a human stated or confirmed."""

    title: str
    body: str
    """Its text, Markdown or plain."""
    topics: tuple[str, ...]


class Centroids(msgspec.Struct, frozen=True):
    """What was learned; plain values, so that msgspec can keep it in a cache."""

    topics: tuple[str, ...] = ()
    """Learned topics, sorted."""
    names: tuple[str, ...] = ()
    """The same as folded words between spaces, e.g. ' open data '."""
    sizes: tuple[int, ...] = ()
    """Number of records of each."""
    floors: tuple[float, ...] = ()
    """Likeness from which on a text is more likely than not of the topic."""
    least: float = 1.0
    """Score under which a text is like no record that was learned from, or the nearest topic is no good guess."""
    weights: Mapping[str, tuple[tuple[int, float], ...]] = {}
    """Features with their weights in the topics, by position in `topics`."""
    idf: Mapping[str, float] = {}
    """Natural logarithm of records over records with the feature, for words and for pairs that have a weight."""
    common: tuple[str, ...] = ()
    """Words that most records have; they and their pairs are left out. Sorted."""
    rare: float = 0.0
    """The logarithm for a word that no record or a single one has."""
    turned_down: tuple[str, ...] = ()
    """Topics of the vocabulary that humans took away more often than they left them, sorted."""
    own: bool = False
    """Whether the archive has topics of its own: of the vocabulary's, humans hardly left any."""


class Likeness(msgspec.Struct, frozen=True):
    """How near a text is to a learned topic."""

    topic: str
    cosine: float
    """0 to about 1."""
    ratio: float
    """The cosine over the topic's floor, and more where the text has the topic's name: from 1 on it is likely."""
    score: float
    """By which topics are ranked."""
    size: int
    """Number of records the topic was learned from."""


def compare(title: Sequence[str], body: Sequence[Sequence[str]], centroids: Centroids) -> list[Likeness]:
    """Compare a text with each learned topic.

    Args:
        title: the title's words, folded by `word_key`.
        body: the words of each other line, likewise.
        centroids: what was learned.

    Returns:
        All learned topics, the likeliest first.
    """
    cosines = _cosines(title, body, centroids)
    head, rest = f" {' '.join(title)} ", f" {' '.join(chain.from_iterable(body))} "
    hundreds = max(rest.count(" "), 200) / 100
    found = []
    for number, (topic, name) in enumerate(zip(centroids.topics, centroids.names, strict=True)):
        named = _IN_TITLE * (name in head) + _IN_BODY * min(rest.count(name) / hundreds, 1.0)
        cosine, floor = cosines[number], centroids.floors[number]
        ratio, score = cosine / floor + named, cosine + named * floor
        found.append(Likeness(topic, cosine, ratio, score, centroids.sizes[number]))
    return sorted(found, key=lambda likeness: (-likeness.score, likeness.topic))


def _cosines(title: Sequence[str], body: Sequence[Sequence[str]], centroids: Centroids) -> list[float]:
    """The likeness of a text to each topic, by position."""
    counts = count_features(repeat_title(title, body), frozenset(centroids.common))
    vector, length = weigh(counts, centroids.idf, centroids.rare)
    sums = [0.0] * len(centroids.topics)
    weights = centroids.weights
    for feature, value in vector.items():
        for number, weight in weights.get(feature, ()):
            sums[number] += value * weight
    return [value / length for value in sums]
