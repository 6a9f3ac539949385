"""What changes in an archive while it is shown, in batches."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path, PurePosixPath

import msgspec
from watchfiles import Change, awatch
from watchfiles._rust_notify import WatchfilesRustInternalError

from newsgen.pipeline.project import SETTINGS, Project

Told = Callable[[frozenset[str]], None]
"""Called with the paths that changed, relative to the archive's root; with `EVERYTHING` if that is not known."""

EVERYTHING = frozenset({""})
STEP, LONGEST = 20, 200
"""Milliseconds: changes that follow one another this quickly are one batch, which never waits longer than that."""
PAUSE = 0.05
"""Seconds before a watch that could not be set up is tried again."""

_LITTER = re.compile(
    r"~$|^\.#|^#.*#$|\.sw[a-z]$|^4913$|___jb_(tmp|old)___$|^\.goutputstream-|^\.DS_Store$|\.tmp$|\.part$"
)
"""Names of files that editors write beside the one that is saved: Emacs, vim, JetBrains, GTK, macOS, and others."""


class Watched(msgspec.Struct, frozen=True):
    """What of an archive is watched."""

    root: Path
    folders: tuple[str, ...]
    """With all that is in them, relative to root."""
    settings: str
    """The settings file, relative to root; every other .toml in root is watched too: it may be a table of the archive's."""

    @property
    def standing(self) -> dict[str, int]:
        """The inode of each folder that is there now."""
        return {
            folder: _inode(self.root / folder) for folder in self.folders if (self.root / folder).is_dir()
        }

    @property
    def above(self) -> set[Path]:
        """The folders in which watched folders and files stand."""
        holding = {PurePosixPath(path).parent for path in (*self.folders, self.settings)}
        parents = {parent for path in holding for parent in (path, *path.parents)}
        return {self.root / parent for parent in parents if (self.root / parent).is_dir()}

    def is_table(self, path: str) -> bool:
        """Tell whether a file, relative to root, is one of the archive's settings or tables."""
        return path == self.settings or ("/" not in path and path.endswith(".toml"))


def watched(project: Project) -> Watched:
    """Watch all that a site is made of."""
    paths = project.settings.paths
    folders = (paths.seeds, paths.articles, paths.pages, paths.templates, paths.static)
    return Watched(project.root, tuple(sorted(set(folders))), project.file or SETTINGS)


async def watch(what: Watched, tell: Told) -> None:
    """Tell of changes until cancelled; folders that are removed and made again are found again."""
    polling = False
    while True:
        before, stop = what.standing, asyncio.Event()
        works = [_above(what, before, tell, stop, polling)]
        works += [_inside(what, before, tell, stop, polling)] if before else []
        tasks = [asyncio.create_task(work) for work in works]
        try:
            await asyncio.sleep(0)  # now each task watches, and waits
            tell(EVERYTHING)  # what was changed while nobody looked
            await asyncio.gather(*tasks)
        except FileNotFoundError:
            await asyncio.sleep(PAUSE)  # a folder went away while the watch was set up
        except (OSError, WatchfilesRustInternalError):
            if polling:
                raise
            polling = True  # the system has no more watches to give, or none for this kind of disk
        finally:
            stop.set()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _inside(
    what: Watched, folders: dict[str, int], tell: Told, stop: asyncio.Event, polling: bool
) -> None:
    async for changes in _changes([what.root / folder for folder in folders], stop, polling, recursive=True):
        tell(frozenset(_relative(what.root, path) for _, path in changes))


async def _above(
    what: Watched, before: dict[str, int], tell: Told, stop: asyncio.Event, polling: bool
) -> None:
    """Look at single files, and at the folders themselves; end when a folder has gone, come or been replaced."""
    async for changes in _changes(what.above, stop, polling, recursive=False):
        paths = {_relative(what.root, path) for _, path in changes}
        if found := frozenset(filter(what.is_table, paths)):
            tell(found)
        if what.standing != before:
            stop.set()


def _changes(
    paths: Iterable[Path], stop: asyncio.Event, polling: bool, *, recursive: bool
) -> AsyncIterator[set[tuple[Change, str]]]:
    return awatch(
        *paths,
        watch_filter=_matters,
        step=STEP,
        debounce=LONGEST,
        stop_event=stop,
        recursive=recursive,
        force_polling=polling or None,
    )


def _matters(_change: Change, path: str) -> bool:
    return not _LITTER.search(path.rpartition(os.sep)[2])


def _relative(root: Path, path: str) -> str:
    return Path(os.path.relpath(path, root)).as_posix()


def _inode(path: Path) -> int:
    try:
        return path.stat().st_ino
    except OSError:
        return 0
