"""Infer the topics of a text from relations of countries, the vocabulary, and topics learned from confirmed records."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

import msgspec

from newsgen.loader.text import SeedText
from newsgen.loader.topics.centroids import (
    MARK,
    Centroids,
    ConfirmedRecord,
    rank_learned_topics,
    sample_records,
    sort_confirmed,
    train_centroids,
)
from newsgen.loader.topics.relations import find_relations
from newsgen.loader.topics.vocabulary import (
    ELIDING,
    PhraseEntry,
    PhraseUse,
    Vocabulary,
    extract_acronym,
    load_language_vocabulary,
    split_words,
    stem_word,
)
from newsgen.model import Guess, Inference

_TITLE, _DEK, _LEAD, _REST = 4.0, 2.0, 1.5, 1.0
"""Weight of an occurrence in the title, the dek, the lead, and the rest of the body."""
_LEAD_WORDS = 120
"""Number of words in the lead."""
_MOST_COUNTED = 5
"""Most occurrences of a phrase that count."""

_MOST_TOPICS = 3
"""Most topics of a record."""
_LEAST_SCORE = 6.0
"""Least score of a topic in a text of ordinary length."""
_LEAST_PHRASES = 3.0
"""Least part of the score that comes from phrases, not hints."""
_ORDINARY_WORDS = 500
"""Words of a text of ordinary length; the least scores grow with the square root of the length."""
_LEAST_MARKED = 4.0
"""Score of a topic for each of its marks, by which texts with learned topics are compared."""
_LEAST_HINTS = 2
"""Least number of different hints in addition to a single phrase."""
_LEAST_SCALE = 0.55
"""Least factor of the least scores, for texts of 150 words and less."""
_LEAST_SHARE = 0.45
"""Least share of the score of the first topic, or of `_CLEAR_SCORE` if that is less."""
_CLEAR_SCORE = 14.0
_LIKELY = 1.0
"""Least ratio of a learned topic after the first."""

_LEAST_PROPOSED = 5
"""Least number of proposals of a topic that can count as rejected."""
_LEAST_ACCEPTED = 0.3
"""Share of accepted proposals, below which a topic counts as rejected."""
_LEAST_ACCEPTED_ALL = 0.1
"""The same for all topics of the vocabulary together."""
_MOST_RECORDS = 600
"""Most records from which the vocabulary's accuracy is measured; if there are more, every n-th is used."""


class TopicCandidate(msgspec.Struct, frozen=True):
    """A topic that a rule proposes."""

    topic: str
    score: float
    rule: str
    """'vocabulary', 'relations' or 'centroids'."""
    evidence: str
    """Evidence for a human, e.g. 'line 1: "China-Japan relations", 18 mentions'."""


class WordLine(msgspec.Struct, frozen=True):
    """A line of a text, split into words."""

    number: int
    """Line number, from 1."""
    factor: float
    """Weight of an occurrence in this line."""
    words: list[str]
    """The words as typed."""
    keys: list[str]
    """The words folded by `stem_word`."""
    acronyms: dict[int, str]
    """Words in capitals by position."""
    known: AbstractSet[str]
    """Words in capitals in the text, without headlines in capitals."""


class TopicEvidence(msgspec.Struct):
    """The evidence for a topic; collected in one pass over a text."""

    score: float = 0.0
    """Weighted occurrences of phrases and hints."""
    phrase_score: float = 0.0
    """The part of the score that comes from phrases."""
    mentions: int = 0
    """Occurrences of phrases."""
    phrases: int = 0
    """Number of different phrases that occurred."""
    hints: int = 0
    """Number of different hints that occurred."""
    line: int = 0
    """Line of the first occurrence of a phrase, counted from 1; 0 if there is none."""
    quote: str = ""
    """That occurrence as typed."""


def infer_topics(
    text: SeedText, vocabulary: Vocabulary, centroids: Centroids | None = None, site: str = "en"
) -> Guess[tuple[str, ...]] | None:
    """Infer at most three topics of a text, each with its evidence.

    Learned topics come first, because humans chose them for this archive; then topics of the vocabulary and relations of
    countries, except those that humans rejected. A topic is left out if a narrower topic inside it was found.

    Topics of texts in other languages than English have their names in the language `site` (primary subtag), if it has them.

    Returns:
        The topics, the most likely first; None if the evidence is weak.
    """
    centroids = centroids or Centroids()
    lines = split_lines_into_words(text)
    learned = _propose_learned(text, lines, centroids, vocabulary) if centroids.topics else ()
    known = [] if centroids.own else _propose_known(text, lines, vocabulary)
    if known and text.language != "en" and site != "en":
        names = load_language_vocabulary(site)[1]
        known = [msgspec.structs.replace(c, topic=names.get(c.topic, c.topic)) for c in known]
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


def learn_topics(records: Iterable[ConfirmedRecord], vocabulary: Vocabulary) -> Centroids:
    """Learn topics from records whose topics a human stated or confirmed; their order changes nothing.

    Topics with at least four records are learned, also topics outside the vocabulary. Topics of the vocabulary that
    humans usually removed count as rejected.
    """
    known = sort_confirmed(records)

    def split_record(record: ConfirmedRecord) -> tuple[SeedText, list[WordLine]]:
        text = SeedText("", (record.title, *record.text.split("\n")), title_line=1)
        return text, split_lines_into_words(text)

    centroids = train_centroids(known, lambda record: make_topic_features(*split_record(record), vocabulary))
    proposed: Counter[str] = Counter()
    accepted: Counter[str] = Counter()
    for record in sample_records(known, _MOST_RECORDS):
        for candidate in _propose_known(*split_record(record), vocabulary)[:_MOST_TOPICS]:
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


def make_topic_features(text: SeedText, lines: list[WordLine], vocabulary: Vocabulary) -> list[list[str]]:
    """Return marks for the topics of the vocabulary in a text, as lines of one word each, the clear ones repeated.

    With them texts about cricket and about tennis are similar, though they have few words in common.
    """
    evidence = weigh_topics(find_phrases(lines, vocabulary), vocabulary, text.language, widen=True)
    scale = _LEAST_MARKED * _measure_scale(lines)
    marks: list[list[str]] = []
    for number, topic in sorted(evidence.items()):
        if topic.phrase_score:
            mark = MARK + vocabulary.topics[number].name.replace(" ", MARK)
            marks += [[mark]] * min(int(topic.score / scale), _MOST_COUNTED)
    return marks


def _measure_scale(lines: list[WordLine]) -> float:
    """Return the factor of the least scores for a text of this length."""
    words = sum(len(line.words) for line in lines)
    return max(_LEAST_SCALE, math.sqrt(words / _ORDINARY_WORDS))


def _propose_learned(
    text: SeedText, lines: list[WordLine], centroids: Centroids, vocabulary: Vocabulary
) -> Iterator[TopicCandidate]:
    """Yield the learned topics to which a text is similar, the most similar first."""
    title = next((line.keys for line in lines if line.number == text.title_line), [])
    body = [line.keys for line in lines if line.number != text.title_line]
    body = make_topic_features(text, lines, vocabulary) + body
    for place, found in enumerate(rank_learned_topics(title, body, centroids)):
        if found.score >= centroids.least and (not place or found.ratio >= _LIKELY):
            evidence = f"likeness {found.cosine:.2f} to {found.size} records"
            yield TopicCandidate(found.topic, found.score, "centroids", evidence)


def _propose_known(text: SeedText, lines: list[WordLine], vocabulary: Vocabulary) -> list[TopicCandidate]:
    """Return the relations and topics of the vocabulary that a text is clearly about, the clearest first.

    If there are none, the words of several narrow topics together may show the topic that contains these.
    """
    found: list[TopicCandidate] = []
    if vocabulary.relations and text.language == "en":
        for relation in find_relations(text)[:1]:
            evidence = _describe(relation.line, relation.quote, relation.mentions)
            found.append(TopicCandidate(relation.name, relation.score, "relations", evidence))
    scale = _measure_scale(lines)
    occurrences = find_phrases(lines, vocabulary)
    found += _choose_clear(weigh_topics(occurrences, vocabulary, text.language), vocabulary, scale, text)
    if text.language != "en" and vocabulary.labelled:
        labelled = _choose_labelled(text, lines, scale)
        found += [candidate for candidate in labelled if candidate.topic in vocabulary.labelled]
    if is_wide := not found:
        wide = weigh_topics(occurrences, vocabulary, text.language, widen=True)
        found = _choose_clear({n: t for n, t in wide.items() if t.phrases > 1}, vocabulary, scale, text)
    found.sort(key=lambda candidate: (-candidate.score, candidate.topic))
    contained = {ancestor for candidate in found for ancestor in vocabulary.find_ancestors(candidate.topic)}
    least = _LEAST_SHARE * min(found[0].score, _CLEAR_SCORE) if found else 0.0
    clear = [c for c in found if c.topic not in contained and c.score >= least]
    return clear[:1] if is_wide else clear


def _choose_labelled(text: SeedText, lines: list[WordLine], scale: float) -> list[TopicCandidate]:
    """Return the topics that packaged words in the text's language show, two at least or one twice."""
    labels = load_language_vocabulary(text.language)[0]
    if text.language in ELIDING:
        parted = tuple(line.replace("'", " ").replace("’", " ") for line in text.lines)
        lines = split_lines_into_words(msgspec.structs.replace(text, lines=parted))
    evidence = weigh_topics(find_phrases(lines, labels), labels, text.language)
    return _choose_clear({n: t for n, t in evidence.items() if t.mentions > 1}, labels, scale, text)


def _choose_clear(
    evidence: Mapping[int, TopicEvidence], vocabulary: Vocabulary, scale: float, text: SeedText
) -> list[TopicCandidate]:
    """Return the topics with enough evidence, the clearest first."""
    found = [
        TopicCandidate(
            vocabulary.topics[number].name,
            topic.score / scale,
            "vocabulary",
            _describe(topic.line, topic.quote, topic.mentions),
        )
        for number, topic in evidence.items()
        if _is_clear(topic, len(vocabulary.topics[number].hints), scale, text)
    ]
    return sorted(found, key=lambda candidate: (-candidate.score, candidate.topic))


def _is_clear(topic: TopicEvidence, known_hints: int, scale: float, text: SeedText) -> bool:
    """True if a topic is mentioned often enough, by several phrases, or by one with hints around it.

    One word alone often has another sense: without hints it has to be in headline or dek and to come back.
    """
    if topic.phrase_score < _LEAST_PHRASES * scale or topic.score < _LEAST_SCORE * scale:
        return False
    in_head = topic.line in (text.title_line, text.dek_line)
    if topic.phrases > 1 or (in_head and (topic.mentions > 1 or " " in topic.quote)):
        return True
    return topic.hints >= min(_LEAST_HINTS, known_hints) and (in_head or topic.mentions > 2)


_BETWEEN_IDEOGRAPHS = re.compile(r"(?<=[\u2e80-\u9fff]) (?=[\u2e80-\u9fff])")


def _describe(line: int, quote: str, mentions: int) -> str:
    """Write the evidence: 'line 1: "China-Japan relations", 18 mentions'."""
    quote = _BETWEEN_IDEOGRAPHS.sub("", quote)
    return f'line {line}: "{quote}", {mentions} mention{"s" * (mentions != 1)}'


def split_lines_into_words(text: SeedText) -> list[WordLine]:
    """Split a text's lines into words, for all topic rules, without blank lines."""
    lines: list[WordLine] = []
    known: set[str] = set()
    read = 0
    for number, line in enumerate(text.lines, 1):
        if not (words := split_words(line)):
            continue
        acronyms = {
            place: acronym
            for place, word in enumerate(words)
            if word[:2].isupper() and (acronym := extract_acronym(word))
        }
        if not line.isupper():
            known.update(acronyms.values())
        factor = _REST if read >= _LEAD_WORDS else _LEAD
        if number in (text.title_line, text.dek_line):
            factor = _TITLE if number == text.title_line else _DEK
        else:
            read += len(words)
        lines.append(WordLine(number, factor, words, list(map(stem_word, words)), acronyms, known))
    return lines


class PhraseOccurrences(msgspec.Struct):
    """The places of one phrase in a text."""

    entry: PhraseEntry
    line: WordLine
    """Line of the first place."""
    place: int
    """Position of its first word there."""
    mentions: int = 0
    factors: float = 0.0
    """Sum of the factors of the first `_MOST_COUNTED` places."""


def find_phrases(lines: list[WordLine], vocabulary: Vocabulary) -> list[PhraseOccurrences]:
    """Find the phrases of the vocabulary in a text, in the order of their first places."""
    found: dict[int, PhraseOccurrences] = {}
    for line in lines:
        for place, entry in _find_phrases_of_line(line, vocabulary):
            if (known := found.get(entry.number)) is None:
                known = found[entry.number] = PhraseOccurrences(entry, line, place)
            known.mentions += 1
            if known.mentions <= _MOST_COUNTED:
                known.factors += line.factor
    return list(found.values())


def weigh_topics(
    occurrences: list[PhraseOccurrences], vocabulary: Vocabulary, language: str, *, widen: bool = False
) -> dict[int, TopicEvidence]:
    """Sum the evidence for each topic that occurs, by its position in `vocabulary.topics`.

    Phrases in other languages (primary subtags) are ignored; with `widen`, a phrase also counts for the topics above its topics.
    """
    found: dict[int, TopicEvidence] = {}
    for known in occurrences:
        uses = [use for use in known.entry.uses if use.language == language]
        for number, use in _widen_uses(uses, vocabulary) if widen else ((use.topic, use) for use in uses):
            if (topic := found.get(number)) is None:
                topic = found[number] = TopicEvidence()
            weight = use.weight * known.factors
            topic.score += weight
            if not use.is_phrase:
                topic.hints += 1
                continue
            topic.phrase_score += weight
            topic.mentions += known.mentions
            topic.phrases += 1
            if not topic.line:
                topic.line = known.line.number
                end = known.place + 1 + len(known.entry.rest)
                topic.quote = " ".join(known.line.words[known.place : end])
    return found


def _widen_uses(uses: list[PhraseUse], vocabulary: Vocabulary) -> Iterable[tuple[int, PhraseUse]]:
    """Return the topics of a phrase and those directly above them, each with its weightiest use."""
    found: dict[int, PhraseUse] = {}
    for use in sorted(uses, key=lambda use: -use.weight):
        found.setdefault(use.topic, use)
        if broader := vocabulary.topics[use.topic].broader:
            found.setdefault(vocabulary.positions[broader], use)
    return found.items()


def _find_phrases_of_line(line: WordLine, vocabulary: Vocabulary) -> Iterator[tuple[int, PhraseEntry]]:
    """Yield the phrases of the vocabulary that occur in a line, with the positions of their first words.

    At each position only the longest phrases count. Inside a phrase no other phrase counts: a trade war is not a war.
    """
    index, sizes, keys = vocabulary.index, vocabulary.sizes, line.keys
    acronyms = {place: word for place, word in line.acronyms.items() if word in line.known and word in index}
    places = [place for place, key in enumerate(keys) if key in sizes or place in acronyms]
    end = 0
    for place in places:
        if place < end:
            continue
        key, longest = keys[place], 0
        for first in (acronyms[place], key) if place in acronyms else (key,):
            for size in sizes.get(first, ()):
                entry = index[first].get(tuple(keys[place + 1 : place + 1 + size]))
                if entry is not None and size >= longest:
                    longest = size
                    end = max(end, place + 1 + size * entry.is_phrase)
                    yield place, entry
                    break
