"""Relations of two countries as topics: 'China-Japan relations'."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from newsgen.loader.inference.countries import FIRST_WORD, Countries, Form, load_countries
from newsgen.loader.text import Text

_NOUN = (
    r"(?:relation|ties\b|relationship|summit|treat(?:y|ies)\b|talks\b|alliance|border|friendship|cooperation|dispute"
    r"|dialogue|diploma|trade\b|war\b|conflict|agreement|pact\b|accord\b|communiqu|exchange|rivalry|standoff"
    r"|negotiation|partnership|rapprochement|tension)"
)
_AFTER = re.compile(rf"\s(?:\S+\s){{0,2}}?{_NOUN}", re.IGNORECASE)
_JOIN = re.compile(r"[-–‑—/]\Z")
_AND = re.compile(r"\s(?:and|&)\s(?:the\s)?\Z")
_WITH = re.compile(
    rf"(?:['’]s?)?\s(?:\S+\s){{0,2}}?{_NOUN}\w*\s(?:with|between|and)\s(?:the\s)?\Z", re.IGNORECASE
)
_BEFORE = re.compile(
    r"(?:\b(?:between|both)\s(?:the\s)?|\b(?:relations|ties|talks|summit)\s(?:of|between)\s)\Z", re.IGNORECASE
)
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
_LISTED = 1.0  # 'Iraq and Afghanistan' by itself says no more than that both occur
_DOMINANT = 4  # mentions of the rarer of the two countries of which a text mostly speaks
_CUES_ALONE = (
    2  # kinds of words of diplomacy that such a text must have, one of them of what passes between states
)
_CUES_HOME = 4  # the same where one of the two is a country whose press names it throughout
_HOME = frozenset(["US", "GB"])
_LEAST = 5.0  # two plain mentions of the pair, or one in a headline
_FACTORS = (4.0, 2.0, 1.0)  # title, dek, body


class Mention(msgspec.Struct, frozen=True):
    """A country named in a line."""

    start: int
    end: int
    code: str
    form: Form


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


def find_relations(text: Text) -> list[Relation]:
    """Find the pairs of countries whose relation an English text is about, the likeliest first.

    A pair counts where it is named as one ('China-Japan ties', 'Sino-Japanese', 'between China and Japan',
    "China's relations with Japan") in a text that has a word of diplomacy; countries that merely occur do not.
    """
    countries = load_countries()
    pairs: dict[tuple[str, str], _Pair] = {}
    counts: Counter[str] = Counter()
    firsts: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(text.lines, 1):
        typed = line.title() if line.isupper() else line
        mentions = list(find_countries(typed, countries))
        factor = _FACTORS[(number != text.title_line) + (number not in (text.title_line, text.dek_line))]
        for mention in mentions:
            counts[mention.code] += int(factor)
            firsts.setdefault(mention.code, (number, line[mention.start : mention.end]))
        mentions = [mention for mention in mentions if mention.form != "capital"]
        for left, right, weight in _pairs(typed, mentions):
            first, second = sorted((left.code, right.code))
            pair = pairs.setdefault((first, second), _Pair())
            pair.score += weight * factor
            pair.clear = pair.clear or weight > _LISTED
            pair.mentions += 1
            if not pair.line:
                pair.line, pair.quote = number, line[left.start : right.end]
    if not pairs and (len(counts) < 2 or counts.most_common(2)[1][1] < _DOMINANT):
        return []
    cues = [any(map(cue.search, text.lines)) for cue in _CUES]
    _add_dominant(pairs, counts, firsts, sum(cues) if any(cues[: len(_BETWEEN)]) else 0)
    return _rank(pairs, counts, countries) if any(cues) else []


def _add_dominant(
    pairs: dict[tuple[str, str], _Pair], counts: Counter[str], firsts: dict[str, tuple[int, str]], cues: int
) -> None:
    """Take the two countries of which a text mostly speaks for a pair, if no third comes near."""
    top = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:3]
    if len(top) < 2 or top[1][1] < _DOMINANT or (len(top) > 2 and top[2][1] > top[1][1] / 2):
        return
    first, second = sorted((top[0][0], top[1][0]))
    if cues < (_CUES_HOME if {first, second} & _HOME else _CUES_ALONE):
        return
    pair = pairs.setdefault((first, second), _Pair())
    pair.clear = True
    pair.score += 1 + top[1][1] / 2
    if not pair.line:
        later = max((firsts[first], firsts[second]))
        pair.line, pair.quote, pair.mentions = *later, top[1][1]


def _rank(pairs: dict[tuple[str, str], _Pair], counts: Counter[str], countries: Countries) -> list[Relation]:
    """Order the pairs that are named clearly enough, adding what their countries' own mentions are worth."""
    found = []
    for (first, second), pair in pairs.items():
        score = pair.score + 0.5 * min(counts[first], counts[second], 6)
        if pair.clear and score >= _LEAST:
            names = sorted((countries.by_code[first].name, countries.by_code[second].name), key=str.casefold)
            found.append(
                Relation(f"{'-'.join(names)} relations", score, pair.mentions, pair.line, pair.quote)
            )
    return sorted(found, key=lambda relation: (-relation.score, relation.name))


def find_countries(line: str, countries: Countries) -> Iterator[Mention]:
    """Yield the countries named in a line, in order, the longest name at each place."""
    after = 0
    index = countries.index
    for match in FIRST_WORD.finditer(line):
        first, start = match[0], match.start()
        named = index.get(first) or (index.get(first[:-1]) if first[-1] == "s" else None)
        if not named or start < after:
            continue
        for name, code, form in named:
            if line.startswith(name, start):
                end = start + len(name)
                end += line.startswith("s", end) and form == "demonym"
                if not line[end : end + 1].isalnum():
                    after = end
                    yield Mention(start, end, code, form)
                    break


def _pairs(line: str, mentions: list[Mention]) -> Iterator[tuple[Mention, Mention, float]]:
    """Yield neighbouring mentions that are named as a pair, with what the wording is worth."""
    for place, (left, right) in enumerate(pairwise(mentions)):
        if left.code == right.code or _in_chain(line, mentions, place):
            continue
        between = line[left.end : right.start]
        noun = _AFTER.match(line, right.end) is not None
        if _JOIN.match(between):
            # 'Japanese-American' is a person or a community unless a word of relation follows.
            if noun:
                yield left, right, 3.0
            elif left.form != "demonym":
                yield left, right, 1.5
        elif left.form != "combining" and _AND.match(between):
            if noun or _BEFORE.search(line, 0, left.start):
                yield left, right, 2.0
            elif left.form == right.form == "name":
                yield left, right, _LISTED
        elif left.form != "weak" and _WITH.match(between):
            yield left, right, 2.0


def _in_chain(line: str, mentions: list[Mention], place: int) -> bool:
    """True for a pair that is part of a longer list: 'China, Japan and South Korea', 'China-Japan-Korea'."""
    left, right = mentions[place], mentions[place + 1]
    if line[left.end : right.start][:1] in "-–‑":
        before, after = line[left.start - 1 : left.start], line[right.end : right.end + 2]
        return before in tuple("-–‑") or (after[:1] in tuple("-–‑") and after[1:].isupper())
    if (
        re.search(r",\s(?:and\s)?\Z", line[: left.start])
        and place
        and mentions[place - 1].end >= left.start - 8
    ):
        return True
    return re.match(r"(?:,|\sand\s|,\sand\s)(?:the\s)?[A-Z]", line[right.end :]) is not None and (
        place + 2 < len(mentions) and mentions[place + 2].start <= right.end + 10
    )
