"""Folders of a generation that need not be listed: their stat tells that no name came or went since they were.

Of a look at the output, half the time goes into listing ten thousand folders of one or two files each.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR

import msgspec

from newsgen.builder.places import INDEX
from newsgen.builder.stats import below
from newsgen.record.store import GRAIN_NS


class Folder(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What of a folder's stat changes when a name is added or taken away."""

    mtime_ns: int
    ctime_ns: int
    ino: int


Table = dict[str, Folder]
"""Every folder of a generation by its path inside, '' for the generation itself; without those of the search index."""

_OPEN = Folder(-1, -1, -1)
"""Equals no folder: one that changed so shortly before it was listed that its stat may hide a later change."""


class Survey(msgspec.Struct, frozen=True):
    """The folders of a generation as they are."""

    table: Table
    same: set[str]
    """Those that were not listed."""
    names: set[str]
    """Paths of the files in all others."""

    learned: int
    """Number of those among them that the next survey need not list."""

    def agrees(self, before: Iterable[str]) -> bool:
        """Tell whether those files are there that were there when the folders were listed last, and no others."""
        return self.names == {path for path in before if path.rpartition("/")[0] not in self.same}


def survey(top: Path, known: Table, now_ns: int) -> Survey:
    """List every folder that is not as it was when it was listed last.

    Whatever is no folder counts as a file, a link to one too. The search index is left out.

    Args:
        top: the generation.
        known: what an earlier survey of it found, or of one of which it was made.
        now_ns: the file system's clock now, in nanoseconds.
    """
    changed = changed_of(top, known.items()) if known else None
    if changed is None:
        known, changed = {}, [""]
    same = _but(known, changed)
    table, names = _list(str(top), changed, same, now_ns)
    learned = sum(table[path] is not _OPEN for path in table.keys() - same.keys())
    return Survey(table, set(same), names, learned)


def changed_of(top: Path, known: Iterable[tuple[str, Folder]]) -> list[str] | None:
    """Paths of the folders that are not as they were, or gone; None if one is none any more.

    Then nothing is known: what stands behind a link is not ours, though it can be reached by our paths.
    """
    changed: list[str] = []
    with suppress(FileNotFoundError, NotADirectoryError), below(top) as stat:
        for path, folder in known:
            try:
                found = stat(path or ".")
            except (FileNotFoundError, NotADirectoryError):
                changed.append(path)
                continue
            times = found.st_mtime_ns == folder.mtime_ns and found.st_ctime_ns == folder.ctime_ns
            if not (times and found.st_ino == folder.ino):
                if not S_ISDIR(found.st_mode):
                    return None
                changed.append(path)
        return changed
    return None


def names_in(top: Path, changed: Iterable[str], known: Table) -> set[str]:
    """Paths of the files in folders of which `changed_of` found that they changed, as `Survey.names`."""
    return _list(str(top), list(changed), _but(known, changed), 0)[1]


def _but(known: Table, changed: Iterable[str]) -> Table:
    rest = dict(known)
    for path in changed:
        rest.pop(path, None)
    return rest


def _list(top: str, waiting: list[str], same: Table, now_ns: int) -> tuple[Table, set[str]]:
    """List folders, and those below them that are not known; all folders, and the paths of the files in these."""
    table, names = dict(same), set[str]()
    todo = set(waiting)
    while waiting:
        path = waiting.pop()
        prefix = f"{path}/" if path else ""
        with suppress(FileNotFoundError, NotADirectoryError):
            table[path] = _stamp(f"{top}/{path}", now_ns)  # before it is listed
            with os.scandir(f"{top}/{path}") as entries:
                for entry in entries:
                    inside = prefix + entry.name
                    if not entry.is_dir(follow_symlinks=False):
                        names.add(inside)
                    elif inside not in table and inside not in todo and inside != INDEX:
                        todo.add(inside)
                        waiting.append(inside)
    return table, names


def _stamp(folder: str, now_ns: int) -> Folder:
    found = os.stat(folder)  # noqa: PTH116 - in the hot path
    times = found.st_mtime_ns, found.st_ctime_ns
    if max(times) >= now_ns - GRAIN_NS or sys.platform == "win32":
        return _OPEN
    return Folder(*times, found.st_ino)


def opened(table: Table, paths: Iterable[str]) -> Table:
    """Let the folders of these files be listed again: they hold names that no manifest tells."""
    return table | {path.rpartition("/")[0]: _OPEN for path in paths}
