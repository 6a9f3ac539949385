"""Watch an archive for changes and report them in batches."""

from __future__ import annotations

import asyncio
import os
import re
import stat
from collections.abc import Callable
from contextlib import suppress
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
    def inodes(self) -> dict[str, int]:
        """The inode of each existing folder."""
        found = {}
        for folder in self.folders:
            with suppress(OSError):
                status = (self.root / folder).stat()
                if stat.S_ISDIR(status.st_mode):
                    found[folder] = status.st_ino
        return found

    @property
    def parents(self) -> set[Path]:
        """The parent folders of watched folders and files."""
        paths = [PurePosixPath(path) for path in (*self.folders, self.settings)]
        parents = {parent for path in paths for parent in path.parents}
        return {self.root / parent for parent in parents if (self.root / parent).is_dir()}

    def is_table(self, path: str) -> bool:
        """True if a file, relative to root, is the settings file or a table such as names.toml."""
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
        before, stop = what.inodes, asyncio.Event()
        tasks = [
            asyncio.create_task(_follow(what, before, report, stop, inside=inside, polling=polling))
            for inside in ((False, True) if before else (False,))
        ]
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


async def _follow(
    what: WatchedPaths,
    before: dict[str, int],
    report: OnChange,
    stop: asyncio.Event,
    *,
    inside: bool,
    polling: bool,
) -> None:
    """Report changes inside the folders, or of tables above them; stop when a folder was deleted, made or replaced."""
    paths = [what.root / folder for folder in before] if inside else what.parents
    batches = awatch(
        *paths,
        watch_filter=_matters,
        step=STEP,
        debounce=LONGEST,
        stop_event=stop,
        recursive=inside,
        force_polling=polling or None,
    )
    async for changes in batches:
        changed = {Path(os.path.relpath(path, what.root)).as_posix() for _, path in changes}
        if found := frozenset(path for path in changed if inside or what.is_table(path)):
            report(found)
        if what.inodes != before:
            stop.set()


def _matters(_change: Change, path: str) -> bool:
    return not _LITTER.search(path.rpartition(os.sep)[2])
