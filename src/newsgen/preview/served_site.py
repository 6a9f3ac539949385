"""The site that the preview serves now: the last generation, and single pages that are newer than it.

A build of the whole archive may take seconds. A page whose text or template was just saved is rendered alone and served
instead of the generation's page, until a build that includes the change is published.
"""

from __future__ import annotations

import asyncio
import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec

from newsgen.errors import Problem

Render = Callable[[str], bytes | None]
"""Renders the page at a path; None if there is none."""


class NewerPage(msgspec.Struct, frozen=True):
    """A single page that is newer than the generation."""

    data: bytes
    batch: int
    """Number of the batch of changes that it includes; a build that includes this batch replaces the page."""


class ServedSite:
    """The files and errors that the preview shows; only the event loop's thread changes it."""

    def __init__(self, root: Path, folder: Path, index: Path, era: str) -> None:
        """Begin with an empty site in the folder of the generation.

        The search index is kept apart because not every build makes it again. `era` is a word that no other run of the
        preview has; it identifies pages of an earlier run.
        """
        self.root, self.folder, self.index, self.era = root, folder, index, era
        self.edition = 0
        """Counts the changes; a page is sent with the number at that moment."""
        self.files: Mapping[str, str] = {}
        """Hex sha256 of each file of the generation by path."""
        self.indexed: frozenset[str] = frozenset()
        """Files of the search index, by path below its folder."""
        self.fresh: dict[str, NewerPage] = {}
        self.problems: tuple[Problem, ...] = ()
        self.shown_problems: tuple[ShownProblem, ...] = ()
        self.closing = False
        self._lazy: tuple[int, Render] | None = None
        self._latest: dict[str, str] = {}
        self._changed: dict[str, int] = {}
        self._news = asyncio.Event()

    def publish(self, files: Mapping[str, str], batch: int) -> None:
        """Serve a generation that includes all changes up to `batch`."""
        self.fresh = {path: page for path, page in self.fresh.items() if page.batch > batch}
        if self._lazy and self._lazy[0] <= batch:
            self._lazy = None
        self.files = files
        paths = files.keys() | self._latest.keys()
        coming = self.edition + 1
        old = [path for path in paths if path not in self.fresh]
        if sum(self._note(path, files.get(path, ""), coming) for path in old):
            self._tell()

    def overlay_pages(self, pages: Mapping[str, bytes], batch: int, render: Render | None = None) -> None:
        """Serve pages that are newer than the generation, and include the changes up to `batch`.

        `render` renders any other page when it is requested; without it the generation's page is served.
        """
        for path, data in pages.items():
            self._lay(path, data, batch, self.edition + 1)
        if render:
            self._lazy = batch, render
            self.fresh = {path: page for path, page in self.fresh.items() if page.batch >= batch}
        if pages or render:
            self._tell()

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Replace the errors that are shown."""
        found = tuple(problems)
        if found != self.problems:
            self.problems, self.shown_problems = found, self.explain(found)
            self._tell()

    def explain(self, problems: Iterable[Problem]) -> tuple[ShownProblem, ...]:
        """Add excerpts to problems."""
        return tuple(add_excerpt_to_problem(problem, self.root) for problem in problems)

    def newer_page(self, path: str) -> bytes | None:
        """Return a page that is newer than the generation; None if the generation's page is current.

        Raises:
            ContentError: it cannot be rendered.
        """
        if path not in self.fresh and self._lazy:
            batch, render = self._lazy
            data = render(path)
            if data is not None:
                self._lay(path, data, batch, self.edition)
        page = self.fresh.get(path)
        return page.data if page else None

    def changed_since(self, edition: int, paths: Iterable[str]) -> bool:
        """True if any of these files changed after an edition."""
        return any(self._changed.get(path, 0) > edition for path in paths)

    async def wait_for_edition(self, edition: int) -> int:
        """Wait for a newer edition, or for the end; return the current edition."""
        await asyncio.sleep(0)  # while closing nothing else here yields to other tasks
        while self.edition <= edition and not self.closing:
            await self._news.wait()
        return self.edition

    def close(self) -> None:
        """Wake all waiting requests for the last time."""
        self.closing = True
        self._ring()

    def _lay(self, path: str, data: bytes, batch: int, edition: int) -> None:
        self.fresh[path] = NewerPage(data, batch)
        self._note(path, hashlib.sha256(data).hexdigest(), edition)

    def _note(self, path: str, sha256: str, edition: int) -> bool:
        """Remember the hash of the file at a path; True if it changed."""
        if self._latest.get(path, "") == sha256:
            return False
        self._latest[path] = sha256
        self._changed[path] = edition
        return True

    def _tell(self) -> None:
        self.edition += 1
        self._ring()

    def _ring(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()


AROUND = 2
"""Lines shown before and after the wrong one."""
WIDTH = 160
"""Most characters of a line that are shown."""
_MOST = 2_000_000
"""Largest file, in bytes, from which an excerpt is taken."""


class ShownProblem(msgspec.Struct, frozen=True):
    """A problem as pages show it; every field is plain text."""

    place: str
    """E.g. 'articles/2023/x.md:4:7'; '' if it belongs to no file."""
    message: str
    expected: str
    excerpt: str
    """Numbered lines, the wrong one marked with '>', a caret under its column; '' without a line."""


def add_excerpt_to_problem(problem: Problem, root: Path) -> ShownProblem:
    """Add an excerpt to a problem; only files below `root` are read."""
    bare = msgspec.structs.replace(problem, message="", expected="")
    place = str(bare).rstrip(": ")
    return ShownProblem(place, problem.message, problem.expected, read_lines_around(problem, root))


def read_lines_around(problem: Problem, root: Path, *, around: int = AROUND, width: int = WIDTH) -> str:
    """Return the lines around a problem, in the form of `ShownProblem.excerpt`."""
    if not problem.file or not problem.line:
        return ""
    path = (root / problem.file).resolve()
    try:
        if not path.is_relative_to(root.resolve()) or path.stat().st_size > _MOST:
            return ""
        text = path.read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return ""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first, last = max(1, problem.line - around), min(len(lines), problem.line + around)
    digits = len(str(last))
    begin = max(0, problem.column - width * 3 // 4)
    shown = []
    for number in range(first, last + 1):
        line = _plain(lines[number - 1])[begin : begin + width]
        mark = ">" if number == problem.line else " "
        shown.append(f"{mark} {number:>{digits}} | {line}".rstrip())
        if number == problem.line and problem.column:
            before = _plain(lines[number - 1])[begin : problem.column - 1]
            shown.append(f"  {'':{digits}} | {_blank(before)}^")
    return "\n".join(shown)


def _plain(line: str) -> str:
    """Replace invisible characters and tabs by one space each, so that columns stay the same."""
    return "".join(" " if unicodedata.category(sign) in ("Cc", "Cf", "Zs") else sign for sign in line)


def _blank(text: str) -> str:
    """Return white space as wide as a text."""
    return "".join("\u3000" if unicodedata.east_asian_width(sign) in "WF" else " " for sign in text)
