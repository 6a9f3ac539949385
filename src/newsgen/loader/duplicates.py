"""Near-duplicates among articles: found by the words they share, reported, never merged."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence

_WORD = re.compile(r"\w+")
_SHINGLE = 5
_BANDS = 12
_ROWS = 4
_ALIKE = 0.7
_MOST = 20_000
"""Characters that are compared; more would cost without telling more."""


def find_duplicates(texts: Sequence[str]) -> list[tuple[int, int, float]]:
    """Find articles that share most of their wording.

    Each text is cut into runs of five words; minhashes of them, in twelve bands of four, bring likely pairs together,
    whose runs are then compared. The cost is linear in the number of texts as long as few are alike.

    Returns:
        (position, position, share of common runs) of each pair of 0.7 and more, in order of position.

    Source: Broder, "On the resemblance and containment of documents" (1997); Li, Owen, Zhang, "One permutation
    hashing" (2012).
    """
    shingles = [_shingles(text) for text in texts]
    return sorted(
        (one, other, share)
        for one, other in _candidates(shingles)
        if (share := _resemblance(shingles[one], shingles[other])) >= _ALIKE
    )


def _shingles(text: str) -> frozenset[int]:
    """Hash each run of five words; a text without words has none, and is like no other."""
    words = _WORD.findall(text[:_MOST].casefold())
    if not words:
        return frozenset()
    runs = (
        zip(*(words[n:] for n in range(_SHINGLE)), strict=False) if len(words) >= _SHINGLE else [tuple(words)]
    )
    return frozenset(zlib.crc32(" ".join(run).encode()) for run in runs)


def _candidates(shingles: Sequence[frozenset[int]]) -> Iterable[tuple[int, int]]:
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
        yield band, tuple(least[band * _ROWS : band * _ROWS + _ROWS])


def _resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the share of runs that two texts have in common (Jaccard)."""
    return round(len(one & other) / len(one | other), 2)
