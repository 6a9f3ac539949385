"""The topics of a text: relations of countries, the vocabulary, and what was learned from confirmed records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

import msgspec

from newsgen.loader.text import Text
from newsgen.loader.topics.centroids import Centroids, Confirmed, compare, thin_out, train
from newsgen.loader.topics.relations import find_relations
from newsgen.loader.topics.vocabulary import PhraseEntry, Vocabulary, find_acronym, split_words, word_key
from newsgen.model import Guess, Inference

_TITLE, _DEK, _LEAD, _REST = 4.0, 2.0, 1.5, 1.0
"""What an occurrence counts in the title, the dek, the first words of the body, and after them."""
_LEAD_WORDS = 120
"""Words of the body that are its lead."""
_MOST_COUNTED = 5
"""Occurrences of one phrase that count: a text that repeats itself is not more about it."""

_MOST_TOPICS = 3
"""Topics that a record is given at most."""
_LEAST_SCORE = 6.0
"""Weighted mentions that make a topic, in a text of ordinary length."""
_LEAST_PHRASES = 3.0
"""The part of it that phrases, not hints, must make."""
_ORDINARY_WORDS = 500
"""Longer texts mention more by the way, as the square root of their length."""
_LEAST_SHARE = 0.35
"""Share of the score of the first topic, which counts as no more than `_CLEAR_SCORE`."""
_CLEAR_SCORE = 16.0
_LIKELY = 1.0
"""Ratio from which on a learned topic is named beside the nearest."""

_LEAST_PROPOSED = 5
"""Times a topic of the vocabulary must have been proposed to be turned down."""
_LEAST_ACCEPTED = 0.3
"""Share of times humans left it, under which it is turned down."""
_LEAST_ACCEPTED_ALL = 0.1
"""The same for all topics of the vocabulary together."""
_MOST_RECORDS = 600
"""Records by which topics of the vocabulary are judged; of more, every n-th."""


class TopicCandidate(msgspec.Struct, frozen=True):
    """A topic that a rule proposes."""

    topic: str
    score: float
    rule: str
    """'vocabulary', 'relations' or 'centroids'."""
    evidence: str
    """What it rests on, for a human, e.g. 'line 1: "China-Japan relations", 18 mentions'."""


class WordLine(msgspec.Struct, frozen=True):
    """One line of a text, split into words."""

    number: int
    """Counted from 1."""
    factor: float
    """What an occurrence in this line counts."""
    words: list[str]
    """As typed."""
    keys: list[str]
    """The words folded by `word_key`."""
    acronyms: AbstractSet[str]
    """Words that the text, apart from headlines in capitals, has in capitals."""


class TopicEvidence(msgspec.Struct):
    """What speaks for one topic; collected while a text is read once."""

    score: float = 0.0
    """Weighted occurrences of phrases and hints."""
    phrase_score: float = 0.0
    """The part of the score that phrases make."""
    mentions: int = 0
    """Occurrences of phrases."""
    phrases: int = 0
    """Number of different phrases that occurred."""
    line: int = 0
    """Line of the first occurrence of a phrase, counted from 1; 0 if there is none."""
    quote: str = ""
    """That occurrence as typed."""


def infer_topics(
    text: Text, vocabulary: Vocabulary, centroids: Centroids | None = None
) -> Guess[tuple[str, ...]] | None:
    """Infer what a text is about: three topics at most, each with its evidence.

    Learned topics come first: they are what humans chose for this archive. The vocabulary and relations of
    countries fill the places left, except for topics that humans have turned down. A topic that contains
    another one that was found is left out: the tree says it already.

    Returns:
        Topics, the likeliest first; None where the evidence is weak.
    """
    centroids = centroids or Centroids()
    lines = split_lines(text)
    learned = _propose_learned(text, lines, centroids) if centroids.topics else ()
    known = [] if centroids.own else _propose_known(text, lines, vocabulary)
    chosen: dict[str, TopicCandidate] = {}
    for candidate in (*learned, *(other for other in known if other.topic not in centroids.turned_down)):
        if len(chosen) < _MOST_TOPICS:
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
    accepted: Counter[str] = Counter()
    for record in thin_out(known, _MOST_RECORDS):
        text = Text("", (record.title, *record.body.split("\n")), title_line=1)
        for candidate in _propose_known(text, split_lines(text), vocabulary)[:_MOST_TOPICS]:
            proposed[candidate.topic] += 1
            accepted[candidate.topic] += candidate.topic in record.topics
    turned_down = sorted(
        t for t, n in proposed.items() if n >= _LEAST_PROPOSED and accepted[t] < _LEAST_ACCEPTED * n
    )
    has_own = (
        proposed.total() >= _MOST_TOPICS * _LEAST_PROPOSED
        and accepted.total() < _LEAST_ACCEPTED_ALL * proposed.total()
    )
    return msgspec.structs.replace(centroids, turned_down=tuple(turned_down), own=has_own)


def _propose_learned(text: Text, lines: list[WordLine], centroids: Centroids) -> Iterator[TopicCandidate]:
    """Yield the learned topics that a text is like, the nearest first."""
    title = next((line.keys for line in lines if line.number == text.title_line), [])
    body = [line.keys for line in lines if line.number != text.title_line]
    for place, found in enumerate(compare(title, body, centroids)):
        if found.score >= centroids.least and (not place or found.ratio >= _LIKELY):
            evidence = f"likeness {found.cosine:.2f} to {found.size} records"
            yield TopicCandidate(found.topic, found.score, "centroids", evidence)


def _propose_known(text: Text, lines: list[WordLine], vocabulary: Vocabulary) -> list[TopicCandidate]:
    """Return the relations and topics of the vocabulary that a text is clearly about, the clearest first."""
    found: list[TopicCandidate] = []
    if vocabulary.relations and text.language == "en":
        for relation in find_relations(text)[:1]:
            evidence = _describe(relation.line, relation.quote, relation.mentions)
            found.append(TopicCandidate(relation.name, relation.score, "relations", evidence))
    scale = max(1.0, sum(len(line.words) for line in lines) / _ORDINARY_WORDS) ** 0.5
    for number, topic in collect_evidence(lines, vocabulary, text.language).items():
        if _is_clear(topic, scale, text):
            name, evidence = (
                vocabulary.topics[number].name,
                _describe(topic.line, topic.quote, topic.mentions),
            )
            found.append(TopicCandidate(name, topic.score / scale, "vocabulary", evidence))
    found.sort(key=lambda candidate: (-candidate.score, candidate.topic))
    contained = {ancestor for candidate in found for ancestor in vocabulary.find_ancestors(candidate.topic)}
    least = _LEAST_SHARE * min(found[0].score, _CLEAR_SCORE) if found else 0.0
    return [c for c in found if c.topic not in contained and c.score >= least]


def _is_clear(topic: TopicEvidence, scale: float, text: Text) -> bool:
    """True if a topic is spoken of often enough, in more than one way, in the headline or again and again."""
    if topic.phrase_score < _LEAST_PHRASES * scale or topic.score < _LEAST_SCORE * scale:
        return False
    return topic.phrases > 1 or topic.mentions > 2 or topic.line in (text.title_line, text.dek_line)


def _describe(line: int, quote: str, mentions: int) -> str:
    """Word the evidence: 'line 1: "China-Japan relations", 18 mentions'."""
    return f'line {line}: "{quote}", {mentions} mention{"s" * (mentions != 1)}'


def split_lines(text: Text) -> list[WordLine]:
    """Split a text's lines into words, once for all topic rules; blank lines are left out."""
    lines: list[WordLine] = []
    capitals: set[str] = set()
    acronyms: set[str] = set()
    read = 0
    for number, line in enumerate(text.lines, 1):
        if not (words := split_words(line)):
            continue
        if not line.isupper():
            capitals.update(word for word in words if not word.islower())
        factor = _REST if read >= _LEAD_WORDS else _LEAD
        if number in (text.title_line, text.dek_line):
            factor = _TITLE if number == text.title_line else _DEK
        else:
            read += len(words)
        lines.append(WordLine(number, factor, words, list(map(word_key, words)), acronyms))
    acronyms.update(filter(None, map(find_acronym, capitals)))
    return lines


def collect_evidence(
    lines: list[WordLine], vocabulary: Vocabulary, language: str
) -> dict[int, TopicEvidence]:
    """Collect what speaks for each topic in one pass.

    Args:
        lines: the text.
        vocabulary: its topics; those in another language than the text's stay silent.
        language: primary subtag of the text's language.

    Returns:
        Evidence by the topic's position in `vocabulary.topics`, for topics that occur at all.
    """
    found: dict[int, TopicEvidence] = {}
    counts: dict[int, int] = {}
    for line in lines:
        for place, entry in _find_phrases(line, vocabulary):
            if vocabulary.topics[entry.topic].language != language:
                continue
            topic = found.setdefault(entry.topic, TopicEvidence())
            counts[entry.number] = count = counts.get(entry.number, 0) + 1
            weight = entry.weight * line.factor if count <= _MOST_COUNTED else 0.0
            topic.score += weight
            if not entry.is_phrase:
                continue
            topic.phrase_score += weight
            topic.mentions += 1
            topic.phrases += count == 1
            if not topic.line:
                topic.line = line.number
                topic.quote = " ".join(line.words[place : place + 1 + len(entry.rest)])
    return found


def _find_phrases(line: WordLine, vocabulary: Vocabulary) -> Iterator[tuple[int, PhraseEntry]]:
    """Yield the phrases of the vocabulary that occur in a line, with the positions of their first words.

    At a position the longest count, of equally long ones all; inside a phrase nothing else is looked for: a trade
    war is no war.
    """
    index, keys = vocabulary.index, line.keys
    acronyms = {
        place: acronym
        for place, word in enumerate(line.words)
        if word[:2].isupper() and (acronym := find_acronym(word)) in line.acronyms
    }
    end = 0
    for place, key in enumerate(keys):
        if place < end or not (key in index or place in acronyms):
            continue
        entries = index.get(key, ())
        if capitals := acronyms.get(place):
            entries = (*entries, *index.get(capitals, ()))
            entries = tuple(sorted(entries, key=lambda entry: -len(entry.rest)))
        longest = 0
        for entry in entries:
            size = len(entry.rest)
            if size < longest:
                break
            if not size or tuple(keys[place + 1 : place + 1 + size]) == entry.rest:
                longest = size
                end = max(end, place + 1 + size * entry.is_phrase)
                yield place, entry
