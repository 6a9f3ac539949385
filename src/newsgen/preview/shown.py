"""What the preview shows at this moment, and since when: the last generation, and pages that are newer than it.

A build of the whole archive may take seconds. A page whose text or template was just saved is rendered alone at once
and laid over the generation, until a build that knows of the change has published it.
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
"""Renders the page at a path; None if it knows none there."""


class Fresh(msgspec.Struct, frozen=True):
    """A page that is newer than the generation."""

    data: bytes
    batch: int
    """Number of the batch of changes that it knows of; a build that knows of it too supersedes the page."""


class Shown:
    """Changed by one thread alone, that of the event loop."""

    def __init__(self, root: Path, folder: Path, index: Path, era: str) -> None:
        """Show nothing yet.

        Args:
            root: the archive.
            folder: where generations stand.
            index: where the search index stands, beside them: it is not made anew by each build.
            era: a word that no other run of the preview has, so that a page of an earlier one is known.
        """
        self.root, self.folder, self.index, self.era = root, folder, index, era
        self.edition = 0
        """Counts the changes; a page is sent with the number it was made under."""
        self.files: Mapping[str, str] = {}
        """Hex sha256 of each file of the generation by path."""
        self.indexed: frozenset[str] = frozenset()
        """Files of the search index, by path below its folder."""
        self.fresh: dict[str, Fresh] = {}
        self.problems: tuple[Problem, ...] = ()
        self.complaints: tuple[Complaint, ...] = ()
        self.closing = False
        self._lazy: tuple[int, Render] | None = None
        self._latest: dict[str, str] = {}
        self._changed: dict[str, int] = {}
        self._news = asyncio.Event()

    def publish(self, files: Mapping[str, str], batch: int) -> None:
        """Show a generation that was built of all changes up to `batch`."""
        self.fresh = {path: page for path, page in self.fresh.items() if page.batch > batch}
        if self._lazy and self._lazy[0] <= batch:
            self._lazy = None
        self.files = files
        paths = files.keys() | self._latest.keys()
        coming = self.edition + 1
        old = [path for path in paths if path not in self.fresh]
        if sum(self._note(path, files.get(path, ""), coming) for path in old):
            self._tell()

    def lay_over(self, pages: Mapping[str, bytes], batch: int, render: Render | None = None) -> None:
        """Show pages that are newer than the generation.

        Args:
            pages: their bytes by path.
            batch: number of the batch of changes that made them new.
            render: makes any other page as it will be, when it is asked for; without it the generation's stands.
        """
        for path, data in pages.items():
            self._lay(path, data, batch, self.edition + 1)
        if render:
            self._lazy = batch, render
            self.fresh = {path: page for path, page in self.fresh.items() if page.batch >= batch}
        if pages or render:
            self._tell()

    def complain(self, problems: Iterable[Problem]) -> None:
        """Show what is wrong, or that nothing is any more."""
        found = tuple(problems)
        if found != self.problems:
            self.problems, self.complaints = found, self.explain(found)
            self._tell()

    def explain(self, problems: Iterable[Problem]) -> tuple[Complaint, ...]:
        """Give problems their excerpts."""
        return tuple(complaint(problem, self.root) for problem in problems)

    def fresh_page(self, path: str) -> bytes | None:
        """A page that is newer than the generation; None if the generation's will do.

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
        """Tell whether any of these files is another than it was in an edition."""
        return any(self._changed.get(path, 0) > edition for path in paths)

    async def news_after(self, edition: int) -> int:
        """Wait for a newer edition, or for the end, and return its number."""
        await asyncio.sleep(0)  # at the end nobody waits, and others must have their turn
        while self.edition <= edition and not self.closing:
            await self._news.wait()
        return self.edition

    def close(self) -> None:
        """Let those who wait go."""
        self.closing = True
        self._ring()

    def _lay(self, path: str, data: bytes, batch: int, edition: int) -> None:
        self.fresh[path] = Fresh(data, batch)
        self._note(path, hashlib.sha256(data).hexdigest(), edition)

    def _note(self, path: str, sha256: str, edition: int) -> bool:
        """Remember what stands at a path; True if it is another than was offered last."""
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
"""Lines shown before and after the one that is wrong."""
WIDTH = 160
"""Characters of a line that are shown at most."""
_MOST = 2_000_000
"""Bytes of a file up to which an excerpt is made."""


class Complaint(msgspec.Struct, frozen=True):
    """One problem; every field is plain text."""

    place: str
    """E.g. 'articles/2023/x.md:4:7'; '' if no file is to blame."""
    message: str
    expected: str
    excerpt: str
    """Numbered lines, the one that is wrong marked with '>', a caret under the column; '' if there are none."""


def complaint(problem: Problem, root: Path) -> Complaint:
    """Show a problem with its excerpt; only files below `root` are read."""
    bare = msgspec.structs.replace(problem, message="", expected="")
    place = str(bare).rstrip(": ")
    return Complaint(place, problem.message, problem.expected, excerpt(problem, root))


def excerpt(problem: Problem, root: Path, *, around: int = AROUND, width: int = WIDTH) -> str:
    """The lines around a problem, as `Complaint.excerpt` holds them.

    Args:
        problem: with a place.
        root: the archive's folder.
        around: lines before and after the one that is wrong.
        width: characters of a line that are shown at most.
    """
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
    """A line without signs that cannot be seen, each tab a space, so that columns stay what they are."""
    return "".join(" " if unicodedata.category(sign) in ("Cc", "Cf", "Zs") else sign for sign in line)


def _blank(text: str) -> str:
    """White space as wide as a text is shown."""
    return "".join("\u3000" if unicodedata.east_asian_width(sign) in "WF" else " " for sign in text)
