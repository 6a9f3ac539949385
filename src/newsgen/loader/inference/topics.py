"""The topics of a text: relations of countries, the vocabulary, and what was learned from confirmed records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from newsgen.loader.inference.centroid_training import thin_out, train
from newsgen.loader.inference.centroids import Centroids, Confirmed, compare
from newsgen.loader.inference.relations import find_relations
from newsgen.loader.inference.topic_phrases import Evidence, Line, read_lines, weigh_topics
from newsgen.loader.inference.vocabulary import Vocabulary
from newsgen.loader.text import Text
from newsgen.model import Guess, Inference

MOST_TOPICS = 3
"""Topics that a record is given at most."""
_SCORE = 6.0  # weighted mentions that make a topic, in a text of ordinary length
_PHRASES = 3.0  # the part of it that phrases, not hints, must make
_ORDINARY = 500  # words; longer texts mention more by the way, as the square root of their length
_SHARE = 0.35  # of the score of the first topic, which counts as no more than _CLEAR
_CLEAR = 16.0
_LIKELY = 1.0  # ratio from which on a learned topic is named beside the nearest
_PROPOSED = 5  # times a topic of the vocabulary must have been turned down to fall silent
_KEPT = 0.3  # share of times humans left it, under which it falls silent
_LOOKED_AT = 600  # records by which topics of the vocabulary are judged; of more, every n-th
_OWN = 0.1  # the same for all topics of the vocabulary together


class Candidate(msgspec.Struct, frozen=True):
    """A topic that a rule proposes."""

    topic: str
    score: float
    rule: str
    """'vocabulary', 'relations' or 'centroids'."""
    evidence: str
    """What it rests on, for a human, e.g. 'line 1: "China-Japan relations", 18 mentions'."""


def infer_topics(
    text: Text, vocabulary: Vocabulary, centroids: Centroids | None = None
) -> Guess[tuple[str, ...]] | None:
    """Name what a text is about: three topics at most, each with its evidence.

    Learned topics come first: they are what humans chose for this archive. The vocabulary and relations of
    countries fill the places left, except for topics that humans have turned down. A topic that contains
    another one that was found is left out: the tree says it already.

    Returns:
        Topics, the likeliest first; None where the evidence is weak.
    """
    lines = read_lines(text)
    learned = list(_learned(text, lines, centroids)) if centroids and centroids.topics else []
    named = [] if centroids and centroids.own else _proposed(text, lines, vocabulary)
    refused = frozenset(centroids.turned_down) if centroids else frozenset()
    chosen: dict[str, Candidate] = {}
    for candidate in (*learned, *(other for other in named if other.topic not in refused)):
        if len(chosen) < MOST_TOPICS:
            chosen.setdefault(candidate.topic, candidate)
    if not chosen:
        return None
    evidence: dict[str, str | int | float] = {
        topic: candidate.evidence for topic, candidate in chosen.items()
    }
    return Guess(tuple(chosen), Inference(next(iter(chosen.values())).rule, evidence))


def learn(records: Iterable[Confirmed], vocabulary: Vocabulary) -> Centroids:
    """Learn from records whose topics a human stated or confirmed; their order changes nothing.

    Topics of eight records or more are learned, also such as the vocabulary does not have; topics of the
    vocabulary that humans would not have are remembered as turned down.
    """
    known = sorted(records)
    centroids = train(known)
    proposed: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for record in thin_out(known, _LOOKED_AT):
        text = Text("", (record.title, *record.body.split("\n")), title_line=1)
        for candidate in _proposed(text, read_lines(text), vocabulary)[:MOST_TOPICS]:
            proposed[candidate.topic] += 1
            kept[candidate.topic] += candidate.topic in record.topics
    down = sorted(t for t, n in proposed.items() if n >= _PROPOSED and kept[t] < _KEPT * n)
    own = proposed.total() >= MOST_TOPICS * _PROPOSED and kept.total() < _OWN * proposed.total()
    return msgspec.structs.replace(centroids, turned_down=tuple(down), own=own)


def _learned(text: Text, lines: list[Line], centroids: Centroids) -> Iterator[Candidate]:
    """Yield the learned topics that a text is like, the nearest first."""
    title = next((line.keys for line in lines if line.number == text.title_line), [])
    body = [line.keys for line in lines if line.number != text.title_line]
    for place, found in enumerate(compare(title, body, centroids)):
        if found.score >= centroids.least and (not place or found.ratio >= _LIKELY):
            said = f"likeness {found.cosine:.2f} to {found.size} records"
            yield Candidate(found.topic, found.score, "centroids", said)


def _proposed(text: Text, lines: list[Line], vocabulary: Vocabulary) -> list[Candidate]:
    """The relations and topics of the vocabulary that a text is clearly about, the clearest first."""
    found: list[Candidate] = []
    if vocabulary.relations and text.language == "en":
        for relation in find_relations(text)[:1]:
            said = _said(relation.line, relation.quote, relation.mentions)
            found.append(Candidate(relation.name, relation.score, "relations", said))
    scale = max(1.0, sum(len(line.words) for line in lines) / _ORDINARY) ** 0.5
    weighed = weigh_topics(lines, vocabulary, text.language)
    for number, evidence in weighed.items():
        if _is_clear(evidence, scale, text):
            said = _said(evidence.line, evidence.quote, evidence.mentions)
            found.append(
                Candidate(vocabulary.topics[number].name, evidence.score / scale, "vocabulary", said)
            )
    found.sort(key=lambda candidate: (-candidate.score, candidate.topic))
    contained = {ancestor for candidate in found for ancestor in vocabulary.ancestors(candidate.topic)}
    least = _SHARE * min(found[0].score, _CLEAR) if found else 0.0
    return [c for c in found if c.topic not in contained and c.score >= least]


def _is_clear(evidence: Evidence, scale: float, text: Text) -> bool:
    """True if a topic is spoken of often enough, in more than one way, in the headline or again and again."""
    if evidence.weight < _PHRASES * scale or evidence.score < _SCORE * scale:
        return False
    return evidence.kinds > 1 or evidence.mentions > 2 or evidence.line in (text.title_line, text.dek_line)


def _said(line: int, quote: str, mentions: int) -> str:
    """Word the evidence: 'line 1: "China-Japan relations", 18 mentions'."""
    return f'line {line}: "{quote}", {mentions} mention{"s" * (mentions != 1)}'
