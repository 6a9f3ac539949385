"""Find near-duplicates: articles that share most of their words. They are reported, never merged."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence

LEAST_SHARE = 0.7
"""Least share of common runs of words of two texts that are reported."""
_WORD = re.compile(r"\w+")
_RUN = 5
"""Number of words in a run."""
_BANDS = 12
_ROWS = 4
_PACK = struct.Struct(f"<{_ROWS}q").pack
_SIZE = 4
"""Bytes of a band's hash."""
_EMPTY = bytes(_SIZE)
_SAMPLE = 4
"""A run is in the sample if the code of its first letter is a multiple of this: a third of all runs in English."""
_CHARACTERS_READ = 20_000
"""Characters of a text that are compared; more would take time and change nothing."""

Signature = bytes
"""The hashes of twelve bands of a text's minhashes, with zeros for a band without any; b"" if the text has no words."""


def find_duplicates(count: int, read: Callable[[int], str]) -> list[tuple[int, int, float]]:
    """Find articles that share most of their wording.

    Each text is cut into runs of five words. Runs that begin with certain letters are a sample; texts that share one of
    twelve bands of four minhashes of their samples are likely pairs, of which all runs are compared. The cost is linear
    in the number of texts if few of them are similar; one text is in memory at a time.

    Args:
        count: number of texts.
        read: reads a text by its position, from 0; called again for texts that are compared.

    Returns:
        (position, position, share of common runs) of each pair with a share of 0.7 or more, in order of position.

    Source: Broder, "On the resemblance and containment of documents" (1997); Li, Owen, Zhang, "One permutation
    hashing" (2012).
    """
    pairs = (
        (first, other, share)
        for first, others in find_likely_pairs([make_signature(read(n)) for n in range(count)])
        for other, share in zip(others, measure_similarities(read(first), map(read, others)), strict=True)
    )
    return [pair for pair in pairs if pair[2] >= LEAST_SHARE]


def make_signature(text: str) -> Signature:
    """Find the least hash of a text's runs in each of 48 bins, four bins a band (one-permutation hashing)."""
    least = [-1] * (_BANDS * _ROWS)
    runs = _list_runs(text)
    sample = [run for run in runs if not ord(run[0][0]) % _SAMPLE] or runs
    for value in {zlib.crc32(" ".join(run).encode()) for run in sample}:
        bin_number = value % len(least)
        if least[bin_number] < 0 or value < least[bin_number]:
            least[bin_number] = value
    bands = [least[start : start + _ROWS] for start in range(0, len(least), _ROWS)]
    hashes = [
        zlib.crc32(_PACK(*band)).to_bytes(_SIZE, "little") if max(band) >= 0 else _EMPTY for band in bands
    ]
    return b"".join(hashes) if sample else b""


def _list_bands(signature: Signature) -> list[bytes]:
    return [signature[start : start + _SIZE] for start in range(0, len(signature), _SIZE)]


def is_same_text(one: Signature, other: Signature) -> bool:
    """True for copies and versions of one text; what different texts share gives them one band in common at most."""
    return sum(a == b != _EMPTY for a, b in zip(_list_bands(one), _list_bands(other), strict=False)) > 1


def find_likely_pairs(signatures: Sequence[Signature]) -> list[tuple[int, list[int]]]:
    """Return the position of each text and of the later texts that may be similar to it.

    If more than two texts are similar, the later ones are paired with the first only.
    """
    pairs: dict[int, set[int]] = {}
    for start in range(0, _BANDS * _SIZE, _SIZE):
        first: dict[bytes, int] = {}
        for position, signature in enumerate(signatures):
            band = signature[start : start + _SIZE]
            if band and band != _EMPTY and (leader := first.setdefault(band, position)) != position:
                pairs.setdefault(leader, set()).add(position)
    return [(leader, sorted(others)) for leader, others in sorted(pairs.items())]


def measure_similarities(text: str, others: Iterable[str]) -> Iterator[float]:
    """Yield for each of the other texts its share of common runs with a text (Jaccard), rounded to 0.01."""
    runs = set(_list_runs(text))
    for other in map(set, map(_list_runs, others)):
        yield round(len(runs & other) / (len(runs | other) or 1), 2)


def _list_runs(text: str) -> list[tuple[str, ...]]:
    """List each run of five words of a text, or all its words if they are fewer."""
    words = _WORD.findall(text[:_CHARACTERS_READ].casefold())
    return list(zip(*(words[n:] for n in range(min(_RUN, len(words)))), strict=False))
