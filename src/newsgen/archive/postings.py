"""Where the articles of each name stand in an archive."""

from __future__ import annotations

from newsgen.addresses import group_slug
from newsgen.archive.model import Archive, Group, Kind


class Postings:
    """Looks names up when they are asked for: the page of one article asks for few of them."""

    def __init__(self, archive: Archive) -> None:
        """Look at the records and the groups; nothing is gathered yet."""
        self._places = {record.path: place for place, record in enumerate(archive.records)}
        self._groups = {
            kind: {group.slug: group for group in groups} for kind, groups in archive.groups.items()
        }
        self._slugs: dict[str, str] = {}
        self._known: dict[str, list[int]] = {}

    def group(self, kind: Kind, name: str) -> Group | None:
        """The group that a name of a record belongs to, however it is spelled."""
        slug = self._slugs.get(name) or self._slugs.setdefault(name, group_slug(name))
        return self._groups.get(kind, {}).get(slug)

    def places(self, group: Group) -> list[int]:
        """Places of a group's records in `Archive.records`: ascending, which is newest first."""
        found = self._known.get(group.address)
        if found is None:
            found = self._known[group.address] = [self._places[record.path] for record in group.records]
        return found
