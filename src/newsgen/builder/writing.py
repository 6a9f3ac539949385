"""Bytes → new files and folders, with modes that no umask changes, in as few calls of the system as can be."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from newsgen.builder.manifest import Stamp
from newsgen.errors import OutputError, Problem

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


_MANY = 20_000
"""Folders that are remembered at once: 2 MB."""


class Written(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file that stands in the stage."""

    sha256: str
    stamp: Stamp


def writer(folder: Path) -> Callable[[str, bytes], Written]:
    """Make a function that does what `write` does below one folder, and remembers which folders stand there.

    To try each file first, and to make its folder when that fails, takes a fifth of the time more. That a folder is gone
    which was there costs just this.
    """
    there: set[str] = set()
    as_made = False  # once a folder had the right mode by itself, so have all: the umask and what they inherit are the same

    def remembering(path: str, data: bytes) -> Written:
        nonlocal as_made
        above = path.rpartition("/")[0]
        if above not in there:
            with suppress(OSError):  # the file fails too, and tells
                as_made = make_folder(folder, above, as_made=as_made) or as_made
            if len(there) == _MANY:
                there.clear()
            there.add(above)
        return write(folder, path, data)

    return remembering


def write(folder: Path, path: str, data: bytes) -> Written:
    """Write one new file, mode 0644 whatever the umask; folders on the way are made, mode 0755.

    Raises:
        OutputError: the system refused (disk full, no permission).
    """
    target = f"{folder}/{path}"
    try:
        try:
            handle = os.open(target, _NEW, 0o644)
        except FileNotFoundError:
            make_folder(folder, path.rpartition("/")[0])
            handle = os.open(target, _NEW, 0o644)
        except FileExistsError:  # of a worker that was killed; this one does its pages again
            os.unlink(target)  # noqa: PTH108
            handle = os.open(target, _NEW, 0o644)
        try:
            left = data
            while left:
                left = left[os.write(handle, left) :]
            found = os.fstat(handle)
            if found.st_mode & 0o777 != 0o644 and sys.platform != "win32":  # the umask took rights away
                os.fchmod(handle, 0o644)
        finally:
            os.close(handle)
        return Written(hashlib.sha256(data).hexdigest(), Stamp.of(found))
    except OSError as error:
        raise OutputError(Problem(target, 0, 0, f"cannot be written: {error.strerror}")) from error


def make_folder(root: Path, path: str, *, as_made: bool = False) -> bool:
    """Make a folder and those above it below `root`, mode 0755 whatever the umask; the lowest is tried first.

    Args:
        root: where all folders stand.
        path: of the folder, inside it; '' for the root itself.
        as_made: folders are known to get their mode by themselves, so that none is looked at.

    Returns:
        Whether it was seen that a new folder had its mode by itself.
    """
    at = f"{root}/{path}" if path else str(root)
    try:
        os.mkdir(at, 0o755)  # noqa: PTH102 - in the hot path
    except FileExistsError:
        return False
    except FileNotFoundError:
        if not path:
            raise
        make_folder(root, path.rpartition("/")[0], as_made=as_made)
        return make_folder(root, path, as_made=as_made)
    if as_made or os.stat(at).st_mode & 0o777 == 0o755:  # noqa: PTH116
        return True
    os.chmod(at, 0o755)  # noqa: PTH101
    return False
