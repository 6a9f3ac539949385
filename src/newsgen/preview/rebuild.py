"""Follow an archive's changes: render saved pages at once, then build the whole site."""

from __future__ import annotations

import asyncio
import os
import re
import stat
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path, PurePosixPath

import msgspec
from watchfiles import Change, awatch
from watchfiles._rust_notify import WatchfilesRustInternalError

from newsgen.builder.output import read_manifest
from newsgen.builder.paths import choose_work_folders
from newsgen.errors import BusyError, ContentError, NewsgenError, Problem
from newsgen.pipeline.build import run_build
from newsgen.pipeline.load import run_load
from newsgen.pipeline.open import OpenedArchive, StoredRecords, open_archive
from newsgen.pipeline.plan import PlannedSite, plan_site
from newsgen.pipeline.project import SETTINGS, Project
from newsgen.pipeline.report import BuildReport, RunOptions
from newsgen.preview.quick_render import (
    LastPlan,
    has_theme_file,
    keep_plan_of_build,
    refresh_theme,
    render_changed_pages,
    render_planned_page,
)
from newsgen.preview.served_site import ServedSite
from newsgen.record.store import OpenExecutor

_AGAIN = "changed during the build"
"""Part of the message about a file that was saved during a build."""


class PreviewSource(msgspec.Struct, frozen=True):
    """How to open and build the archive of a preview."""

    open: Callable[[], Project]
    """Reads the current settings."""
    ask: Callable[[Project], RunOptions]
    """Makes the options of a build; each time with the current instant."""
    workers: OpenExecutor | None = None
    """Opens worker processes for many pages."""
    made: Callable[[str], None] = lambda _path: None
    """Called with the path of each new record at once: the build that follows may be cancelled."""


class BuildResult(msgspec.Struct, frozen=True):
    """The result of one build."""

    project: Project | None = None
    """None if the settings have errors."""
    report: BuildReport | None = None
    """None if nothing could be built."""
    files: dict[str, str] = {}
    """Hex sha256 of each file of the generation by path."""
    known: LastPlan | None = None
    problems: tuple[Problem, ...] = ()
    """All errors in settings, seeds, records and templates."""
    busy: bool = False
    """True if another build was running or a file was saved during this one: try again."""


class BuildCancelledError(Exception):
    """A build was cancelled because the archive changed again."""


def load_and_build_once(
    source: PreviewSource,
    last: LastPlan | None,
    *,
    load: bool = True,
    plan: bool = True,
    stop: Callable[[], bool] = lambda: False,
    writing: AbstractContextManager[object] | None = None,
) -> BuildResult:
    """Load what is new and build what changed; the result holds the errors.

    `last` is the plan of the build before. `load` looks for new seeds too; `plan` plans even if nothing changed, so that
    saved pages can be rendered alone; `stop` is called after each chunk of pages, and True cancels the build. `writing` is
    held while records are written, since the archive's lock does not exclude threads of one process.

    Raises:
        BuildCancelledError: the build was cancelled.
    """
    project: Project | None = None
    records: StoredRecords | None = None
    problems: list[Problem] = []
    plans: list[tuple[OpenedArchive, PlannedSite]] = []

    def progress(_done: int, _all: int) -> None:
        if stop():
            raise BuildCancelledError

    try:
        project = source.open()
        options = source.ask(project)
        if load:
            with writing or nullcontext():
                loaded = run_load(project, options)
            records = loaded.records
            problems += loaded.report.problems
            for article in loaded.report.new:
                source.made(article.path)
        report = run_build(
            project,
            msgspec.structs.replace(options, locked=True, index=False),  # published addresses stay
            records=records,
            executor=source.workers,
            progress=progress,
            planned=lambda opened, planned: plans.append((opened, planned)),
        )
        if not plans and plan and (last is None or last.project != project):
            opened = open_archive(project, options, illustrated=True)
            plans.append((opened, plan_site(opened)))
        fresh = keep_plan_of_build(*plans[-1], last) if plans and plan else last
        entries = read_manifest(choose_work_folders(project.root, project.output).manifest).entries
        files = {path: entry.sha256 for path, entry in entries.items()}
        return BuildResult(project, report, files, fresh, tuple(problems))
    except BusyError:
        return BuildResult(project, problems=tuple(problems), busy=True)
    except NewsgenError as error:
        busy = isinstance(error, ContentError) and all(_AGAIN in one.message for one in error.problems)
        return BuildResult(project, problems=(*problems, *error.problems), busy=busy)
    except OSError as error:
        place = str(error.filename or "")
        problems.append(Problem(place, 0, 0, error.strerror or str(error)))
        return BuildResult(project, problems=tuple(problems))


AT_ONCE = 20
"""Largest batch of changed files whose pages are rendered before the build; a larger one is not a single edit."""
PAUSE = 0.1
"""Seconds before another try, while another build is running or a watched folder is gone."""

OnBuild = Callable[[BuildResult], None]
"""Called with the result of each build."""


class Follower:
    """Keeps the served site up to date; runs in the event loop's thread, builds in another one."""

    def __init__(
        self, source: PreviewSource, shown: ServedSite, first: BuildResult, on_build: OnBuild
    ) -> None:
        """Begin with the result of the first build."""
        self.source, self.shown, self.on_build = source, shown, on_build
        self.last: LastPlan | None = None
        assert first.project is not None, "the first build has a project"
        self.project = first.project
        self.on_change: OnChange = lambda _paths: None
        """Called with each batch of changes."""
        self.batch = 0
        self.writing = threading.Lock()
        """Held while records are written."""
        self.pending: set[str] = set()
        self.wake = asyncio.Event()
        self.unloaded = bool(first.problems)
        self.said: tuple[Problem, ...] = first.problems
        self.take(first, 0)

    def changed(self, paths: frozenset[str]) -> None:
        """Take a batch of changes: show what can be shown at once, and build the rest."""
        self.batch += 1
        self.on_change(paths)
        self.pending |= paths
        self.wake.set()
        if self.last is not None and len(paths) <= AT_ONCE:
            try:
                self._show(self.last, paths)
            except ContentError as error:
                others = [one for one in self.shown.problems if one.file not in paths]
                self.shown.show_problems([*others, *error.problems])
            except OSError:
                pass  # the file was deleted again; the build reports what is left

    def _show(self, last: LastPlan, paths: frozenset[str]) -> None:
        pages = render_changed_pages(last, paths)
        fresh = refresh_theme(last) if paths == EVERYTHING or has_theme_file(last.project, paths) else last
        if fresh is not last:
            self.last = fresh
            self.shown.overlay_pages(pages, self.batch, lambda path: render_planned_page(fresh, path))
        elif pages:
            self.shown.overlay_pages(pages, self.batch)
        remaining = [one for one in self.shown.problems if one.file not in paths or not pages]
        if len(remaining) < len(self.shown.problems):
            self.shown.show_problems(remaining)

    def take(self, built: BuildResult, batch: int) -> None:
        """Show the result of a build, or its errors."""
        self.project = built.project or self.project
        if built.report is not None:
            self.shown.publish(built.files, batch)
        self.shown.show_problems(built.problems)

    async def build(self) -> None:
        """Build after each change, until cancelled."""
        while True:
            await self.wake.wait()
            self.wake.clear()
            paths, self.pending, batch = self.pending, set(), self.batch
            load = self.unloaded or self._needs_load(paths)
            try:
                built = await asyncio.to_thread(
                    load_and_build_once,
                    self.source,
                    self.last,
                    load=load,
                    stop=lambda: self.shown.closing or bool(self.pending),
                    writing=self.writing,
                )
            except BuildCancelledError:
                self.pending |= paths
                continue
            if built.busy:
                self.pending |= paths
                await asyncio.sleep(PAUSE)
                self.wake.set()
            else:
                self._done(built, batch)

    def _done(self, built: BuildResult, batch: int) -> None:
        self.unloaded = bool(built.problems)
        if built.known is not None and built.known is not self.last:
            if self.last is not None:  # pages that were saved again during the build
                newer = [path for path, page in self.shown.fresh.items() if page.batch > batch]
                pages = self.last.pages
                built.known.pages.update((path, pages[path]) for path in newer if path in pages)
            self.last = built.known
        self.take(built, batch)
        if built.problems != self.said or (built.report and not built.report.unchanged):
            self.on_build(built)
        self.said = built.problems

    def _needs_load(self, paths: set[str]) -> bool:
        """True if the loader must run: not if only records, pages, templates or static files changed."""
        if self.last is None:
            return True
        folders = self.project.settings.paths
        others = (folders.articles, folders.pages, folders.templates, folders.static)
        return any(not path.startswith(tuple(f"{folder}/" for folder in others)) for path in paths)

    async def watch(self) -> None:
        """Watch the folders that the settings name, until cancelled; follow changes of the settings."""
        while True:
            what = find_watched_paths(self.project)
            watching = asyncio.create_task(watch(what, self.changed))
            try:
                while find_watched_paths(self.project) == what and not watching.done():
                    await asyncio.wait([watching], timeout=1)
            finally:
                watching.cancel()
                with suppress(asyncio.CancelledError):
                    await watching


OnChange = Callable[[frozenset[str]], None]
"""Called with the paths that changed, relative to the archive's root; with `EVERYTHING` if they are not known."""

EVERYTHING = frozenset({""})
STEP, LONGEST = 20, 200
"""Milliseconds: changes within STEP of each other form one batch, which is reported after LONGEST at the latest."""

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
