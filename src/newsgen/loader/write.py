"""The loader's only writing: new records, never over a file that is there."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from newsgen.errors import OutputError, Problem, RefusedError
from newsgen.loader.report import Article, Conflict

_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
"""What link(2) says where a file system has no hard links, or no more of them."""


def write_records(root: Path, articles: Iterable[Article], work: Path | None = None) -> None:
    """Write new records; each appears whole or not at all.

    Args:
        root: the archive's root.
        articles: their paths are relative to it.
        work: folder of newsgen's own for files that are not finished, emptied first: what a crash leaves lies there
            and not among the records. Without it, or if it is on another disk, they stand beside the record.

    Raises:
        RefusedError: a file of that name is there; it is left as it is.
        OutputError: the operating system failed.
    """
    if work is not None:
        shutil.rmtree(work, ignore_errors=True)
    places: dict[Path, Path] = {}
    for article in articles:
        target = root / article.path
        try:
            place = places.get(target.parent)
            if place is None:
                place = places[target.parent] = _folder(target.parent, work)
            _create(target, article.text.encode(), place)
        except FileExistsError:
            problem = Problem(
                article.path,
                0,
                0,
                "a file of that name is there already",
                "rename or delete it",
                "file-exists",
            )
            raise RefusedError(problem) from None
        except OSError as error:
            raise _failed(article.path, error) from error


def write_conflicts(folder: Path, conflicts: Iterable[Conflict]) -> None:
    """Put new texts of changed seeds aside, over older ones of the same name.

    Args:
        folder: .newsgen/conflicts.
        conflicts: their paths are relative to it.

    Raises:
        OutputError: the operating system failed.
    """
    for conflict in conflicts:
        replace_file(folder / conflict.path, conflict.text.encode())


def replace_file(target: Path, data: bytes) -> None:
    """Write a file as a whole, over an older one.

    Raises:
        OutputError: the operating system failed.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = _temporary(target.parent, data)
        os.replace(temporary, target)  # noqa: PTH105 - Path.replace has no other use here
    except OSError as error:
        raise _failed(target.name, error) from error


def _create(target: Path, data: bytes, place: Path) -> None:
    """Write a file that must be new: the link fails where one is there."""
    temporary = _temporary(place, data)
    try:
        _link(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _link(temporary: Path, target: Path) -> None:
    """Give a file its name; where the file system has no hard links, an empty file keeps the place for it."""
    try:
        os.link(temporary, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        target.open("xb").close()
        os.replace(temporary, target)  # noqa: PTH105


def _folder(folder: Path, work: Path | None) -> Path:
    """Make a folder, and say where an unfinished file can be made so that it can be linked into it."""
    folder.mkdir(parents=True, exist_ok=True)
    if work is None:
        return folder
    work.mkdir(parents=True, exist_ok=True)
    return work if work.stat().st_dev == folder.stat().st_dev else folder


def _temporary(folder: Path, data: bytes) -> Path:
    """Write the bytes to a file of a folder, readable for all."""
    handle, name = tempfile.mkstemp(dir=folder, prefix=".new-", suffix=".tmp")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    temporary = Path(name)
    temporary.chmod(0o644)
    return temporary


def _failed(shown: str, error: OSError) -> OutputError:
    return OutputError(Problem(shown, 0, 0, f"cannot be written: {error.strerror}"))
