"""Near-duplicates among articles: found by the words they share, reported, never merged."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence

from newsgen.loader.text import WORD_SIGNS

_WORD = re.compile(r"\w+")
_SHINGLE = 5
_BANDS = 12
_ROWS = 4
_PACK = struct.Struct(f"<B{_ROWS}q").pack
ALIKE = 0.7
"""Share of common runs from which on two texts are reported."""
_SAMPLE = 4
"""A run stands for others if its first letter's code is a multiple of this: one of three in English."""
_MOST = 20_000
"""Characters that are compared; more would cost without telling more."""

Signature = tuple[bytes, ...]
"""Of a text, what it has in common with its like; () for one without words."""


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
    found = []
    for one, others in likely_pairs(sign(read(n)) for n in range(number)):
        shares = resemblances(read(one), map(read, others))
        found += [(one, other, share) for other, share in zip(others, shares, strict=True) if share >= ALIKE]
    return found


def sign(text: str) -> Signature:
    """Sign a text, so that its like can be found by `likely_pairs`."""
    return tuple(_bands(_shingles(text, sampled=True)))


def likely_pairs(signatures: Iterable[Signature]) -> list[tuple[int, list[int]]]:
    """Return the position of each text that later ones may be like, with theirs; a text stands beside the first of its
    like only.
    """
    first: dict[bytes, int] = {}
    pairs: dict[int, set[int]] = {}
    for position, signature in enumerate(signatures):
        for band in signature:
            leader = first.setdefault(band, position)
            if leader != position:
                pairs.setdefault(leader, set()).add(position)
    return [(leader, sorted(others)) for leader, others in sorted(pairs.items())]


def resemblances(text: str, others: Iterable[str]) -> Iterator[float]:
    """Yield the share of runs that each of some texts has in common with one (Jaccard), rounded to 0.01."""
    runs = _shingles(text)
    for other in map(_shingles, others):
        yield round(len(runs & other) / (len(runs | other) or 1), 2)


def _shingles(text: str, *, sampled: bool = False) -> frozenset[int]:
    """Hash each run of five words, or a sample of them; a text without words has none, and is like no other."""
    text = text[:_MOST].casefold()
    words = text.translate(WORD_SIGNS).split() if text.isascii() else _WORD.findall(text)
    if not words:
        return frozenset()
    if len(words) < _SHINGLE:
        return frozenset((zlib.crc32(" ".join(words).encode()),))
    starts: Iterable[int] = range(len(words) - _SHINGLE + 1)
    if sampled:
        first = words[: len(words) - _SHINGLE + 1]
        starts = [n for n, word in enumerate(first) if not ord(word[0]) % _SAMPLE] or starts
    return frozenset([zlib.crc32(" ".join(words[n : n + _SHINGLE]).encode()) for n in starts])


def _bands(hashes: frozenset[int]) -> Iterator[bytes]:
    """Take the least hash in each of 48 bins, four bins a band (one-permutation hashing)."""
    least = [-1] * (_BANDS * _ROWS)
    for value in hashes:
        place = value % len(least)
        if least[place] < 0 or value < least[place]:
            least[place] = value
    for band in range(_BANDS):
        rows = least[band * _ROWS : band * _ROWS + _ROWS]
        if max(rows) >= 0:
            yield _PACK(band, *rows)
