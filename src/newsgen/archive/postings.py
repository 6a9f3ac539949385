"""Where the articles of each name stand in an archive."""

from __future__ import annotations

from functools import cached_property
from operator import attrgetter

from newsgen.addresses import group_slug
from newsgen.archive.model import Archive, Group

_PATH = attrgetter("path")


class Postings:
    """Looks names up when they are asked for: the page of one article asks for few of them."""

    def __init__(self, archive: Archive) -> None:
        """Keep the archive; nothing is gathered yet."""
        self._archive = archive
        self._known: dict[str, list[int]] = {}

    def places(self, group: Group) -> list[int]:
        """Places of a group's records in `Archive.records`: ascending, which is newest first."""
        return list(map(self._places.__getitem__, map(_PATH, group.records)))

    def on_topic(self, name: str) -> list[int]:
        """Places of the records on a topic, however it is spelled; they are kept, and none may be changed."""
        found = self._known.get(name)
        if found is None:
            group = self._topics.get(group_slug(name))
            found = self._known[name] = self.places(group) if group else []
        return found

    @cached_property
    def _places(self) -> dict[str, int]:
        return {record.path: place for place, record in enumerate(self._archive.records)}

    @cached_property
    def _topics(self) -> dict[str, Group]:
        return {group.slug: group for group in self._archive.groups.get("topics", ())}
