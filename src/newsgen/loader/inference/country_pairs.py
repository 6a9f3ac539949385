"""Countries named as a pair: 'China-Japan', 'Sino-Japanese', 'between China and Japan'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from newsgen.loader.inference.countries import Mention

LISTED = 1.0
"""Worth of 'Iraq and Afghanistan', which by itself says no more than that both occur."""
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
_LIST_BEFORE = re.compile(r",\s(?:and\s)?\Z")
_LIST_AFTER = re.compile(r"(?:,|\sand\s|,\sand\s)(?:the\s)?[A-Z]")
_DASHES = frozenset("-–‑")
_NEAR = 60  # characters that are looked at around a mention


def find_pairs(line: str, mentions: list[Mention]) -> Iterator[tuple[Mention, Mention, float]]:
    """Yield neighbouring mentions that are named as a pair, with what the wording is worth."""
    for place, (left, right) in enumerate(pairwise(mentions)):
        if (
            left.code == right.code
            or not 0 < right.start - left.end <= _NEAR
            or _in_chain(line, mentions, place)
        ):
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
            if noun or _BEFORE.search(_before(line, left)):
                yield left, right, 2.0
            elif left.form == right.form == "name":
                yield left, right, LISTED
        elif left.form != "weak" and _WITH.match(between):
            yield left, right, 2.0


def _in_chain(line: str, mentions: list[Mention], place: int) -> bool:
    """True for a pair that is part of a longer list: 'China, Japan and South Korea', 'China-Japan-Korea'."""
    left, right = mentions[place], mentions[place + 1]
    before, after = _before(line, left), line[right.end : right.end + 2]
    if line[left.end] in _DASHES:
        return before[-1:] in _DASHES or (after[:1] in _DASHES and after[1:].isupper())
    if place and _LIST_BEFORE.search(before) and mentions[place - 1].end >= left.start - 8:
        return True
    follows = place + 2 < len(mentions) and mentions[place + 2].start <= right.end + 10
    return follows and _LIST_AFTER.match(line, right.end) is not None


def _before(line: str, mention: Mention) -> str:
    """What stands before a mention, as far as it is looked at."""
    return line[max(0, mention.start - _NEAR) : mention.start]
