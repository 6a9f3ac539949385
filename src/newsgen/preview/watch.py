"""Watch an archive for changes and report them in batches."""

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

OnChange = Callable[[frozenset[str]], None]
"""Called with the paths that changed, relative to the archive's root; with `EVERYTHING` if they are not known."""

EVERYTHING = frozenset({""})
STEP, LONGEST = 20, 200
"""Milliseconds: changes within STEP of each other form one batch, which is reported after LONGEST at the latest."""
PAUSE = 0.05
"""Seconds before another try to set up a watch."""

_LITTER = re.compile(
    r"~$|^\.#|^#.*#$|\.sw[a-z]$|^4913$|___jb_(tmp|old)___$|^\.goutputstream-|^\.DS_Store$|\.tmp$|\.part$"
)
"""Names of temporary files of editors: Emacs, vim, JetBrains, GTK, macOS and others."""


class WatchedPaths(msgspec.Struct, frozen=True):
    """The folders and files of an archive to watch."""

    root: Path
    folders: tuple[str, ...]
    """Watched with everything in them; relative to root."""
    settings: str
    """The settings file, relative to root. Every other .toml in root is watched too: it may be names.toml or topics.toml."""

    @property
    def standing(self) -> dict[str, int]:
        """The inode of each existing folder."""
        return {
            folder: _inode(self.root / folder) for folder in self.folders if (self.root / folder).is_dir()
        }

    @property
    def above(self) -> set[Path]:
        """The parent folders of watched folders and files."""
        holding = {PurePosixPath(path).parent for path in (*self.folders, self.settings)}
        parents = {parent for path in holding for parent in (path, *path.parents)}
        return {self.root / parent for parent in parents if (self.root / parent).is_dir()}

    def is_table(self, path: str) -> bool:
        """Tell whether a file, relative to root, is the settings file or a table such as names.toml."""
        return path == self.settings or ("/" not in path and path.endswith(".toml"))


def find_watched_paths(project: Project) -> WatchedPaths:
    """List everything that a site is made of."""
    paths = project.settings.paths
    folders = (paths.seeds, paths.articles, paths.pages, paths.templates, paths.static)
    return WatchedPaths(project.root, tuple(sorted(set(folders))), project.file or SETTINGS)


async def watch(what: WatchedPaths, report: OnChange) -> None:
    """Report changes until cancelled; folders that are deleted and made again are watched again."""
    polling = False
    while True:
        before, stop = what.standing, asyncio.Event()
        works = [_above(what, before, report, stop, polling)]
        works += [_inside(what, before, report, stop, polling)] if before else []
        tasks = [asyncio.create_task(work) for work in works]
        try:
            await asyncio.sleep(0)  # each task starts to watch
            report(EVERYTHING)  # changes before the watch began
            await asyncio.gather(*tasks)
        except FileNotFoundError:
            await asyncio.sleep(PAUSE)  # a folder was deleted while the watch was set up
        except (OSError, WatchfilesRustInternalError):
            if polling:
                raise
            polling = True  # no more inotify watches, or none for this file system
        finally:
            stop.set()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _inside(
    what: WatchedPaths, folders: dict[str, int], report: OnChange, stop: asyncio.Event, polling: bool
) -> None:
    async for changes in _changes([what.root / folder for folder in folders], stop, polling, recursive=True):
        report(frozenset(_relative(what.root, path) for _, path in changes))


async def _above(
    what: WatchedPaths, before: dict[str, int], report: OnChange, stop: asyncio.Event, polling: bool
) -> None:
    """Watch single files and the folders themselves; stop when a folder was deleted, made or replaced."""
    async for changes in _changes(what.above, stop, polling, recursive=False):
        paths = {_relative(what.root, path) for _, path in changes}
        if found := frozenset(filter(what.is_table, paths)):
            report(found)
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
