"""How much a text speaks of each topic of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

import msgspec

from newsgen.loader.inference.topic_words import acronym, split_words, word_key
from newsgen.loader.inference.vocabulary import Entry, Vocabulary
from newsgen.loader.text import Text

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
