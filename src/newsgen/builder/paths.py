"""The folders of a build, its lock, and the paths that it may write."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import chain
from pathlib import Path

import msgspec

from newsgen.errors import BusyError, ContentError, Problem
from newsgen.files import Location

LISTING = "build.json"
"""File in site/ that names every file of the generation with its sha256."""

INDEX = "pagefind"
"""Folder in site/ that holds the search index and nothing else."""

LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""Names of files that systems leave in folders that a user opened; a build may delete them."""

_PART = re.compile(r"[^/\\:*?\"<>|\x00-\x1f\x7f]+")
_DEVICE = re.compile(r"(con|prn|aux|nul|com[1-9]|lpt[1-9])(\.|$)", re.IGNORECASE)
_LONGEST = 255
"""Longest name in bytes, the limit of ext4, APFS and NTFS."""


class OutputPaths(msgspec.Struct, frozen=True):
    """The output folder and newsgen's working folders for it, on the same file system."""

    output: Path
    """The generation that readers see."""
    state: Path
    """Folder of everything below; only newsgen uses it."""

    @property
    def lock(self) -> Path:
        """Lock file; a build holds it while it writes."""
        return self.state / "lock"

    @property
    def manifest(self) -> Path:
        """Manifest of the output."""
        return self.state / "manifest"

    @property
    def stage(self) -> Path:
        """Folder of the rendered files."""
        return self.state / "stage"

    @property
    def spare(self) -> Path:
        """The generation before the last; it becomes the next one and is exchanged with the output."""
        return self.state / "spare"

    @property
    def search(self) -> Path:
        """Folder in which the search index is made."""
        return self.state / "search"

    @property
    def index(self) -> Path:
        """Folder of the search index that readers use."""
        return self.output / INDEX

    @property
    def intent(self) -> Path:
        """Note of an unfinished exchange, on systems without an atomic one."""
        return self.state / "exchange"


def choose_work_folders(root: Path, output: Path, scratch: Path | None = None) -> OutputPaths:
    """Return the working folders of an output folder.

    They are in .newsgen/state/NAME if the output is inside the archive, otherwise in a hidden folder next to the output;
    a run that must write nothing uses `scratch`.
    """
    if scratch is not None:
        return OutputPaths(output.resolve(), scratch / "state")
    root, output = root.resolve(), output.resolve()
    if output.is_relative_to(root):
        name = output.relative_to(root).as_posix().replace("%", "%25").replace("/", "%2F")
        return OutputPaths(output, root / ".newsgen" / "state" / name)
    return OutputPaths(output, output.parent / f".newsgen-{output.name}")


def locate_nowhere(_path: str) -> Location:
    """Return the place of a path of which nothing is known."""
    return "", 0, 0


def refuse_bad_paths(paths: Iterable[str], locate: Callable[[str], Location] = locate_nowhere) -> None:
    """Refuse paths outside site/, paths that some file systems cannot hold, and paths of two files.

    Args:
        paths: the paths.
        locate: returns the place of the text or file that gives a path, or a folder in it, its name; '' if not known.

    Raises:
        ContentError: such paths exist; with a problem for each.
    """
    problems: list[Problem] = []
    files = {LISTING: LISTING}
    folders: dict[str, str] = {}
    is_portable = cache(_is_portable)  # a folder's name is in the paths of all its files

    def refuse(message: str, *named: str) -> None:
        place = next((place for path in named if (place := locate(path))[0]), ("", 0, 0))
        remedy = "rename the file in static/, or change slug or redirect_from"
        problems.append(Problem(*place, message, remedy, "bad-path"))

    for path in paths:
        if not all(map(is_portable, path.split("/"))):
            refuse(f"{_shown(path)} is not a file name on every system", path)
            continue
        key = _key(path)
        if key.partition("/")[0] == INDEX:
            refuse(f"{_shown(path)} would be among the files of the search index", path)
            continue
        if key in files:
            refuse(_describe_collision(path, files[key]), *sorted((path, files[key])))
        files[key] = path
        while path := path.rpartition("/")[0]:
            key = _key(path)
            if key in folders:
                if folders[key] != path:
                    refuse(_describe_collision(path, folders[key]), *sorted((path, folders[key])))
                break
            folders[key] = path
    for key in files.keys() & folders.keys():
        message = f"{_shown(files[key])} is a file, and {_shown(folders[key])} is a folder"
        refuse(message, f"{folders[key]}/", files[key])
    if problems:
        raise ContentError(set(problems))


def choose_usable_paths(wanted: Iterable[str], taken: Iterable[str]) -> set[str]:
    """Choose the paths that every system can hold next to others: those that `refuse_bad_paths` would not refuse.

    Args:
        wanted: paths that may be left out; the first of two that exclude each other is chosen.
        taken: all other paths.
    """
    files: set[str] = {LISTING}
    folders: dict[str, str] = {}
    chosen = set()
    given = chain(((path, False) for path in taken), ((path, True) for path in wanted))
    for path, is_wanted in given:
        key, parts = _key(path), path.split("/")
        above = ["/".join(parts[:count]) for count in range(1, len(parts))]
        if is_wanted and (
            key in files
            or key in folders
            or key.partition("/")[0] == INDEX
            or not all(map(_is_portable, parts))
            or any(_key(folder) in files or folders.get(_key(folder), folder) != folder for folder in above)
        ):
            continue
        files.add(key)
        folders |= {_key(folder): folder for folder in above}
        if is_wanted:
            chosen.add(path)
    return chosen


def _is_portable(part: str) -> bool:
    """True if every system can hold a file of this name.

    Source: names on POSIX, NTFS and APFS; Windows' device names (CON, LPT1, with any extension).
    """
    return (
        _PART.fullmatch(part) is not None
        and len(part.encode("utf-8", "surrogateescape")) <= _LONGEST
        and not part.endswith((" ", "."))
        and not _DEVICE.match(part)
    )


def _key(path: str) -> str:
    """Fold a path; paths with the same key are the same file on systems that ignore case or Unicode normalization."""
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()


def _describe_collision(one: str, other: str) -> str:
    first, second = sorted((one, other))
    if one == other:
        return f"two files have the path {_shown(one)}"
    return f"{_shown(first)} and {_shown(second)} are the same name on systems that ignore case"


def _shown(path: str) -> str:
    return repr(path if len(path) <= 100 else path[:99] + "…")


@contextmanager
def hold_lock(path: Path, what: str) -> Iterator[None]:
    """Hold the lock file at `path` while the block runs; the system releases it even after kill -9.

    It is a POSIX record lock (fcntl(2), F_SETLK), not flock(2): forked workers do not inherit it, so a worker that
    outlives a killed build does not block later builds.

    Raises:
        BusyError: another process holds the lock.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            _acquire(handle)
        except (BlockingIOError, PermissionError):
            problem = Problem(
                "", 0, 0, f"another build is writing {what}", "wait until it has ended, then build again"
            )
            raise BusyError(problem) from None
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":

    def _acquire(handle: int) -> None:
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:

    def _acquire(handle: int) -> None:
        import fcntl

        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
