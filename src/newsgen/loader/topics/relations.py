"""Find relations of two countries as topics: 'China-Japan relations'."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import Literal

import msgspec

from newsgen.loader.text import SeedText, read_data_file

_FIRST_WORD = re.compile(r"[A-ZÀ-Þ](?<!\w.)\w*")

CountryForm = Literal["name", "demonym", "combining", "weak", "capital"]
"""Form of a country's name: 'Japan', 'Japanese', 'Sino', a name that often means something else, 'Tokyo'."""


class Country(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A country, as in data/countries.toml."""

    name: str
    """Short English name, e.g. 'Japan', 'US'."""
    also: tuple[str, ...] = ()
    """Other names, e.g. 'United States'."""
    demonyms: tuple[str, ...] = ()
    """Nouns and adjectives, e.g. 'Japanese'."""
    combining: tuple[str, ...] = ()
    """First parts of compounds, e.g. 'Sino'."""
    capital: str = ""
    """Seat of government; '' if its name often means something else."""
    weak: bool = False
    """True if the name often means something else ('Georgia', 'Jordan')."""


class Countries(msgspec.Struct, frozen=True):
    """All countries, and an index of their names."""

    by_code: Mapping[str, Country]
    """Countries by ISO 3166-1 alpha-2 code."""
    index: Mapping[str, tuple[tuple[str, str, CountryForm], ...]]
    """Full name, code and form by the name's first word, the longest name first."""


@cache
def load_countries() -> Countries:
    """Read the packaged table."""
    text = read_data_file("countries.toml")
    by_code = msgspec.convert(tomllib.loads(text), dict[str, Country])
    index: dict[str, list[tuple[str, str, CountryForm]]] = {}
    for code, country in by_code.items():
        named: CountryForm = "weak" if country.weak else "name"
        forms: list[tuple[tuple[str, ...], CountryForm]] = [
            ((country.name, *country.also), named),
            (country.demonyms, "demonym"),
            (country.combining, "combining"),
            ((country.capital,) if country.capital and not country.weak else (), "capital"),
        ]
        for names, form in forms:
            for name in names:
                index.setdefault(_FIRST_WORD.findall(name)[0], []).append((name, code, form))
    for first in list(index):
        index.setdefault(f"{first}s", index[first])  # 'Americans'
    return Countries(
        by_code, {first: tuple(sorted(names, key=lambda n: -len(n[0]))) for first, names in index.items()}
    )


class CountryMention(msgspec.Struct, frozen=True):
    """A mention of a country in a line."""

    start: int
    end: int
    code: str
    form: CountryForm


def find_countries(line: str, countries: Countries) -> Iterator[CountryMention]:
    """Yield the countries in a line, in order, with the longest name at each position."""
    after = 0
    index = countries.index
    for match in _FIRST_WORD.finditer(line):
        if not (named := index.get(match[0])):
            continue
        start = match.start()
        if start < after or line.endswith("New ", 0, start):  # New Mexico
            continue
        for name, code, form in named:
            if line.startswith(name, start):
                end = start + len(name)
                end += line.startswith("s", end) and form == "demonym"
                if not line[end : end + 1].isalnum():
                    after = end
                    yield CountryMention(start, end, code, form)
                    break


_LISTED = 1.0
"""Weight of 'Iraq and Afghanistan', which only shows that both occur."""
_WORDS = tomllib.loads(read_data_file("relations.toml"))
_NOUN, _OFFICE, _DEED = (f"(?:{'|'.join(_WORDS[name].split())})" for name in ("nouns", "offices", "deeds"))
_AFTER = re.compile(rf"\s(?:\S+\s){{0,2}}?{_NOUN}", re.IGNORECASE)
_HYPHEN = re.compile(r"[-–‑—/]\Z")
_AND = re.compile(r"\s(?:and|&)\s(?:the\s)?\Z")
_WITH = re.compile(
    rf"(?:['’]s?)?\s(?:\S+\s){{0,2}}?{_NOUN}\w*\s(?:with|between|and)\s(?:the\s)?\Z", re.IGNORECASE
)
_BEFORE = re.compile(rf"\b{_NOUN}\w*\s(?:of|between)\s(?:both\s)?(?:the\s)?\Z", re.IGNORECASE)
_ACT = re.compile(
    rf"(?:['’]s?)?\s(?:(?!and\s)\S+\s)?{_OFFICE}|\s(?:(?:has|have|had|will|would|should|must|to)\s)?(?:\w+ly\s)?{_DEED}",
    re.IGNORECASE,
)
"""What follows the name of a country that acts: 'Japan agreed', 'Chinese officials', "India's prime minister"."""
_LIST_BEFORE = re.compile(r",\s(?:and\s)?\Z")
_LIST_AFTER = re.compile(r"(?:,|\sand\s|,\sand\s)(?:the\s)?[A-Z]")
_DASHES = frozenset("-–‑")
_NEAR = 60  # number of characters that are read around a mention


def find_country_pairs(
    line: str, mentions: list[CountryMention]
) -> Iterator[tuple[CountryMention, CountryMention, float]]:
    """Yield neighbouring mentions that are a pair, with the weight of their wording."""
    for place, (left, right) in enumerate(pairwise(mentions)):
        if (
            left.code == right.code
            or not 0 < right.start - left.end <= _NEAR
            or _is_in_list(line, mentions, place)
        ):
            continue
        between = line[left.end : right.start]
        noun = _AFTER.match(line, right.end) is not None
        if _HYPHEN.match(between):
            # 'Japanese-American' is a person or a community unless a word of relation follows.
            if noun:
                yield left, right, 3.0
            elif left.form != "demonym":
                yield left, right, 1.5
        elif left.form != "combining" and _AND.match(between):
            act = left.form == right.form == "name" and _ACT.match(line, right.end)
            if noun or act or _BEFORE.search(_text_before(line, left)):
                yield left, right, 2.0
            elif left.form == right.form == "name":
                yield left, right, _LISTED
        elif left.form != "weak" and _WITH.match(between):
            yield left, right, 2.0


def _is_in_list(line: str, mentions: list[CountryMention], place: int) -> bool:
    """True if a pair is part of a longer list: 'China, Japan and South Korea', 'China-Japan-Korea'."""
    left, right = mentions[place], mentions[place + 1]
    before, after = _text_before(line, left), line[right.end : right.end + 2]
    if line[left.end] in _DASHES:
        return before[-1:] in _DASHES or (after[:1] in _DASHES and after[1:].isupper())
    if place and _LIST_BEFORE.search(before) and mentions[place - 1].end >= left.start - 8:
        return True
    follows = place + 2 < len(mentions) and mentions[place + 2].start <= right.end + 10
    return follows and _LIST_AFTER.match(line, right.end) is not None


def _text_before(line: str, mention: CountryMention) -> str:
    """Return the text before a mention, at most 60 characters."""
    return line[max(0, mention.start - _NEAR) : mention.start]


_CUES = tuple(
    re.compile(rf"\b(?:{kind})", re.IGNORECASE) for kind in (*_WORDS["between"], *_WORDS["official"])
)
_DOMINANT = 4  # least mentions of the rarer one of two countries that dominate a text
_LEAST_CUES = 2  # least kinds of diplomatic words in such a text, one of them between states
_LEAST_CUES_HOME = 4  # the same if the country of one of the two has a large press of its own
_HOME = frozenset(["US", "GB"])
_LEAST_SCORE = 5.0  # two plain mentions of the pair, or one in a headline
_FACTORS = (4.0, 2.0, 1.0)  # title, dek, body


class Relation(msgspec.Struct):
    """The evidence for the relation of two countries; collected while a text is read."""

    name: str = ""
    """Name of the topic: short names in alphabetical order, e.g. 'China-Japan relations'."""
    score: float = 0.0
    is_clear: bool = False
    """True if the two are a pair in some place, not only joined by 'and'."""
    joined: int = 0
    """Number of mentions in words of a relation ('talks between India and Nepal'); headline and dek count twice."""
    mentions: int = 0
    """Number of mentions as a pair."""
    line: int = 0
    """Line of the first such mention, counted from 1; 0 if there is none."""
    quote: str = ""
    """That mention as typed."""


class _Countries(msgspec.Struct):
    """The countries found in the lines read so far."""

    pairs: dict[tuple[str, str], Relation] = {}
    counts: Counter[str] = msgspec.field(default_factory=Counter)
    """Weighted mentions of each country."""
    acting: set[str] = set()
    """The countries of which the text says that they, or their officials, do something."""
    headed: set[str] = set()
    """The countries in headline or dek, or in the first line with one if there is no headline."""
    firsts: dict[str, tuple[int, str]] = {}
    """Line and words of the first mention of each country."""


def find_relations(text: SeedText) -> list[Relation]:
    """Find the pairs of countries whose relation is the topic of an English text, the most likely first.

    A pair counts if the wording joins it ('China-Japan ties', 'Sino-Japanese', 'talks between China and Japan', "China's
    relations with Japan"), or if the text often mentions two countries and no third, with diplomatic words. Both must
    act, themselves or by their officials, or be joined in headline, dek or twice in the text. Countries that only occur
    together do not count.
    """
    countries = load_countries()
    found = _Countries()
    for number, line in enumerate(text.lines, 1):
        factor = _FACTORS[(number != text.title_line) + (number not in (text.title_line, text.dek_line))]
        is_head = factor > 1 or (not text.title_line and not found.counts)
        _count_line(number, line, factor, is_head, countries, found)
    is_clear = any(pair.is_clear for pair in found.pairs.values())
    if not is_clear and (len(found.counts) < 2 or found.counts.most_common(2)[1][1] < _DOMINANT):
        return []
    cues = [any(map(cue.search, text.lines)) for cue in _CUES]
    if not any(cues):
        return []
    if any(cues[: len(_WORDS["between"])]):
        _add_dominant(found, sum(cues))
    return _rank_pairs(found, countries)


def _count_line(
    number: int, line: str, factor: float, is_head: bool, countries: Countries, found: _Countries
) -> None:
    """Count the countries of a line, and record the pairs."""
    typed = line.title() if line.isupper() else line
    mentions = list(find_countries(typed, countries))
    for mention in mentions:
        found.counts[mention.code] += int(factor)
        if is_head:
            found.headed.add(mention.code)
        if mention.code not in found.acting and _ACT.match(typed, mention.end):
            found.acting.add(mention.code)
        found.firsts.setdefault(mention.code, (number, line[mention.start : mention.end]))
    named = [mention for mention in mentions if mention.form != "capital"]
    for left, right, weight in find_country_pairs(typed, named):
        first, second = sorted((left.code, right.code))
        pair = found.pairs.setdefault((first, second), Relation())
        pair.score += weight * factor
        pair.is_clear = pair.is_clear or weight > _LISTED
        pair.joined += 2 if factor > 1 else weight > _LISTED
        pair.mentions += 1
        if not pair.line:
            pair.line, pair.quote = number, line[left.start : right.end]


def _add_dominant(found: _Countries, cues: int) -> None:
    """Add the two countries that dominate a text as a pair, if no third is mentioned half as often."""
    top = sorted(found.counts.items(), key=lambda item: (-item[1], item[0]))[:3]
    if len(top) < 2 or top[1][1] < _DOMINANT or (len(top) > 2 and top[2][1] > top[1][1] / 2):
        return
    first, second = sorted((top[0][0], top[1][0]))
    if not {first, second} & found.headed or not {first, second} <= found.acting:
        return
    if cues < (_LEAST_CUES_HOME if {first, second} & _HOME else _LEAST_CUES):
        return
    pair = found.pairs.setdefault((first, second), Relation())
    pair.is_clear = True
    pair.score += 1 + top[1][1] / 2
    if not pair.line:
        pair.line, pair.quote = max(found.firsts[first], found.firsts[second])
        pair.mentions = top[1][1]


def _rank_pairs(found: _Countries, countries: Countries) -> list[Relation]:
    """Add the weight of their countries' mentions to the pairs, and sort the clear ones by score."""
    for (first, second), pair in found.pairs.items():
        pair.score += 0.5 * min(found.counts[first], found.counts[second], 6)
        names = sorted((countries.by_code[first].name, countries.by_code[second].name), key=str.casefold)
        pair.name = f"{'-'.join(names)} relations"
    clear = [
        pair
        for codes, pair in found.pairs.items()
        if pair.is_clear and pair.score >= _LEAST_SCORE and pair.joined + len(found.acting & set(codes)) >= 2
    ]
    return sorted(clear, key=lambda pair: (-pair.score, pair.name))
