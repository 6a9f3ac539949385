"""The dateline of a wire story: 'BEIJING, Nov. 22 (Xinhua) --' tells a place and who reported."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from newsgen.model import Guess, Inference

_DATELINE = re.compile(
    r"""(?P<place>[A-Z][A-Z'’.]*(?:[ -][A-Z'’.]+){0,4})
        (?:,\ [A-Z][\w.]*(?:\ [A-Z][\w.]*){0,2}?)?                   # the state or country
        (?:,?\ (?:[A-Z][a-z]{2,8}\.?\ \d{1,2}|\d{1,2}\ [A-Z][a-z]{2,8})(?:,?\ \d{4})?)?
        (?:\ ?(?:\((?P<source>[^()\d]{2,40})\)|\|))?
        \s?(?:--|—|–|-|:)\s?(?=\S)
    """,
    re.VERBOSE,
)
_NO_SOURCE = re.compile(
    r"(?:[RDI]-|(?:mon|tues|wednes|thurs|fri|satur|sun)day|updated|reporting|morning|evening|local)",
    re.IGNORECASE,
)
_WEAK = re.compile(r"(?<!-)[-:]\s?$")
_LINES = 5
_NO_PLACE = frozenset(
    ("UPDATE", "CORRECTION", "NOTE", "WATCH", "PHOTO", "VIDEO", "FACT", "ANALYSIS", "EXCLUSIVE", "OPINION")
)


class Dateline(msgspec.Struct, frozen=True):
    """What a dateline says."""

    place: str
    """As written, in capitals, e.g. 'SAN FRANCISCO'."""
    source: Guess[str] | None
    """Who reported, e.g. 'Xinhua'; None if it does not say."""
    line: int
    """Number of its line."""
    quote: str
    """The dateline as written."""


def find_dateline(body: Iterable[tuple[int, str]]) -> Dateline | None:
    """Find the dateline at the start of one of the first lines of a body.

    Args:
        body: (line number, line), as `Text.body` yields them.
    """
    for seen, (number, line) in enumerate(body):
        if seen == _LINES:
            return None
        match = _DATELINE.match(line, 0, 160)
        if match is None or len(match["place"]) < 3 or match["place"] in _NO_PLACE:
            continue
        quote, source = match[0].strip(), (match["source"] or "").strip()
        if _WEAK.search(match[0]) and not source and not any(map(str.isdigit, quote)):
            continue
        named = source if source and not _NO_SOURCE.match(source) and source[0].isupper() else ""
        proof = Inference("dateline", f'line {number}: "{quote}"', 0.9)
        return Dateline(match["place"], Guess(named, proof) if named else None, number, quote)
    return None
