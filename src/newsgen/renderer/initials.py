"""Long lists by initial: a, then aa, ab …, as far as needed, so that an address never changes its meaning.

A page holds all whose key starts with its prefix: as a list, or, where that would be too long, as links to longer
prefixes. Nothing depends on how many come before.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")


class Bucket(msgspec.Struct, Generic[T], frozen=True):
    """All items under one prefix."""

    prefix: str
    """A slug's first characters; '0' stands for all figures where these are taken together."""
    items: tuple[T, ...]
    """All of them, in order of key."""
    parts: tuple[Bucket[T], ...]
    """Longer prefixes, if the items are too many for one list."""
    rest: tuple[T, ...]
    """What the bucket's own page lists: all items, or those that no part holds."""

    @property
    def label(self) -> str:
        """The prefix as readers see it: 'T', 'Th', 'The a'."""
        return self.prefix.replace("-", " ").strip().capitalize()


def buckets(items: Sequence[tuple[str, T]], limit: int, *, figures: bool = False) -> tuple[Bucket[T], ...]:
    """Part items by the first character of their keys, and further where more than `limit` share it.

    Args:
        items: pairs of key and item; keys are slugs, no two the same.
        limit: items in one list.
        figures: take keys that start with a figure together, under '0'.
    """
    order = sorted(items, key=lambda pair: pair[0])

    def first(pair: tuple[str, T]) -> str:
        return "0" if figures and not pair[0][:1].isalpha() else pair[0][:1]

    return tuple(_bucket(prefix, list(pairs), 1, limit) for prefix, pairs in groupby(order, first))


def _bucket(prefix: str, pairs: list[tuple[str, T]], length: int, limit: int) -> Bucket[T]:
    """Make the bucket of pairs that agree in their first characters, of which `length` are looked at."""
    items = tuple([item for _, item in pairs])
    if len(pairs) <= limit:
        return Bucket(prefix, items, (), items)
    rest = tuple([item for key, item in pairs if len(key) <= length])
    longer = [pair for pair in pairs if len(pair[0]) > length]
    found = [(start, list(own)) for start, own in groupby(longer, lambda pair: pair[0][: length + 1])]
    if len(found) == 1 and not rest:
        return _bucket(prefix, pairs, length + 1, limit)
    return Bucket(prefix, items, tuple(_bucket(start, own, length + 1, limit) for start, own in found), rest)
