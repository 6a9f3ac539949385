"""Follows an archive's changes: saved pages at once, then a build of the whole, one after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from newsgen.errors import ContentError, Problem
from newsgen.preview.quick import Known, is_theme, planned_page, saved_pages, with_theme
from newsgen.preview.rebuild import Built, Source, SupersededError, look
from newsgen.preview.shown import Shown
from newsgen.preview.watch import EVERYTHING, Watched, watch, watched

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
