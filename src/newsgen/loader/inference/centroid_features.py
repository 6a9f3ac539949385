"""A text's words and pairs of words as weighted features, for comparison with learned topics.

Weights are tf-idf: Manning, Raghavan, Schütze, Introduction to Information Retrieval (2008), §6.4.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from newsgen.loader.inference.topic_words import split_words, word_keys

_TITLE = 3  # what a word of the title counts
_COMMON = 0.6  # a word in more than this share of the records tells topics apart no more
_MOST_WORDS = 4000  # words of a text that are read

Vector = Mapping[str, float]
Words = Sequence[Sequence[str]]
"""Lines of a text as folded words."""


def fold(line: str) -> list[str]:
    """A line's words as `compare` takes them."""
    return list(word_keys(split_words(line)))


def repeat_title(title: Sequence[str], body: Sequence[Sequence[str]]) -> Words:
    """The lines that are read, the title's repeated as often as it counts."""
    lines, read = [title] * _TITLE, 0
    for line in body:
        lines.append(line)
        read += len(line)
        if read > _MOST_WORDS:
            break
    return lines


def common_words(texts: Sequence[Words]) -> frozenset[str]:
    """The words that most texts have."""
    found = Counter(word for lines in texts for word in {word for keys in lines for word in keys})
    return frozenset(word for word, n in found.items() if n > _COMMON * len(texts))


def count_features(lines: Words, common: frozenset[str]) -> Counter[str]:
    """Count the words of a text and the neighbouring pairs of words, without those that most texts have."""
    features: list[str] = []
    for keys in lines:
        features += [key for key in keys if key not in common]
        features += [f"{a} {b}" for a, b in pairwise(keys) if a not in common and b not in common]
    return Counter(features)


def inverse_frequencies(features: Sequence[Counter[str]]) -> dict[str, float]:
    """The weight of each feature that is in two records or more."""
    found = Counter(feature for counts in features for feature in counts)
    return {feature: math.log(len(features) / n) for feature, n in found.items() if n >= 2}


def weigh(counts: Counter[str], idf: Mapping[str, float], rare: float) -> tuple[dict[str, float], float]:
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


def unit_vector(counts: Counter[str], idf: Mapping[str, float], rare: float) -> dict[str, float]:
    """A text's weighted features, divided by its length."""
    vector, length = weigh(counts, idf, rare)
    return {feature: value / length for feature, value in vector.items()}


def length_of(vector: Vector) -> float:
    """Euclidean length; 1 for an empty vector."""
    return math.sqrt(sum(value * value for value in vector.values())) or 1.0
