"""Find near-duplicates among articles by the words they share; they are reported, never merged."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator

LEAST_SHARE = 0.7
"""Share of common runs of words from which on two texts are reported."""
_WORD = re.compile(r"\w+")
_RUN = 5
"""Words of a run."""
_BANDS = 12
_ROWS = 4
_PACK = struct.Struct(f"<B{_ROWS}q").pack
_SAMPLE = 4
"""A run is in the sample if its first letter's code is a multiple of this: one of three in English."""
_CHARACTERS_READ = 20_000
"""Characters of a text that are compared; more would cost without telling more."""

Signature = tuple[bytes, ...]
"""Twelve bands of minhashes of a text; () for one without words."""


def find_duplicates(count: int, read: Callable[[int], str]) -> list[tuple[int, int, float]]:
    """Find articles that share most of their wording.

    Each text is cut into runs of five words, of which those that begin with certain letters stand for all; minhashes
    of them, in twelve bands of four, bring likely pairs together, whose runs are then all compared. The cost is linear
    in the number of texts as long as few are alike, and one text is held at a time.

    Args:
        count: number of texts.
        read: gives a text by its position, from 0; asked again for those that are compared.

    Returns:
        (position, position, share of common runs) of each pair of 0.7 and more, in order of position.

    Source: Broder, "On the resemblance and containment of documents" (1997); Li, Owen, Zhang, "One permutation
    hashing" (2012).
    """
    found = []
    for first, others in find_likely_pairs(make_signature(read(n)) for n in range(count)):
        shares = measure_shares(read(first), map(read, others))
        found += [
            (first, other, share) for other, share in zip(others, shares, strict=True) if share >= LEAST_SHARE
        ]
    return found


def make_signature(text: str) -> Signature:
    """Take the least hash of a text's runs in each of 48 bins, four bins a band (one-permutation hashing)."""
    least = [-1] * (_BANDS * _ROWS)
    for value in _hash_runs(text, is_sample=True):
        place = value % len(least)
        if least[place] < 0 or value < least[place]:
            least[place] = value
    bands = [least[start : start + _ROWS] for start in range(0, len(least), _ROWS)]
    return tuple(_PACK(number, *band) for number, band in enumerate(bands) if max(band) >= 0)


def find_likely_pairs(signatures: Iterable[Signature]) -> list[tuple[int, list[int]]]:
    """Return the position of each text that later ones may be like, with theirs.

    Of texts that are all alike each later one stands beside the first only.
    """
    first: dict[bytes, int] = {}
    pairs: dict[int, set[int]] = {}
    for position, signature in enumerate(signatures):
        for band in signature:
            leader = first.setdefault(band, position)
            if leader != position:
                pairs.setdefault(leader, set()).add(position)
    return [(leader, sorted(others)) for leader, others in sorted(pairs.items())]


def measure_shares(text: str, others: Iterable[str]) -> Iterator[float]:
    """Yield the share of runs that each of some texts has in common with one (Jaccard), rounded to 0.01."""
    runs = _hash_runs(text)
    for other in map(_hash_runs, others):
        yield round(len(runs & other) / (len(runs | other) or 1), 2)


def _hash_runs(text: str, *, is_sample: bool = False) -> frozenset[int]:
    """Hash each run of five words, or a sample of them; a text without words has none, and is like no other."""
    words = _WORD.findall(text[:_CHARACTERS_READ].casefold())
    if not words:
        return frozenset()
    if len(words) < _RUN:
        return frozenset((zlib.crc32(" ".join(words).encode()),))
    starts: Iterable[int] = range(len(words) - _RUN + 1)
    if is_sample:
        starts = [n for n in starts if not ord(words[n][0]) % _SAMPLE] or starts
    return frozenset([zlib.crc32(" ".join(words[n : n + _RUN]).encode()) for n in starts])
