"""What the manifest says of the files of a new generation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from newsgen.builder.manifest import Entry, Stamp
from newsgen.builder.places import Places
from newsgen.builder.standing import Standing
from newsgen.builder.work import Done, Planned

_TO_COME = Entry(b"", "", Stamp(0, 0, 0))


class Entries:
    """The files of a new generation, put together while other processes render them."""

    def __init__(self, plan: Sequence[Planned], old: Standing) -> None:
        """Name the files that are planned, and what stands."""
        self._plan, self._old = plan, old
        self._same: list[str] = []
        self.fresh: set[str] = set()
        """Paths of the files whose bytes are new."""
        self.written = 0
        """Number of the files that were written into the stage."""

    @cached_property
    def by_path(self) -> dict[str, Entry]:
        """What the manifest says of each file, once all that is done was taken.

        In order of path, for then it takes no time to sort them for build.json; and not at all if the paths are those of the
        last build.
        """
        plan, before = self._plan, self._old.entries
        if len(plan) == len(before) and all(page.path in before for page in plan):
            return dict(before)
        entries = {page.path: before.get(page.path, _TO_COME) for page in plan}
        return {path: entries[path] for path in sorted(entries)}

    def take(self, done: Iterable[Done]) -> None:
        """Note what became of some tasks; a file that was rendered to the bytes that it had stays."""
        entries, before, good = self.by_path, self._old.entries, self._old.good
        for one in done:
            path, file = one.path, one.written
            if file is None:
                continue
            self.written += 1
            if path in good and before[path].sha256 == file.sha256:
                entries[path] = Entry(one.fingerprint, file.sha256, before[path].stamp)
                self._same.append(path)
            else:
                entries[path] = Entry(one.fingerprint, file.sha256, file.stamp)
                self.fresh.add(path)

    def drop_same(self, places: Places) -> None:
        """Let those files leave the stage whose bytes are not new."""
        for path in self._same:
            (places.stage / path).unlink()
