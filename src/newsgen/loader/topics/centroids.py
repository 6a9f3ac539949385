"""Learn topics from records with confirmed topics, and compare texts with them.

A topic is the sum of its records' word vectors; the cosine compares a text with it.
Source: the Rocchio classifier, Manning, Raghavan, Schütze, Introduction to Information Retrieval (2008), §14.2.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, groupby, pairwise

import msgspec

from newsgen.loader.topics.vocabulary import split_words, stem_word

_TITLE_FACTOR = 3  # weight of a word of the title
_COMMON_SHARE = 0.6  # words in more than this share of the records are ignored
_MOST_WORDS = 4000  # most words of a text that are read

MARK = "§"
"""Start of the words that stand for topics of the vocabulary, see `make_topic_features` in infer.py."""
Vector = Mapping[str, float]
FoldedLines = Sequence[Sequence[str]]
"""Lines of a text as folded words."""


def split_folded_words(line: str) -> list[str]:
    """Split a line into folded words, as `rank_learned_topics` needs them."""
    return list(map(stem_word, split_words(line)))


def repeat_title_and_cut(title: Sequence[str], body: Iterable[Sequence[str]]) -> FoldedLines:
    """Return the lines to read, with the title repeated by its weight."""
    lines, read = [title] * _TITLE_FACTOR, 0
    for line in body:
        lines.append(line)
        read += len(line)
        if read > _MOST_WORDS:
            break
    return lines


def count_features(lines: FoldedLines, common: frozenset[str]) -> Counter[str]:
    """Count the words and the pairs of neighbouring words of a text, without common words."""
    features: list[str] = []
    for keys in lines:
        features += [key for key in keys if key not in common]
        features += [f"{a} {b}" for a, b in pairwise(keys) if a not in common and b not in common]
    return Counter(features)


def weigh_features(
    counts: Counter[str], idf: Mapping[str, float], rare: float
) -> tuple[dict[str, float], float]:
    """Return the weights of a text's features, and the length of the vector of its words.

    Words that no record has count in the length, so that a text about something else is not similar to any topic; marks
    of topics do not.
    """
    vector: dict[str, float] = {}
    square = 0.0
    for feature, count in counts.items():
        value = idf.get(feature, -1.0)
        single = " " not in feature
        if value < 0 and feature.startswith(MARK):
            continue
        if value >= 0:
            if count > 1:
                value *= 1 + math.log(count)
            vector[feature] = value
        elif single:
            value = rare * (1 + math.log(count))
        if single:
            square += value * value
    return vector, math.sqrt(square) or 1.0


_IN_TITLE, _IN_BODY = 0.4, 0.1
"""Bonus for a topic's name in the title, and in each hundred words, as a share of the topic's floor."""


class ConfirmedRecord(msgspec.Struct, frozen=True):
    """A record whose topics a human stated or confirmed."""

    title: str
    body: str | Callable[[], str]
    """Its text, Markdown or plain, or a function that reads it: all texts may be larger than the memory."""
    topics: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its text."""
        return self.body if isinstance(self.body, str) else self.body()


def sort_confirmed(records: Iterable[ConfirmedRecord]) -> list[ConfirmedRecord]:
    """Sort records by title; only the texts of records with one title are read, one by one."""

    def digest(record: ConfirmedRecord) -> tuple[bytes, tuple[str, ...]]:
        return hashlib.sha256(record.text.encode("utf-8", "surrogatepass")).digest(), record.topics

    groups = groupby(sorted(records, key=lambda record: record.title), key=lambda record: record.title)
    found: list[ConfirmedRecord] = []
    for _, group in groups:
        same = list(group)
        found += sorted(same, key=digest) if len(same) > 1 else same
    return found


class Centroids(msgspec.Struct, frozen=True):
    """The learned topics, as plain values, which msgspec can write to a cache."""

    topics: tuple[str, ...] = ()
    """Learned topics, sorted."""
    names: tuple[str, ...] = ()
    """Their names as folded words between spaces, e.g. ' open data '."""
    sizes: tuple[int, ...] = ()
    """Number of records of each topic."""
    floors: tuple[float, ...] = ()
    """Cosine above which a text probably has the topic."""
    least: float = 1.0
    """Score below which a text is not similar to the records, or its nearest topic is probably wrong."""
    weights: Mapping[str, tuple[tuple[int, float], ...]] = {}
    """Features with their weights in the topics, by position in `topics`."""
    idf: Mapping[str, float] = {}
    """Natural logarithm of records over records with the feature, for words and for pairs that have a weight."""
    common: tuple[str, ...] = ()
    """Words that most records have, sorted; they and their pairs are ignored."""
    rare: float = 0.0
    """The logarithm for a word of at most one record."""
    turned_down: tuple[str, ...] = ()
    """Topics of the vocabulary that humans usually removed, sorted."""
    own: bool = False
    """True if the archive has its own topics: humans removed almost all topics of the vocabulary."""


class TopicSimilarity(msgspec.Struct, frozen=True):
    """The similarity of a text to a learned topic."""

    topic: str
    cosine: float
    """0 to about 1."""
    ratio: float
    """The cosine divided by the topic's floor, plus a bonus for the topic's name; 1 or more means likely."""
    score: float
    """Topics are ranked by this."""
    size: int
    """Number of the topic's records."""


def rank_learned_topics(
    title: Sequence[str], body: Sequence[Sequence[str]], centroids: Centroids
) -> list[TopicSimilarity]:
    """Compare the folded words of a text with each learned topic; return all of these, the most likely first."""
    counts = count_features(repeat_title_and_cut(title, body), frozenset(centroids.common))
    vector, length = weigh_features(counts, centroids.idf, centroids.rare)
    sums = [0.0] * len(centroids.topics)
    for feature, value in vector.items():
        for number, weight in centroids.weights.get(feature, ()):
            sums[number] += value * weight
    head, rest = f" {' '.join(title)} ", f" {' '.join(chain.from_iterable(body))} "
    hundreds = max(rest.count(" "), 200) / 100
    found = []
    for number, (topic, name) in enumerate(zip(centroids.topics, centroids.names, strict=True)):
        named = _IN_TITLE * (name in head) + _IN_BODY * min(rest.count(name) / hundreds, 1.0)
        cosine, floor = sums[number] / length, centroids.floors[number]
        ratio, score = cosine / floor + named, cosine + named * floor
        found.append(TopicSimilarity(topic, cosine, ratio, score, centroids.sizes[number]))
    return sorted(found, key=lambda likeness: (-likeness.score, likeness.topic))


LEAST_RECORDS = 4
"""Least number of confirmed records of a learned topic."""
MOST_RECORDS = 1200
"""Most records to learn from; if there are more, every n-th is used, to limit the cost."""
_WEIGHTS = 1500  # number of features of a topic, those with the highest weight
_STRANGE = 0.03  # share of the records that are less similar to their own topics than `least`
_NOISE = (
    0.05  # share of the records that are more like topics that are not theirs than `least`, if all are alike
)
_PRECISION = 0.5  # share of true ones among the records that come as near to a topic as its floor
_PRECISION_FIRST = 0.6  # the same for the nearest topic of each record


class _Topic(msgspec.Struct, frozen=True):
    """A topic while it is learned."""

    member: list[bool]
    """For each record whether it has the topic."""
    heaviest: Vector
    """The features with the highest weights in the sum of its records."""
    length: float
    """Length of the whole sum."""
    scores: list[float]
    """Cosine of each record."""


def train_centroids(
    records: Sequence[ConfirmedRecord],
    make_topic_features: Callable[[ConfirmedRecord], FoldedLines] = lambda _: (),
) -> Centroids:
    """Learn the topics that have enough records, which are sorted by `sort_confirmed`.

    `make_topic_features`, in infer.py, gives lines that are read before a record's body.
    """
    chosen = sample_records(records, MOST_RECORDS)
    sizes = Counter(topic for record in chosen for topic in set(record.topics))
    names = tuple(sorted(topic for topic, size in sizes.items() if size >= LEAST_RECORDS))
    if not names:
        return Centroids()
    known: dict[str, str] = {}  # each word once in memory

    def split_once(line: str) -> list[str]:
        return [known.setdefault(word, word) for word in split_folded_words(line)]

    texts = [
        repeat_title_and_cut(
            split_once(r.title), chain(make_topic_features(r), map(split_once, r.text.split("\n")))
        )
        for r in chosen
    ]
    found_in = Counter(word for lines in texts for word in {word for keys in lines for word in keys})
    common = frozenset(word for word, n in found_in.items() if n > _COMMON_SHARE * len(texts))
    features = [count_features(words, common) for words in texts]
    found_in = Counter(feature for counts in features for feature in counts)
    idf = {feature: math.log(len(features) / n) for feature, n in found_in.items() if n >= 2}
    rare = math.log(len(chosen))
    weighed = [weigh_features(counts, idf, rare) for counts in features]
    vectors = [{feature: value / length for feature, value in vector.items()} for vector, length in weighed]
    topics = [_learn_topic(vectors, [name in record.topics for record in chosen]) for name in names]
    weights = _list_weights(topics)
    return Centroids(
        names,
        tuple(f" {' '.join(split_folded_words(name))} " for name in names),
        tuple(sizes[name] for name in names),
        tuple(_find_floor(zip(topic.scores, topic.member, strict=True), _PRECISION) for topic in topics),
        _find_least_score(topics),
        weights,
        {
            feature: round(idf[feature], 4)
            for feature in sorted(idf)
            if feature in weights or " " not in feature
        },
        tuple(sorted(common)),
        round(rare, 4),
    )


def sample_records(records: Sequence[ConfirmedRecord], most: int) -> Sequence[ConfirmedRecord]:
    """Take every n-th record, so that at most `most` are left."""
    return records[:: -(-len(records) // most)] if records else records


def _list_weights(topics: Sequence[_Topic]) -> dict[str, tuple[tuple[int, float], ...]]:
    """Return the topics' features with their weights, sorted by feature."""
    weights: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, topic in enumerate(topics):
        for feature, value in topic.heaviest.items():
            weights[feature].append((number, round(value / topic.length, 4)))
    return {feature: tuple(weights[feature]) for feature in sorted(weights)}


def _learn_topic(vectors: Sequence[Vector], member: list[bool]) -> _Topic:
    """Sum the vectors of a topic's records and compare all records with it."""
    total: dict[str, float] = defaultdict(float)
    for vector, inside in zip(vectors, member, strict=True):
        if inside:
            for feature, value in vector.items():
                total[feature] += value
    heaviest = {feature: total[feature] for feature in sorted(total, key=lambda f: (-total[f], f))[:_WEIGHTS]}
    length = math.sqrt(sum(value * value for value in total.values())) or 1.0
    scores = []
    for vector, inside in zip(vectors, member, strict=True):
        dot = sum(value * heaviest[feature] for feature, value in vector.items() if feature in heaviest)
        without = length
        if inside:
            dot -= sum(value * value for feature, value in vector.items() if feature in heaviest)
            own = sum(value * value for value in vector.values())
            whole = sum(value * total[feature] for feature, value in vector.items())
            without = math.sqrt(max(length * length - 2 * whole + own, 1e-9))
        scores.append(dot / without)
    return _Topic(member, heaviest, length, scores)


def _find_floor(scored: Iterable[tuple[float, bool]], precision: float) -> float:
    """Return the lowest score above which at least this share of records is right."""
    ranked = sorted(scored, reverse=True)
    last, right = 0, 0
    for place, (_, inside) in enumerate(ranked, 1):
        right += inside
        if inside and right / place >= precision:
            last = place - 1
    below = ranked[last + 1][0] if last + 1 < len(ranked) else 0.0
    return max(round((ranked[last][0] + below) / 2, 5), 0.01)


def _find_least_score(topics: Sequence[_Topic]) -> float:
    """Return the score above which the nearest topic of a text is probably right.

    Almost all records are more similar to their own topics than that. If other topics are much less similar to the
    records, half of it is enough.
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
    return max(round(least, 5), _find_floor(nearest, _PRECISION_FIRST))
