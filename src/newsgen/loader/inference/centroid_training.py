"""Learning topics from confirmed records, and how near is near enough.

Each record is compared with the topics as they would be without it (leave-one-out), so that the floors hold
for texts that were not learned from.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from newsgen.loader.inference.centroid_features import (
    Vector,
    common_words,
    count_features,
    fold,
    inverse_frequencies,
    length_of,
    repeat_title,
    unit_vector,
)
from newsgen.loader.inference.centroids import Centroids, Confirmed

LEAST_RECORDS = 8
"""A topic needs this many confirmed records to be learned."""
MOST_RECORDS = 1200
"""Records that are learned from; of more, every n-th, so that the cost has a bound."""
_WEIGHTS = 1500  # features kept for a topic
_STRANGE = 0.02  # share of the records that are less like their own topics than `least`
_NOISE = (
    0.05  # share of the records that are more like topics that are not theirs than `least`, if all are alike
)
_PRECISION = 0.5  # share of true ones among the records that come as near to a topic as its floor
_PRECISION_FIRST = 0.6  # the same for the nearest topic of each record


class _Topic(msgspec.Struct, frozen=True):
    """One topic while it is learned."""

    member: list[bool]
    """For each record whether it is of the topic."""
    kept: Vector
    """The heaviest features of the sum of its records."""
    length: float
    """Length of the whole sum."""
    scores: list[float]
    """Likeness of each record."""


def train(records: Iterable[Confirmed]) -> Centroids:
    """Learn the topics that have enough records; the records' order changes nothing.

    Returns:
        What was learned; no topics where none has enough records.
    """
    chosen = thin_out(sorted(records), MOST_RECORDS)
    sizes = Counter(topic for record in chosen for topic in set(record.topics))
    names = tuple(sorted(topic for topic, size in sizes.items() if size >= LEAST_RECORDS))
    if not names:
        return Centroids()
    texts = [repeat_title(fold(record.title), [*map(fold, record.body.split("\n"))]) for record in chosen]
    common = common_words(texts)
    features = [count_features(words, common) for words in texts]
    idf, rare = inverse_frequencies(features), math.log(len(chosen))
    vectors = [unit_vector(counts, idf, rare) for counts in features]
    topics = [_learn_topic(vectors, [name in record.topics for record in chosen]) for name in names]
    weights = _weights(topics)
    return Centroids(
        names,
        tuple(f" {' '.join(fold(name))} " for name in names),
        tuple(sizes[name] for name in names),
        tuple(_floor(zip(topic.scores, topic.member, strict=True), _PRECISION) for topic in topics),
        _least(topics),
        weights,
        {
            feature: round(idf[feature], 4)
            for feature in sorted(idf)
            if feature in weights or " " not in feature
        },
        tuple(sorted(common)),
        round(rare, 4),
    )


def thin_out(records: Sequence[Confirmed], most: int) -> Sequence[Confirmed]:
    """Take every n-th record, so that no more than `most` are left."""
    return records[:: -(-len(records) // most)] if records else records


def _weights(topics: Sequence[_Topic]) -> dict[str, tuple[tuple[int, float], ...]]:
    """The topics' features with their weights, in order of feature."""
    weights: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, topic in enumerate(topics):
        for feature, value in topic.kept.items():
            weights[feature].append((number, round(value / topic.length, 4)))
    return {feature: tuple(weights[feature]) for feature in sorted(weights)}


def _learn_topic(vectors: Sequence[Vector], member: list[bool]) -> _Topic:
    """Sum the vectors of a topic's records and compare all records with it."""
    total: dict[str, float] = defaultdict(float)
    for vector, inside in zip(vectors, member, strict=True):
        if inside:
            for feature, value in vector.items():
                total[feature] += value
    kept = {feature: total[feature] for feature in sorted(total, key=lambda f: (-total[f], f))[:_WEIGHTS]}
    length = length_of(total)
    scores = []
    for vector, inside in zip(vectors, member, strict=True):
        dot = sum(value * kept[feature] for feature, value in vector.items() if feature in kept)
        without = length
        if inside:
            dot -= sum(value * value for feature, value in vector.items() if feature in kept)
            own = sum(value * value for value in vector.values())
            whole = sum(value * total[feature] for feature, value in vector.items())
            without = math.sqrt(max(length * length - 2 * whole + own, 1e-9))
        scores.append(dot / without)
    return _Topic(member, kept, length, scores)


def _floor(scored: Iterable[tuple[float, bool]], precision: float) -> float:
    """The score from which on at least this share of records is right, half-way to the next that is not."""
    ranked = sorted(scored, reverse=True)
    last, right = 0, 0
    for place, (_, inside) in enumerate(ranked, 1):
        right += inside
        if inside and right / place >= precision:
            last = place - 1
    below = ranked[last + 1][0] if last + 1 < len(ranked) else 0.0
    return max(round((ranked[last][0] + below) / 2, 5), 0.01)


def _least(topics: Sequence[_Topic]) -> float:
    """The score from which on the nearest topic of a text is worth naming.

    Hardly any record is less like its own topics; where records are so alike that other topics do not come near
    that, half of it is enough. Of the nearest topics from there on most are right.
    """
    nearest, known, strange = [], [], []
    for found in zip(*(zip(topic.scores, topic.member, strict=True) for topic in topics), strict=True):
        nearest.append(max(found))
        strange.append(max((score for score, inside in found if not inside), default=0.0))
        if own := [score for score, inside in found if inside]:
            known.append(max(own))
    lowest: float = sorted(known)[int(len(known) * _STRANGE)]
    noise: float = sorted(strange)[int(len(strange) * (1 - _NOISE))]
    least = min(lowest, max(noise, lowest / 2))
    return max(round(least, 5), _floor(nearest, _PRECISION_FIRST))
