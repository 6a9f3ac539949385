"""What changed in an archive since it was planned last, where the same pages still show the same articles."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

import msgspec

from newsgen.model import Record

_PATH = attrgetter("path")


class Changes(msgspec.Struct, frozen=True):
    """The records that are not as they were, by path."""

    shown: frozenset[str]
    """Those with another headline, standfirst or first words: pages that show them in a list change."""
    texts: frozenset[str]
    """Those that changed at all: pages that hold their text change."""

    def lists(self, records: Iterable[Record]) -> bool:
        """Tell whether a list of these records may look different now."""
        return bool(self.shown) and not self.shown.isdisjoint(map(_PATH, records))

    def tells(self, records: Iterable[Record]) -> bool:
        """Tell whether a page with the texts of these records may read different now."""
        return not self.texts.isdisjoint(map(_PATH, records))
