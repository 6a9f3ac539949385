"""The vocabulary of topics: reading topics.toml, the packaged default, the tree of topics."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

import msgspec

from newsgen.loader.inference.topic_words import acronym, split_words, word_key, word_keys
from newsgen.loader.inference.vocabulary_file import parse_vocabulary

PHRASE, HINT = 1.0, 0.3
"""Weight of one occurrence of a phrase, and of a hint, which goes with other topics too."""
_LONGER = 1.5  # a phrase of several words is seldom about something else


RELATIONS = "International relations"
"""The topic that contains the relations of two countries."""
_RELATION = re.compile(r"[^-]+-.+ relations")


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One topic of the vocabulary, as topics.toml states it."""

    name: str
    """As it stands in the archive, e.g. 'Climate change'."""
    phrases: tuple[str, ...] = ()
    """Words that by themselves speak of the topic."""
    hints: tuple[str, ...] = ()
    """Words that go with it and with other topics; they never decide alone."""
    broader: str = ""
    """Name of the topic that contains this one; '' for the top of the tree."""
    code: str = ""
    """IPTC Media Topic that means the same, e.g. 'medtop:20000418'; '' where none fits."""
    language: str = ""
    """Primary subtag of the phrases' language (RFC 5646 §2.2.1); '' means the file's."""


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """One phrase in the index, under its first word."""

    rest: tuple[str, ...]
    """Keys of the words that must follow."""
    topic: int
    """Position in `Vocabulary.topics`."""
    weight: float
    strong: bool
    """True for a phrase, False for a hint."""
    phrase: int
    """Number of the phrase, unique in the vocabulary."""


class Vocabulary(msgspec.Struct, frozen=True):
    """The topics that the loader may give to a text."""

    topics: tuple[Topic, ...]
    index: Mapping[str, tuple[Entry, ...]]
    """Entries by the key of their first word; acronyms by the word as typed. Longest first."""
    relations: bool = True
    """Whether relations of two countries are topics too."""

    def ancestors(self, name: str) -> tuple[str, ...]:
        """Names of the topics that contain a topic, the nearest first; () for a top or unknown topic.

        Relations of two countries belong to International relations.
        """
        broader = {topic.name: topic.broader for topic in self.topics}
        found: list[str] = []
        if self.relations and RELATIONS in broader and name not in broader and _RELATION.fullmatch(name):
            broader[name] = RELATIONS
        while name := broader.get(name, ""):
            found.append(name)
        return tuple(found)


def read_vocabulary(text: str, file: str = "topics.toml") -> Vocabulary:
    """Read the text of a topics.toml.

    Args:
        text: the file's text.
        file: its path, for messages.

    Raises:
        ContentError: all that is wrong with it, each at its line: no TOML, an unknown key, a topic without
            a name or phrases, a name given twice, a `broader` that is no topic or goes in a circle.
    """
    parsed = parse_vocabulary(
        text, file, {topic.name: topic.broader for topic in default_vocabulary().topics}
    )
    base = default_vocabulary().topics if parsed.extend else ()
    own = [msgspec.convert({"language": parsed.language, **topic}, Topic) for topic in parsed.topics]
    names = {topic.name for topic in own}
    return _build((*(topic for topic in base if topic.name not in names), *own), parsed.relations)


@cache
def default_vocabulary() -> Vocabulary:
    """The packaged vocabulary: about 200 news topics in English."""
    text = resources.files(__package__).joinpath("data/topics.toml").read_text("utf-8")
    parsed = parse_vocabulary(text, "topics.toml", {})
    return _build(tuple(msgspec.convert({"language": "en", **topic}, Topic) for topic in parsed.topics), True)


def _build(topics: tuple[Topic, ...], relations: bool) -> Vocabulary:
    """Index the phrases of topics by their first word."""
    index: dict[str, list[Entry]] = {}
    phrases = ((number, *phrase) for number, topic in enumerate(topics) for phrase in _phrases(topic))
    for count, (number, words, strong) in enumerate(phrases):
        weight = (PHRASE * (_LONGER if len(words) > 1 else 1.0)) if strong else HINT
        first = acronym(words[0]) or word_key(words[0])
        index.setdefault(first, []).append(Entry(word_keys(words[1:]), number, weight, strong, count))
    ordered = {
        key: tuple(sorted(found, key=lambda e: (-len(e.rest), e.topic))) for key, found in index.items()
    }
    return Vocabulary(topics, ordered, relations)


def _phrases(topic: Topic) -> Iterator[tuple[list[str], bool]]:
    """Yield a topic's phrases (True) and hints (False), split into words; what is both is a phrase."""
    for phrase, strong in (dict.fromkeys(topic.hints, False) | dict.fromkeys(topic.phrases, True)).items():
        if words := split_words(phrase):
            yield words, strong
