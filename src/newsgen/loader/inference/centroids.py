"""Topics learned from records whose topics a human has confirmed.

Each topic is the sum of its records' word vectors (tf-idf over words and neighbouring pairs of words); a text is
compared with each by the cosine. How near is near enough is learned too: each record is compared with the topics
as they would be without it. Source: the Rocchio classifier, Manning, Raghavan, Schütze, Introduction to
Information Retrieval (2008), §14.2, with weights as in §6.4.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, pairwise

import msgspec

from newsgen.loader.inference.topic_words import split_words, word_keys

LEAST_RECORDS = 8
"""A topic needs this many confirmed records to be learned."""
MOST_RECORDS = 1200
"""Records that are learned from; of more, every n-th, so that the cost has a bound."""
_TITLE = 3  # what a word of the title counts
_WEIGHTS = 2000  # features kept for a topic
_COMMON = 0.6  # a word in more than this share of the records tells topics apart no more
_MOST_WORDS = 4000  # words of a text that are read
_STRANGE = 0.02  # share of the records that are less like their topics than `least`
_IN_TITLE, _IN_BODY = (
    0.4,
    0.1,
)  # a topic's name in the title, or once in each hundred words, in parts of its floor
_PRECISION = 0.5  # share of true ones among the records that come as near to a topic as its floor
_PRECISION_FIRST = 0.6  # the same for the nearest topic of each record

Vector = Mapping[str, float]
Words = Sequence[Sequence[str]]
"""A text's lines as folded words, the title's line thrice."""


class Confirmed(msgspec.Struct, frozen=True):
    """A record whose topics a human stated or confirmed."""

    topics: tuple[str, ...]
    title: str
    body: str
    """Its text, Markdown or plain."""


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
    """The same for a word that no record or a single one has."""
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


def train(records: Iterable[Confirmed]) -> Centroids:
    """Learn the topics that have enough records; the records' order changes nothing."""
    chosen = sorted(records, key=lambda r: (r.title, r.body, r.topics))
    chosen = chosen[:: -(-len(chosen) // MOST_RECORDS)] if chosen else []
    sizes = Counter(topic for record in chosen for topic in set(record.topics))
    topics = tuple(sorted(topic for topic, size in sizes.items() if size >= LEAST_RECORDS))
    if not topics:
        return Centroids()
    texts = [
        _repeat(fold(record.title), [fold(line) for line in record.body.split("\n")]) for record in chosen
    ]
    common = _common(texts)
    features = [_features(words, common) for words in texts]
    idf, rare = _idf(features), math.log(len(chosen))
    vectors = [_vector(counts, idf, rare) for counts in features]
    weights: dict[str, list[tuple[int, float]]] = defaultdict(list)
    floors: list[float] = []
    own, nearest = [0.0] * len(chosen), [(0.0, False)] * len(chosen)
    for number, topic in enumerate(topics):
        member = [topic in record.topics for record in chosen]
        total = _sum(vectors, member)
        kept = {f: total[f] for f in sorted(total, key=lambda f: (-total[f], f))[:_WEIGHTS]}
        scores = _scores(total, kept, vectors, member)
        floors.append(_floor(zip(scores, member, strict=True), _PRECISION))
        for place, (score, inside) in enumerate(zip(scores, member, strict=True)):
            own[place] = max(own[place], score * inside)
            nearest[place] = max(nearest[place], (score, inside))
        length = _length(total)
        for feature, value in kept.items():
            weights[feature].append((number, round(value / length, 4)))
    return Centroids(
        topics,
        tuple(f" {' '.join(fold(topic))} " for topic in topics),
        tuple(sizes[topic] for topic in topics),
        tuple(floors),
        _least(own, nearest),
        {feature: tuple(weights[feature]) for feature in sorted(weights)},
        {f: round(idf[f], 4) for f in sorted(idf) if f in weights or " " not in f},
        tuple(sorted(common)),
        round(rare, 4),
    )


def compare(title: Sequence[str], body: Sequence[Sequence[str]], centroids: Centroids) -> list[Likeness]:
    """Compare a text with each learned topic.

    Args:
        title: the title's words, folded by `word_key`.
        body: the words of each other line, likewise.
        centroids: what was learned.

    Returns:
        All learned topics, the likeliest first.
    """
    counts = _features(_repeat(title, body), frozenset(centroids.common))
    vector, length = _weigh(counts, centroids.idf, centroids.rare)
    scores = [0.0] * len(centroids.topics)
    weights = centroids.weights
    for feature, value in vector.items():
        for number, weight in weights.get(feature, ()):
            scores[number] += value * weight
    head, rest = f" {' '.join(title)} ", f" {' '.join(chain.from_iterable(body))} "
    hundreds = max(rest.count(" "), 200) / 100
    found = []
    for number, (topic, name) in enumerate(zip(centroids.topics, centroids.names, strict=True)):
        named = _IN_TITLE * (name in head) + _IN_BODY * min(rest.count(name) / hundreds, 1.0)
        cosine, floor = scores[number] / length, centroids.floors[number]
        ratio, score = cosine / floor + named, cosine + named * floor
        found.append(Likeness(topic, cosine, ratio, score, centroids.sizes[number]))
    return sorted(found, key=lambda likeness: (-likeness.score, likeness.topic))


def fold(line: str) -> list[str]:
    """A line's words as `compare` takes them."""
    return list(word_keys(split_words(line)))


def _repeat(title: Sequence[str], body: Sequence[Sequence[str]]) -> Words:
    """The lines that are read, the title's repeated as often as it counts."""
    lines, read = [title] * _TITLE, 0
    for line in body:
        lines.append(line)
        read += len(line)
        if read > _MOST_WORDS:
            break
    return lines


def _common(texts: Sequence[Words]) -> frozenset[str]:
    """The words that most texts have."""
    found = Counter(word for lines in texts for word in {word for keys in lines for word in keys})
    return frozenset(word for word, n in found.items() if n > _COMMON * len(texts))


def _features(lines: Words, common: frozenset[str]) -> Counter[str]:
    """Count the words of a text and the neighbouring pairs of words, without those that most texts have."""
    features: list[str] = []
    for keys in lines:
        features += [key for key in keys if key not in common]
        features += [f"{a} {b}" for a, b in pairwise(keys) if a not in common and b not in common]
    return Counter(features)


def _idf(features: Sequence[Counter[str]]) -> dict[str, float]:
    """The weight of each feature that is in two records or more."""
    found = Counter(feature for counts in features for feature in counts)
    return {feature: math.log(len(features) / n) for feature, n in found.items() if n >= 2}


def _weigh(counts: Counter[str], idf: Mapping[str, float], rare: float) -> tuple[dict[str, float], float]:
    """Weigh a text's features; with them the length that its words alone have.

    Words that are in no other record count in the length, so that a text about something else is near nothing.
    """
    vector: dict[str, float] = {}
    square = 0.0
    for feature, count in counts.items():
        value = idf.get(feature, -1.0)
        single = " " not in feature
        if value >= 0:
            if count > 1:
                value *= 1 + math.log(count)
            vector[feature] = value
        elif single:
            value = rare * (1 + math.log(count))
        if single:
            square += value * value
    return vector, math.sqrt(square) or 1.0


def _vector(counts: Counter[str], idf: Mapping[str, float], rare: float) -> dict[str, float]:
    """A text's weighted features, divided by its length."""
    vector, length = _weigh(counts, idf, rare)
    return {feature: value / length for feature, value in vector.items()}


def _length(vector: Vector) -> float:
    """Euclidean length; 1 for an empty vector."""
    return math.sqrt(sum(value * value for value in vector.values())) or 1.0


def _sum(vectors: Sequence[Vector], member: Sequence[bool]) -> dict[str, float]:
    """The sum of a topic's vectors."""
    total: dict[str, float] = defaultdict(float)
    for vector, inside in zip(vectors, member, strict=True):
        if inside:
            for feature, value in vector.items():
                total[feature] += value
    return total


def _scores(total: Vector, kept: Vector, vectors: Sequence[Vector], member: Sequence[bool]) -> list[float]:
    """The likeness of each record to a topic; that of a member to the topic as it would be without it."""
    square = sum(value * value for value in total.values())
    scores = []
    for vector, inside in zip(vectors, member, strict=True):
        dot = sum(value * kept[feature] for feature, value in vector.items() if feature in kept)
        if inside:
            own = sum(value * value for value in vector.values())
            mine = sum(value * value for feature, value in vector.items() if feature in kept)
            whole = sum(value * total[feature] for feature, value in vector.items())
            scores.append((dot - mine) / math.sqrt(max(square - 2 * whole + own, 1e-9)))
        else:
            scores.append(dot / math.sqrt(square))
    return scores


def _floor(scored: Iterable[tuple[float, bool]], precision: float) -> float:
    """The lowest score at which at least this share of the records that score higher are right."""
    ranked = sorted(scored, reverse=True)
    floor, right = ranked[0][0], 0
    for place, (score, inside) in enumerate(ranked, 1):
        right += inside
        if inside and right / place >= precision:
            floor = score
    return max(round(floor, 5), 0.01)


def _least(own: Sequence[float], nearest: Sequence[tuple[float, bool]]) -> float:
    """The score from which on the nearest topic is worth naming.

    Args:
        own: each record's likeness to the nearest of its own topics, 0 where none of them was learned.
        nearest: its likeness to the nearest topic, and whether that is one of its own.
    """
    known = sorted(filter(None, own))
    return max(round(known[int(len(known) * _STRANGE)], 5), _floor(nearest, _PRECISION_FIRST))
