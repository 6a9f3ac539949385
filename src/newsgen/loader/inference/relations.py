"""Relations of two countries as topics: 'China-Japan relations'."""

from __future__ import annotations

import re
from collections import Counter

import msgspec

from newsgen.loader.inference.countries import Countries, find_countries, load_countries
from newsgen.loader.inference.country_pairs import LISTED, find_pairs
from newsgen.loader.text import Text

_BETWEEN = (
    r"bilateral|two countries|two nations|two sides|both countries|both sides",
    r"diplomatic (?:relations|ties)|normali[sz]ation|normali[sz]ed? (?:relations|ties)",
    r"summit|state visit|official visit|held talks|talks with",
    r"treaty|accord\b|communiqu|joint (?:declaration|statement)|agreement",
    r"(?:relations|relationship|ties) (?:with|between)",
)
_OFFICIAL = (
    r"diplomat|embass|ambassador|consul",
    r"foreign minist|foreign affairs|foreign secretary|secretary of state",
    r"prime minister|premier\b|president\b|emperor",
    r"sanctions|tariff|export ban|import ban|trade deal|free trade",
)
_CUES = tuple(re.compile(rf"\b(?:{words})", re.IGNORECASE) for words in (*_BETWEEN, *_OFFICIAL))
_DOMINANT = 4  # mentions of the rarer of the two countries of which a text mostly speaks
_CUES_ALONE = 2  # kinds of words of diplomacy that such a text must have, one of what passes between states
_CUES_HOME = 4  # the same where one of the two is a country whose press names it throughout
_HOME = frozenset(["US", "GB"])
_LEAST = 5.0  # two plain mentions of the pair, or one in a headline
_FACTORS = (4.0, 2.0, 1.0)  # title, dek, body


class Relation(msgspec.Struct, frozen=True):
    """Two countries of which a text speaks together."""

    name: str
    """As a topic: short names in the order of the alphabet, e.g. 'China-Japan relations'."""
    score: float
    mentions: int
    """How often the two are named as a pair."""
    line: int
    """Line of the first such mention, counted from 1."""
    quote: str
    """That mention as typed."""


class _Pair(msgspec.Struct):
    """What speaks for a pair while a text is read."""

    score: float = 0.0
    clear: bool = False
    """Whether it was ever named as a pair, not only with 'and'."""
    mentions: int = 0
    line: int = 0
    quote: str = ""


class _Found(msgspec.Struct):
    """What was found in the lines read so far."""

    pairs: dict[tuple[str, str], _Pair] = {}
    counts: Counter[str] = msgspec.field(default_factory=Counter)
    """Weighted mentions of each country."""
    firsts: dict[str, tuple[int, str]] = {}
    """Line and words of the first mention of each country."""


def find_relations(text: Text) -> list[Relation]:
    """Find the pairs of countries whose relation an English text is about, the likeliest first.

    A pair counts where it is named as one ('China-Japan ties', 'Sino-Japanese', 'between China and Japan',
    "China's relations with Japan"), or where two countries are named again and again and no third, in a text
    that has words of diplomacy. Countries that merely occur together do not count.
    """
    countries = load_countries()
    found = _Found()
    for number, line in enumerate(text.lines, 1):
        factor = _FACTORS[(number != text.title_line) + (number not in (text.title_line, text.dek_line))]
        _read_line(number, line, factor, countries, found)
    if not found.pairs and (len(found.counts) < 2 or found.counts.most_common(2)[1][1] < _DOMINANT):
        return []
    cues = [any(map(cue.search, text.lines)) for cue in _CUES]
    if not any(cues):
        return []
    if any(cues[: len(_BETWEEN)]):
        _add_dominant(found, sum(cues))
    return _rank(found, countries)


def _read_line(number: int, line: str, factor: float, countries: Countries, found: _Found) -> None:
    """Count the countries of a line and note those that are named as a pair."""
    typed = line.title() if line.isupper() else line
    mentions = list(find_countries(typed, countries))
    for mention in mentions:
        found.counts[mention.code] += int(factor)
        found.firsts.setdefault(mention.code, (number, line[mention.start : mention.end]))
    named = [mention for mention in mentions if mention.form != "capital"]
    for left, right, weight in find_pairs(typed, named):
        first, second = sorted((left.code, right.code))
        pair = found.pairs.setdefault((first, second), _Pair())
        pair.score += weight * factor
        pair.clear = pair.clear or weight > LISTED
        pair.mentions += 1
        if not pair.line:
            pair.line, pair.quote = number, line[left.start : right.end]


def _add_dominant(found: _Found, cues: int) -> None:
    """Take the two countries of which a text mostly speaks for a pair, if no third comes near."""
    top = sorted(found.counts.items(), key=lambda item: (-item[1], item[0]))[:3]
    if len(top) < 2 or top[1][1] < _DOMINANT or (len(top) > 2 and top[2][1] > top[1][1] / 2):
        return
    first, second = sorted((top[0][0], top[1][0]))
    if cues < (_CUES_HOME if {first, second} & _HOME else _CUES_ALONE):
        return
    pair = found.pairs.setdefault((first, second), _Pair())
    pair.clear = True
    pair.score += 1 + top[1][1] / 2
    if not pair.line:
        pair.line, pair.quote = max(found.firsts[first], found.firsts[second])
        pair.mentions = top[1][1]


def _rank(found: _Found, countries: Countries) -> list[Relation]:
    """Order the pairs that are named clearly enough, adding what their countries' own mentions are worth."""
    relations = []
    for (first, second), pair in found.pairs.items():
        score = pair.score + 0.5 * min(found.counts[first], found.counts[second], 6)
        if pair.clear and score >= _LEAST:
            names = sorted((countries.by_code[first].name, countries.by_code[second].name), key=str.casefold)
            name = f"{'-'.join(names)} relations"
            relations.append(Relation(name, score, pair.mentions, pair.line, pair.quote))
    return sorted(relations, key=lambda relation: (-relation.score, relation.name))
