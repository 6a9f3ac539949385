"""The vocabulary of topics: read topics.toml or the packaged default, and index the phrases."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Annotated, Any, get_origin

import msgspec

from newsgen.errors import ContentError, Problem, parse_toml, suggest_name
from newsgen.loader.text import read_data_file

RELATIONS = "International relations"
"""The topic that contains the relations of two countries."""
ELIDING = frozenset({"fr", "it"})
"""Languages in which an apostrophe joins small words to the next: 'l'hôpital'."""
_RELATION = re.compile(r"[^-]+-.+ relations")
_PHRASE, _LONG_PHRASE, _HINT = 1.0, 1.5, 0.3
"""Weight of an occurrence of a phrase of one word, of a longer phrase, and of a hint."""
_TYPES = {
    dict: 'words by language: {de = ["…"]}',
    str: "a text in quotes",
    bool: "true or false",
    tuple: "a list of texts in brackets",
}
_CODE = re.compile(r"medtop:\d{8}")
# Scripts without spaces between words, or with particles joined to words: each character counts as a word, so that
# phrases are found inside a sentence.
_SINGLE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
_WORD = re.compile(rf"[{_SINGLE}]|(?:\b[A-Za-z]\.){{2,}}|[^\W_{_SINGLE}]+(?:['’][^\W_{_SINGLE}]+)*")
_PLAIN_WORD = re.compile(r"[^\W_]++(?:['’][^\W_]++)*+")
_NOT_PLAIN = re.compile(rf"[.{_SINGLE}](?:(?<=\.)[A-Za-z]\.|(?<!\.))")
"""A line that needs `_WORD`: it has an acronym with points, or an unspaced script."""
_LINK = re.compile(r"https?://\S+|www\.\S+")


def split_words(line: str) -> list[str]:
    """Split a line into words as typed; 'U.S.' becomes 'US', a character of an unspaced script is a word.

    Links are left out.
    """
    if "://" in line or "www." in line:
        line = _LINK.sub(" ", line)
    if not _NOT_PLAIN.search(line):
        return _PLAIN_WORD.findall(line)
    return [word.replace(".", "") for word in _WORD.findall(line)]


@lru_cache(maxsize=1 << 16)
def stem_word(word: str) -> str:
    """Fold capitals, plural and possessive of a word: 'Tariffs', "tariff's" → 'tariff'."""
    key = word.lower()
    if "’" in key:
        key = key.replace("’", "'")
    if "'" in key:
        key = key[:-2] if key.endswith("'s") else key.replace("'", "")
    if len(key) > 3 and key[-1] == "s" and key[-2] not in "sui":
        return f"{key[:-3]}y" if key.endswith("ies") and len(key) > 4 else key[:-1]
    return key


def extract_acronym(word: str) -> str:
    """Return a word's acronym: 'NATO' for 'NATO' and "NATO's", 'H1N1', 'US'; '' for other words."""
    stem = word.partition("'")[0].partition("’")[0]
    return stem if len(stem) > 1 and stem.isupper() else ""


Words = tuple[Annotated[str, msgspec.Meta(pattern=r"\S")], ...]
Mistake = tuple[int, str, str, str]
"""Number of a topic of topics.toml from 1, or 0 for what is before them; the key; what is wrong and what to write."""


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A topic of the vocabulary, as in topics.toml."""

    name: str
    """Name in the archive, e.g. 'Climate change'."""
    phrases: Words = ()
    """Words that belong to this topic only."""
    hints: Words = ()
    """Words that belong to this and other topics; they need phrases to count."""
    broader: str = ""
    """Name of the topic that contains this one; '' for the top of the tree."""
    code: str = ""
    """IPTC Media Topic with the same meaning, e.g. 'medtop:20000418'; '' if none fits."""
    language: str = ""
    """Primary subtag of the phrases' language (RFC 5646 §2.2.1); '' means the file's."""
    labels: dict[str, Words] = {}
    """Words that belong to this topic only, by other languages (primary subtags)."""


class _Table(msgspec.Struct):
    """The keys of topics.toml."""

    language: str = "en"
    extend: bool = False
    relations: bool = True
    topic: list[dict[str, Any]] = []


class PhraseUse(msgspec.Struct, frozen=True, array_like=True):
    """What a phrase means for one topic."""

    topic: int
    """Position in `Vocabulary.topics`."""
    language: str
    """Primary subtag of the phrase's language."""
    weight: float
    is_phrase: bool
    """False for a hint."""


class PhraseEntry(msgspec.Struct, frozen=True, array_like=True):
    """A phrase in the index, under its first word."""

    rest: tuple[str, ...]
    """Keys of the following words."""
    uses: tuple[PhraseUse, ...]
    is_phrase: bool
    """True if it is more than a hint for one topic at least."""
    number: int
    """Number of the phrase, unique in the vocabulary."""


class Vocabulary(msgspec.Struct, frozen=True):
    """The topics that the loader may infer."""

    topics: tuple[Topic, ...]
    index: Mapping[str, Mapping[tuple[str, ...], PhraseEntry]]
    """Phrases by the key of their first word (acronyms by the word as typed), then by the keys of the following words."""
    sizes: Mapping[str, tuple[int, ...]]
    """Numbers of the following words that `index` has for a first word, the highest first."""
    positions: Mapping[str, int]
    """Positions in `topics` by name."""
    relations: bool = True
    """True if relations of two countries are topics, too."""
    labelled: frozenset[str] = frozenset()
    """Topics for which the packaged words in other languages hold, too."""

    def find_ancestors(self, name: str) -> tuple[str, ...]:
        """Return the topics that contain a topic, the nearest first; () for a top or unknown topic.

        Relations of two countries belong to International relations.
        """
        found: list[str] = []
        if self.relations and RELATIONS in self.positions and name not in self.positions:
            found += [RELATIONS] if _RELATION.fullmatch(name) else []
            name = found[0] if found else name
        while name in self.positions and (name := self.topics[self.positions[name]].broader):
            found.append(name)
        return tuple(found)


def read_vocabulary(text: str, file: str = "topics.toml") -> Vocabulary:
    """Read the text of a topics.toml.

    Raises:
        ContentError: the text is not TOML, has unknown keys, topics without a name or phrases, duplicate names, or a
            `broader` that is not a topic or makes a cycle; with the line of each.
    """
    default = default_vocabulary().topics
    data = _parse_table(text, file, {topic.name: topic.broader for topic in default})
    own = _convert_topics(data)
    names = {topic.name for topic in own}
    base = [topic for topic in default if topic.name not in names] if data.get("extend") else []
    vocabulary = _index_topics((*base, *own), data.get("relations", True))
    return msgspec.structs.replace(vocabulary, labelled=frozenset(topic.name for topic in base))


@cache
def default_vocabulary() -> Vocabulary:
    """Return the packaged vocabulary: about 200 news topics in English."""
    topics = tuple(_convert_topics(_parse_table(read_data_file("topics.toml"), "topics.toml", {})))
    vocabulary = _index_topics(topics, True)
    return msgspec.structs.replace(vocabulary, labelled=frozenset(vocabulary.positions))


@cache
def load_language_vocabulary(language: str) -> tuple[Vocabulary, dict[str, str]]:
    """Return the packaged words of a language (primary subtag) for topics, and the topics' names in it by English name."""
    names: dict[str, str] = {}
    topics: list[Topic] = []
    for name, row in tomllib.loads(read_data_file("topic-labels.toml")).items():
        if language in row:
            label, *phrases = row[language].split("|")
            names[name] = label.removeprefix("=")
            own = phrases if label.startswith("=") else [label, *phrases]
            if language in ELIDING:
                own = [phrase.replace("'", " ") for phrase in own]
            topics.append(Topic(name, tuple(own), language=language))
    return _index_topics(tuple(topics), True, shortest=4), names


def _convert_topics(data: Mapping[str, Any]) -> list[Topic]:
    language = data.get("language", "en")
    return [msgspec.convert({"language": language, **topic}, Topic) for topic in data.get("topic", ())]


def _index_topics(topics: tuple[Topic, ...], relations: bool, shortest: int = 2) -> Vocabulary:
    """Index the phrases of topics by their first word.

    A phrase is long with a blank, or with `shortest` words; in Chinese and the like each character is a word.
    """
    uses: dict[tuple[str, ...], dict[tuple[int, str], PhraseUse]] = {}
    for position, language, phrase, is_phrase in _list_phrases(topics):
        if words := split_words(phrase):
            keys = (extract_acronym(words[0]) or stem_word(words[0]), *map(stem_word, words[1:]))
            is_long = len(words) >= shortest or (len(words) > 1 and " " in phrase)
            weight = (_LONG_PHRASE if is_long else _PHRASE) if is_phrase else _HINT
            use = PhraseUse(position, language, weight, is_phrase)
            uses.setdefault(keys, {}).setdefault((position, language), use)
    index: dict[str, dict[tuple[str, ...], PhraseEntry]] = {}
    for number, (keys, found) in enumerate(uses.items()):
        is_phrase = any(use.is_phrase for use in found.values())
        entry = PhraseEntry(keys[1:], tuple(found.values()), is_phrase, number)
        index.setdefault(keys[0], {})[entry.rest] = entry
    sizes = {first: tuple(sorted(set(map(len, rests)), reverse=True)) for first, rests in index.items()}
    positions = {topic.name: place for place, topic in enumerate(topics)}
    return Vocabulary(topics, index, sizes, positions, relations)


def _list_phrases(topics: tuple[Topic, ...]) -> Iterator[tuple[int, str, str, bool]]:
    """Yield position of the topic, language, text of each phrase, and True; then the same of each hint, and False.

    A hint that is also a phrase counts as a phrase, because the first counts.
    """
    for position, topic in enumerate(topics):
        yield from ((position, topic.language, phrase, True) for phrase in topic.phrases)
        yield from ((position, topic.language, hint, False) for hint in topic.hints)
        for language, words in topic.labels.items():
            yield from ((position, language, word, True) for word in words)


def _parse_table(text: str, file: str, default: Mapping[str, str]) -> dict[str, Any]:
    """Read and check the text of a topics.toml; `default` has the broader topics that `extend = true` adds.

    Raises:
        ContentError: all mistakes, each with its line.
    """
    data = parse_toml(text, file, "see https://toml.io", "bad-topics")
    wrong = list(_check_keys(data, _Table, 0))
    topics = [] if any(key == "topic" for _, key, _, _ in wrong) else data.get("topic", [])
    for number, topic in enumerate(topics, 1):
        wrong += _check_topic(topic, number)
    if wrong := wrong or list(_check_tree(topics, default if data.get("extend") else {})):
        lines = text.splitlines()
        raise ContentError(
            Problem(file, *_find_key(lines, number, key), message, remedy, "bad-topics")
            for number, key, message, remedy in wrong
        )
    return data


def _find_key(lines: Sequence[str], topic: int, key: str) -> tuple[int, int]:
    """Find line and column of a topic's key, or of its [[topic]] if the key is not found."""
    heads = [0, *(n for n, line in enumerate(lines) if line.replace(" ", "").startswith("[[topic]]")), None]
    written = re.compile(rf"\s*(?=['\"]?{re.escape(key)}['\"]?\s*=)")
    part = list(enumerate(lines))[heads[topic] : heads[topic + 1]] if topic + 1 < len(heads) else []
    found = ((n + 1, match.end() + 1) for n, line in part if (match := written.match(line)))
    return next(found, ((heads[topic] or 0) + 1, 1) if part else (0, 0))


def _check_keys(table: Mapping[str, Any], kind: type, topic: int) -> Iterator[Mistake]:
    """Yield mistakes in a table's keys and the types of their values."""
    known = {field.name: field.type for field in msgspec.structs.fields(kind)}
    for key, value in table.items():
        if key not in known:
            hint = suggest_name(key, known, f"the keys are {', '.join(known)}")
            yield topic, key, f"unknown key '{key}'", hint
            continue
        try:
            msgspec.convert(value, known[key])
        except msgspec.ValidationError:
            if key == "topic":
                yield topic, key, "'topic' is not a list of tables", "head each topic with [[topic]]"
            else:
                remedy = _TYPES[get_origin(known[key]) or known[key]]
                yield topic, key, f"'{key}' has the wrong type", f"write {remedy}"


def _check_topic(topic: Mapping[str, Any], number: int) -> Iterator[Mistake]:
    """Yield mistakes in a topic, without other topics."""
    yield from _check_keys(topic, Topic, number)
    if not str(topic.get("name", "")).strip():
        yield number, "name", "a topic has no name", 'write name = "…"'
    if not topic.get("phrases"):
        yield number, "phrases", "a topic has no phrases", 'write phrases = ["…"]'
    code = topic.get("code", "")
    if isinstance(code, str) and code and not _CODE.fullmatch(code):
        yield number, "code", f"code '{code}' is not a Media Topic", "write medtop: and eight digits"


def _check_tree(topics: Sequence[Mapping[str, Any]], default: Mapping[str, str]) -> Iterator[Mistake]:
    """Yield duplicate names, unknown broader topics, and cycles."""
    broader = {**default, **{topic["name"]: topic.get("broader", "") for topic in topics}}
    seen: set[str] = set()
    for number, topic in enumerate(topics, 1):
        if topic["name"] in seen:
            yield number, "name", f"topic '{topic['name']}' occurs here a second time", "join the two"
        seen.add(topic["name"])
        parent, path = topic.get("broader", ""), [topic["name"]]
        if parent and parent not in broader:
            hint = suggest_name(parent, broader, "name a topic of this file")
            yield number, "broader", f"'{parent}' is not a topic", hint
        while parent and parent not in path:
            path.append(parent)
            parent = broader.get(parent, "")
        if parent == topic["name"]:
            circle = " → ".join([*path, parent])
            yield number, "broader", f"topics contain each other: {circle}", "take one 'broader' away"
