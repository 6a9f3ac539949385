"""Follows an archive's changes: saved pages at once, then a build of the whole, one after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

import msgspec

from newsgen.builder.manifest import read_manifest
from newsgen.builder.places import places_for
from newsgen.errors import BusyError, ContentError, NewsgenError, Problem
from newsgen.pipeline.build import run_build
from newsgen.pipeline.load import run_load
from newsgen.pipeline.open import Inputs, Loaded, Reading, read_inputs
from newsgen.pipeline.planned import Planned, planned
from newsgen.pipeline.project import Project
from newsgen.pipeline.report import OpenExecutor, Options, Report
from newsgen.preview.saved import Known, is_theme, known, planned_page, saved_pages, with_theme
from newsgen.preview.shown import Shown
from newsgen.preview.watch import EVERYTHING, Watched, watch, watched

_AGAIN = "changed during the build"
"""Part of what a build says of a file that was saved while it ran."""


class Source(msgspec.Struct, frozen=True):
    """How to look at the archive; all that a preview is asked."""

    open: Callable[[], Project]
    """Reads the settings as they are now.

    Raises:
        SettingsError: they are wrong.
    """
    ask: Callable[[Project], Options]
    """What a build is asked now; the instant is another each time."""
    workers: OpenExecutor | None = None
    """Opens processes for many pages."""
    made: Callable[[str], None] = lambda _path: None
    """Told the path of each record that is made of a new seed, at once: the build that follows may be given up."""


class Built(msgspec.Struct, frozen=True):
    """What came of one look."""

    project: Project | None = None
    """None if the settings are wrong."""
    report: Report | None = None
    """None if nothing could be built."""
    files: dict[str, str] = {}
    """Hex sha256 of each file of the generation by path."""
    known: Known | None = None
    problems: tuple[Problem, ...] = ()
    """All that is wrong with settings, seeds, records, templates."""
    busy: bool = False
    """Another build was at work, or a file was saved meanwhile: it is worth another try."""


class SupersededError(Exception):
    """A build was given up, for what it builds is not the newest any more."""


def look(
    source: Source,
    last: Known | None,
    *,
    load: bool = True,
    plan: bool = True,
    stop: Callable[[], bool] = lambda: False,
) -> Built:
    """Load what is new, build what changed; what is wrong is told in the result.

    Args:
        source: the archive.
        last: what the build before planned; its templates are not compiled again if they are the same.
        load: look for new seeds too.
        plan: plan even if nothing has changed, so that saved pages can be rendered alone.
        stop: asked again and again while pages are rendered; True gives the build up.

    Raises:
        SupersededError: it was given up.
    """
    project: Project | None = None
    loaded: Loaded | None = None
    problems: list[Problem] = []
    try:
        project = source.open()
        options = source.ask(project)
        if load:
            loaded = run_load(project, options, strict=False)
            problems += loaded.report.problems
            for article in loaded.report.new:
                source.made(article.path)
        report, seen = _build(source, project, options, loaded.reading if loaded else None, stop)
        if seen is None and plan and (last is None or last.project != project):
            seen = _planned(project, options)
        fresh = known(project, options, seen[1], seen[0], last) if seen and plan else last
        return Built(project, report, _files(project), fresh, tuple(problems))
    except BusyError:
        return Built(project, problems=tuple(problems), busy=True)
    except NewsgenError as error:
        busy = isinstance(error, ContentError) and all(_AGAIN in one.message for one in error.problems)
        return Built(project, problems=(*problems, *error.problems), busy=busy)
    except OSError as error:
        place = str(error.filename or "")
        problems.append(Problem(place, 0, 0, error.strerror or str(error)))
        return Built(project, problems=tuple(problems))


def _files(project: Project) -> dict[str, str]:
    """Hex sha256 of each file of the generation by path."""
    entries = read_manifest(places_for(project.root, project.output).manifest).entries
    return {path: entry.sha256 for path, entry in entries.items()}


def _build(
    source: Source, project: Project, options: Options, reading: Reading | None, stop: Callable[[], bool]
) -> tuple[Report, tuple[Inputs, Planned] | None]:
    seen: list[tuple[Inputs, Planned]] = []

    def progress(_done: int, _all: int) -> None:
        if stop():
            raise SupersededError

    def note(inputs: Inputs, made: Planned) -> None:
        seen.append((inputs, made))

    # What is shown here is not published: no address of it may be remembered.
    wanted = msgspec.structs.replace(options, locked=True, index=False)
    report = run_build(
        project, wanted, reading=reading, executor=source.workers, progress=progress, seen=note
    )
    return report, seen[0] if seen else None


def _planned(project: Project, options: Options) -> tuple[Inputs, Planned]:
    inputs = read_inputs(project, options)
    return inputs, planned(project, options, inputs)


AT_ONCE = 20
"""Files of one batch up to which their pages are rendered before the build: more are no single edit."""
PAUSE = 0.1
"""Seconds before another try while another build is at work."""

Tell = Callable[[Built], None]
"""Hears what came of each build."""


class Follower:
    """Takes changes in, and keeps what is shown up to date; works on the event loop's thread but for the builds."""

    def __init__(self, source: Source, shown: Shown, first: Built, tell: Tell) -> None:
        """Begin with what the first build made."""
        self.source, self.shown, self.tell = source, shown, tell
        self.last: Known | None = None
        assert first.project is not None, "the first look knows its archive"
        self.project = first.project
        self.batch = 0
        self.pending: set[str] = set()
        self.wake = asyncio.Event()
        self.unloaded = bool(first.problems)
        self.said: tuple[Problem, ...] = first.problems
        self.take(first, 0)

    def changed(self, paths: frozenset[str]) -> None:
        """Take in a batch of changes: show at once what can be, and have the rest built."""
        self.batch += 1
        self.pending |= paths
        self.wake.set()
        if self.last is not None and len(paths) <= AT_ONCE:
            try:
                self._show(self.last, paths)
            except ContentError as error:
                others = [one for one in self.shown.problems if one.file not in paths]
                self.shown.complain([*others, *error.problems])
            except OSError:
                pass  # a file that came and went; the build tells of what is there then

    def _show(self, last: Known, paths: frozenset[str]) -> None:
        pages = saved_pages(last, paths)
        fresh = with_theme(last) if paths == EVERYTHING or is_theme(last.project, paths) else last
        if fresh is not last:
            self.last = fresh
            self.shown.lay_over(pages, self.batch, lambda path: planned_page(fresh, path))
        elif pages:
            self.shown.lay_over(pages, self.batch)
        mended = [one for one in self.shown.problems if one.file not in paths or not pages]
        if len(mended) < len(self.shown.problems):
            self.shown.complain(mended)

    def take(self, built: Built, batch: int) -> None:
        """Show what a build made, or why it made nothing."""
        self.project = built.project or self.project
        if built.report is not None:
            self.shown.publish(built.files, batch)
        self.shown.complain(built.problems)

    async def build(self) -> None:
        """Build whenever something changed, until cancelled."""
        while True:
            await self.wake.wait()
            self.wake.clear()
            paths, self.pending, batch = self.pending, set(), self.batch
            load = self.unloaded or self._loads(paths)
            try:
                built = await asyncio.to_thread(look, self.source, self.last, load=load, stop=self._outdated)
            except SupersededError:
                self.pending |= paths
                continue
            if built.busy:
                self.pending |= paths
                await asyncio.sleep(PAUSE)
                self.wake.set()
            else:
                self._done(built, batch)

    def _outdated(self) -> bool:
        """True if what is being built is not wanted any more."""
        return self.shown.closing or bool(self.pending)

    def _done(self, built: Built, batch: int) -> None:
        self.unloaded = bool(built.problems)
        if built.known is not None and built.known is not self.last:
            if self.last is not None:  # pages that were saved again meanwhile
                newer = [path for path, page in self.shown.fresh.items() if page.batch > batch]
                built.known.pages.update(
                    (path, self.last.pages[path]) for path in newer if path in self.last.pages
                )
            self.last = built.known
        self.take(built, batch)
        if built.problems != self.said or (built.report and not built.report.unchanged):
            self.tell(built)
        self.said = built.problems

    def _loads(self, paths: set[str]) -> bool:
        """Tell whether the loader has to look: not if records, pages, templates or static files alone changed."""
        if self.last is None:
            return True
        folders = self.project.settings.paths
        others = (folders.articles, folders.pages, folders.templates, folders.static)
        return any(not path.startswith(tuple(f"{folder}/" for folder in others)) for path in paths)

    async def watch(self) -> None:
        """Watch the folders that the settings name, and others once they name others; until cancelled."""
        while True:
            what = self._watched()
            watching = asyncio.create_task(watch(what, self.changed))
            try:
                while self._watched() == what and not watching.done():
                    await asyncio.wait([watching], timeout=1)
            finally:
                watching.cancel()
                with suppress(asyncio.CancelledError):
                    await watching

    def _watched(self) -> Watched:
        return watched(self.project)
