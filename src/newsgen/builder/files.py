"""New files and folders of a generation, with modes that no umask changes; hard links between two generations."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from newsgen.builder.output import Stamp
from newsgen.errors import OutputError, Problem

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
"""Errors of link(2) if a file system has no hard links, or too many to a file."""


def write_file(folder: Path, path: str, data: bytes) -> Stamp:
    """Write a new file below a folder, mode 0644; make missing folders.

    Raises:
        OutputError: the system refused (disk full, no permission).
    """
    target = f"{folder}/{path}"
    try:
        handle = _create(target)
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(handle, left) :]
            found = os.fstat(handle)
            if found.st_mode & 0o777 != 0o644 and sys.platform != "win32":  # because of the umask
                os.fchmod(handle, 0o644)
        finally:
            os.close(handle)
    except OSError as error:
        raise OutputError(Problem(target, 0, 0, f"cannot be written: {error.strerror}")) from error
    return Stamp.of(found)


def _create(path: str) -> int:
    """Open a new file for writing; replace a file that a killed worker left, and make missing folders."""
    try:
        return os.open(path, _NEW, 0o644)
    except FileNotFoundError:
        make_folder(os.path.dirname(path))  # noqa: PTH120 - in the hot path, as all below without Path
    except FileExistsError:
        os.unlink(path)  # noqa: PTH108
    return os.open(path, _NEW, 0o644)


def make_folder(path: str | Path) -> None:
    """Make a folder and those above it, mode 0755."""
    try:
        os.mkdir(path, 0o755)  # noqa: PTH102
    except FileExistsError:
        return
    except FileNotFoundError:
        make_folder(os.path.dirname(path))  # noqa: PTH120
        os.mkdir(path, 0o755)  # noqa: PTH102
    if os.stat(path).st_mode & 0o777 != 0o755:  # noqa: PTH116
        os.chmod(path, 0o755)  # noqa: PTH101


def link_files(source: Path, target: Path, paths: Iterable[str]) -> None:
    """Hard-link files of the folder `source` into the folder `target`; copy them if hard links are not possible."""
    made: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        if folder not in made:
            make_folder(f"{target}/{folder}")
            made.add(folder)
        try:
            os.link(f"{source}/{path}", f"{target}/{path}")
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            shutil.copy2(f"{source}/{path}", f"{target}/{path}")


def move_files(source: Path, target: Path, paths: Iterable[str]) -> None:
    """Move files of the folder `source` into the folder `target`."""
    for path in paths:
        try:
            os.rename(f"{source}/{path}", f"{target}/{path}")  # noqa: PTH104
        except FileNotFoundError:
            make_folder(f"{target}/{path.rpartition('/')[0]}")
            os.rename(f"{source}/{path}", f"{target}/{path}")  # noqa: PTH104


def remove_tree(path: Path) -> None:
    """Delete a folder with its content, or a file at that path, if it exists."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
