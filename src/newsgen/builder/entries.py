"""What the manifest says of the files of a new generation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from newsgen.builder.manifest import Entry
from newsgen.builder.places import Places
from newsgen.builder.standing import Standing
from newsgen.builder.work import Planned
from newsgen.builder.writing import Written


def fresh_of(places: Places, entries: Mapping[str, Entry], written: Mapping[str, Written]) -> set[str]:
    """Paths of the files whose bytes are new; the others leave the stage."""
    fresh = {path for path, file in written.items() if entries[path].stamp is file.stamp}
    for path in written.keys() - fresh:
        (places.stage / path).unlink()
    return fresh


def entries_of(
    plan: Sequence[Planned],
    rest: Mapping[str, Entry],
    prints: Mapping[str, bytes],
    written: Mapping[str, Written],
    old: Standing,
) -> dict[str, Entry]:
    """What the manifest says of each file, in order of path; one that was rendered to the bytes that it had stays.

    In that order, for then it takes no time to sort them for build.json; and not at all if the paths are those of the last
    build. The paths of `rest` are.
    """
    same = len(rest) + len(plan) == len(old.entries) and all(page.path in old.entries for page in plan)
    entries = dict(old.entries if same else rest)
    for page in plan:
        path = page.path
        file = written.get(path)
        if file is None:
            entries[path] = old.entries[path]
        elif path in old.good and old.entries[path].sha256 == file.sha256:
            entries[path] = Entry(prints[path], file.sha256, old.entries[path].stamp)
        else:
            entries[path] = Entry(prints[path], file.sha256, file.stamp)
    return entries if same else {path: entries[path] for path in sorted(entries)}
