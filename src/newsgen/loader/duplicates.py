"""Near-duplicates among articles: found by the words they share, reported, never merged."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence

_WORD = re.compile(r"\w+")
_SHINGLE = 5
_BANDS = 12
_ROWS = 4
_ALIKE = 0.7
_SAMPLE = 4
"""A run stands for others if its first letter's code is a multiple of this: one of three in English."""
_MOST = 20_000
"""Characters that are compared; more would cost without telling more."""


def find_duplicates(texts: Sequence[str]) -> list[tuple[int, int, float]]:
    """Find articles that share most of their wording; see `duplicates_among`."""
    return duplicates_among(len(texts), texts.__getitem__)


def duplicates_among(number: int, read: Callable[[int], str]) -> list[tuple[int, int, float]]:
    """Find articles that share most of their wording.

    Each text is cut into runs of five words, of which those that begin with certain letters stand for all; minhashes
    of them, in twelve bands of four, bring likely pairs together, whose runs are then all compared. The cost is linear
    in the number of texts as long as few are alike, and one text is held at a time.

    Args:
        number: of the texts.
        read: gives a text by its position, from 0; asked again for those that are compared.

    Returns:
        (position, position, share of common runs) of each pair of 0.7 and more, in order of position.

    Source: Broder, "On the resemblance and containment of documents" (1997); Li, Owen, Zhang, "One permutation
    hashing" (2012).
    """
    pairs = sorted(_candidates(_shingles(read(n), sampled=True) for n in range(number)))
    found, leader, runs = [], -1, frozenset[int]()
    for one, other in pairs:
        if one != leader:
            leader, runs = one, _shingles(read(one))
        share = _resemblance(runs, _shingles(read(other)))
        if share >= _ALIKE:
            found.append((one, other, share))
    return found


def _shingles(text: str, *, sampled: bool = False) -> frozenset[int]:
    """Hash each run of five words, or a sample of them; a text without words has none, and is like no other."""
    words = _WORD.findall(text[:_MOST].casefold())
    if not words:
        return frozenset()
    if len(words) < _SHINGLE:
        return frozenset((zlib.crc32(" ".join(words).encode()),))
    starts: Iterable[int] = range(len(words) - _SHINGLE + 1)
    if sampled:
        starts = [n for n in starts if ord(words[n][0]) % _SAMPLE == 0] or starts
    return frozenset(zlib.crc32(" ".join(words[n : n + _SHINGLE]).encode()) for n in starts)


def _candidates(shingles: Iterable[frozenset[int]]) -> Iterable[tuple[int, int]]:
    """Pair texts that agree in one band; a text is paired with the first of its like only."""
    first: dict[tuple[int, tuple[int, ...]], int] = {}
    pairs: dict[tuple[int, int], None] = {}
    for position, hashes in enumerate(shingles):
        for band in _bands(hashes) if hashes else ():
            leader = first.setdefault(band, position)
            if leader != position:
                pairs[leader, position] = None
    return pairs


def _bands(hashes: frozenset[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Sign a text: the least hash in each of 48 bins, four bins a band (one-permutation hashing)."""
    least = [-1] * (_BANDS * _ROWS)
    for value in hashes:
        place = value % len(least)
        if least[place] < 0 or value < least[place]:
            least[place] = value
    for band in range(_BANDS):
        rows = tuple(least[band * _ROWS : band * _ROWS + _ROWS])
        if max(rows) >= 0:
            yield band, rows


def _resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the share of runs that two texts have in common (Jaccard)."""
    return round(len(one & other) / len(one | other), 2)
