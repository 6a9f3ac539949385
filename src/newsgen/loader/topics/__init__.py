"""The topics of a text: relations of countries, the vocabulary, and what was learned from confirmed records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

import msgspec

from newsgen.loader.text import Text
from newsgen.loader.topics.centroids import Centroids, Confirmed, compare, thin_out, train
from newsgen.loader.topics.relations import find_relations
from newsgen.loader.topics.vocabulary import Entry, Vocabulary, acronym, split_words, word_key
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


TITLE, DEK, LEAD, REST = 4.0, 2.0, 1.5, 1.0
"""What an occurrence counts in the title, the dek, the first words of the body, and after them."""
LEAD_WORDS = 120
"""How many words of the body count as its lead."""
_MOST = 5  # occurrences of one phrase that count: a text that repeats itself is not more about it


class Line(msgspec.Struct, frozen=True):
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


class Evidence(msgspec.Struct):
    """What speaks for one topic; gathered while a text is read once."""

    score: float = 0.0
    """Weighted occurrences of phrases and hints."""
    mentions: int = 0
    """Occurrences of phrases."""
    line: int = 0
    """Line of the first occurrence of a phrase, counted from 1; 0 if there is none."""
    quote: str = ""
    """That occurrence as typed."""
    kinds: int = 0
    """Number of different phrases that occurred."""
    weight: float = 0.0
    """The part of the score that phrases make."""


def read_lines(text: Text) -> list[Line]:
    """Split a text's lines into words, once for all topic rules; blank lines are left out."""
    lines: list[Line] = []
    capitals: set[str] = set()
    acronyms: set[str] = set()
    read = 0
    for number, line in enumerate(text.lines, 1):
        if not (words := split_words(line)):
            continue
        if not line.isupper():
            capitals.update(word for word in words if not word.islower())
        factor = REST if read >= LEAD_WORDS else LEAD
        if number in (text.title_line, text.dek_line):
            factor = TITLE if number == text.title_line else DEK
        else:
            read += len(words)
        lines.append(Line(number, factor, words, list(map(word_key, words)), acronyms))
    acronyms.update(filter(None, map(acronym, capitals)))
    return lines


def weigh_topics(lines: list[Line], vocabulary: Vocabulary, language: str) -> dict[int, Evidence]:
    """Find what speaks for each topic in one pass.

    Args:
        lines: the text.
        vocabulary: its topics; those in another language than the text's stay silent.
        language: primary subtag of the text's language.

    Returns:
        Evidence by the topic's position in `vocabulary.topics`, for topics that occur at all.
    """
    found: dict[int, Evidence] = {}
    counts: dict[int, int] = {}
    silent = {n for n, topic in enumerate(vocabulary.topics) if topic.language != language}
    for line in lines:
        for place, entry in _matches(line, vocabulary):
            if entry.topic in silent:
                continue
            evidence = found.get(entry.topic)
            if evidence is None:
                evidence = found[entry.topic] = Evidence()
            counts[entry.phrase] = count = counts.get(entry.phrase, 0) + 1
            if count <= _MOST:
                evidence.score += entry.weight * line.factor
            if entry.strong:
                _note(evidence, entry, line, place, count)
    return found


def _note(evidence: Evidence, entry: Entry, line: Line, place: int, count: int) -> None:
    """Add one occurrence of a phrase to the evidence."""
    evidence.mentions += 1
    evidence.kinds += count == 1
    if count <= _MOST:
        evidence.weight += entry.weight * line.factor
    if not evidence.line:
        evidence.line = line.number
        evidence.quote = " ".join(line.words[place : place + 1 + len(entry.rest)])


def _matches(line: Line, vocabulary: Vocabulary) -> Iterator[tuple[int, Entry]]:
    """Yield the entries that occur in a line with their places.

    At a place the longest count, of equally long ones all; inside a phrase nothing else is looked for: a trade
    war is no war.
    """
    index, keys = vocabulary.index, line.keys
    taken = 0
    places = [place for place, key in enumerate(keys) if key in index]
    shouted = _shouted(line)
    if shouted:
        places = sorted({*places, *(place for place, word in enumerate(line.words) if word in shouted)})
    for place in places:
        if place < taken:
            continue
        entries = index.get(keys[place], ())
        if capitals := shouted.get(line.words[place]):
            entries = (*entries, *index.get(capitals, ()))
            entries = tuple(sorted(entries, key=lambda entry: -len(entry.rest)))
        longest = 0
        for entry in entries:
            size = len(entry.rest)
            if size < longest:
                break
            if not size or tuple(keys[place + 1 : place + 1 + size]) == entry.rest:
                longest = size
                taken = max(taken, place + 1 + size * entry.strong)
                yield place, entry


def _shouted(line: Line) -> dict[str, str]:
    """Words of a line that are acronyms of its text, each with its acronym."""
    if not line.acronyms:
        return {}
    capitals = [word for word in set(line.words) if word[:2].isupper()]
    return {word: stem for word in capitals if (stem := acronym(word)) in line.acronyms}
