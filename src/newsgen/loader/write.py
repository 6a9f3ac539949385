"""The loader's only writing: new records, never over a file that is there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from newsgen.errors import OutputError, Problem, RefusedError
from newsgen.loader.report import Article, Conflict


def write_records(root: Path, articles: Iterable[Article]) -> None:
    """Write new records; each appears whole or not at all.

    Args:
        root: the archive's root.
        articles: their paths are relative to it.

    Raises:
        RefusedError: a file of that name is there; it is left as it is.
        OutputError: the operating system failed.
    """
    for article in articles:
        _create(root / article.path, article.text.encode(), article.path)


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
        temporary = _temporary(target, data)
        os.replace(temporary, target)  # noqa: PTH105 - Path.replace has no other use here
    except OSError as error:
        raise _failed(target.name, error) from error


def _create(target: Path, data: bytes, shown: str) -> None:
    """Write a file that must be new: the link fails where one is there."""
    try:
        temporary = _temporary(target, data)
        try:
            _link(temporary, target)
        finally:
            temporary.unlink()
    except FileExistsError:
        problem = Problem(
            shown, 0, 0, "a file of that name is there already", "rename or delete it", "file-exists"
        )
        raise RefusedError(problem) from None
    except OSError as error:
        raise _failed(shown, error) from error


def _link(temporary: Path, target: Path) -> None:
    """Give a file its name; where the file system has no hard links, write it there."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:
        with target.open("xb") as file:
            file.write(temporary.read_bytes())


def _temporary(target: Path, data: bytes) -> Path:
    """Write the bytes beside their target, readable for all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-", suffix=".tmp")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    temporary = Path(name)
    temporary.chmod(0o644)
    return temporary


def _failed(shown: str, error: OSError) -> OutputError:
    return OutputError(Problem(shown, 0, 0, f"cannot be written: {error.strerror}"))
