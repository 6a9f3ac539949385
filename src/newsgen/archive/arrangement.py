"""How an archive's records stand: their order, addresses and groups, without the records.

Headlines and texts change nothing of it, so it can be kept for the next build.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from newsgen.archive.model import Archive, Group, Kind
from newsgen.model import Record

Places = tuple[int, ...]
"""Places of records in `Archive.records`."""


class Arrangement(msgspec.Struct, frozen=True, array_like=True):
    """All of an archive that sorting and grouping found out."""

    order: list[str]
    """Paths of the records in the archive's order."""
    undated: int
    """How many of them, the last ones, have no date."""
    addresses: list[str]
    """In the same order."""
    groups: dict[Kind, list[tuple[str, str, Places]]]
    """For each group its name, its slug and its records."""
    redirects: dict[str, str]
    """As `archive.build` found them."""
    lost: dict[str, str]
    """Addresses that were published once and are lost, with the paths of their records."""

    def ordered(self, records: Iterable[Record]) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
        """Put the records, the same ones, in order: those with a date, those without."""
        found = {record.path: record for record in records}
        shown = tuple([found[path] for path in self.order])
        dated = len(shown) - self.undated
        return shown[:dated], shown[dated:]

    def grouped(self, shown: tuple[Record, ...]) -> dict[Kind, tuple[Group, ...]]:
        """Gather the records under their names."""
        return {
            kind: tuple(
                [
                    Group(kind, name, slug, tuple([shown[n] for n in places]), places)
                    for name, slug, places in groups
                ]
            )
            for kind, groups in self.groups.items()
        }


def arrangement_of(archive: Archive, lost: Mapping[str, str]) -> Arrangement:
    """Tell how an archive stands that `archive.build` has just made."""
    order = [record.path for record in archive.records]
    return Arrangement(
        order,
        len(archive.undated),
        [archive.addresses[path] for path in order],
        {
            kind: [(one.name, one.slug, one.places) for one in groups]
            for kind, groups in archive.groups.items()
        },
        dict(archive.redirects),
        dict(lost),
    )
