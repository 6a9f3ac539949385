"""Files that two generations share."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from newsgen.builder.writing import make_folder

_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
"""What link(2) says where a file system has no hard links, or no more of them."""


def link_all(folder: Path, paths: Iterable[str], source: Path) -> None:
    """Link files of one generation into another.

    Folders are made before the files: to link first, and to make a folder when that fails, takes a third of the time more.
    Paths begin at open folders: for the system to walk to them each time takes a tenth more.
    """
    there, as_made = {""}, False
    with _opened(source) as first, _opened(folder) as second:
        ends = None if first is None or second is None else (first, second)
        for path in paths:
            above = path.rpartition("/")[0]
            if above not in there:
                as_made = make_folder(folder, above, as_made=as_made, handle=second) or as_made
                there.add(above)
            link(source, folder, path, ends)


@contextmanager
def _opened(folder: Path) -> Iterator[int | None]:
    """Open a folder at which paths can begin; None where there is none, or the system knows no such thing."""
    handle = None
    if {os.link, os.mkdir, os.stat, os.chmod} <= os.supports_dir_fd:
        with suppress(FileNotFoundError):
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield handle
    finally:
        if handle is not None:
            os.close(handle)


def move(folder: Path, path: str, source: Path) -> None:
    """Move a file into a generation; its folder is made if it is missing."""
    try:
        os.rename(f"{source}/{path}", f"{folder}/{path}")  # noqa: PTH104 - in the hot path
    except FileNotFoundError:
        make_folder(folder, path.rpartition("/")[0])
        os.rename(f"{source}/{path}", f"{folder}/{path}")  # noqa: PTH104


def link(source: Path, folder: Path, path: str, ends: tuple[int, int] | None = None) -> None:
    """Share a file between two generations; where the file system has no hard links, copy it.

    Args:
        source: the generation that has it.
        folder: the generation that shall have it, with the file's folder.
        path: of the file, inside either.
        ends: of both generations, if they are open.
    """
    try:
        if ends:
            os.link(path, path, src_dir_fd=ends[0], dst_dir_fd=ends[1], follow_symlinks=False)
        else:
            os.link(f"{source}/{path}", f"{folder}/{path}")
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(f"{source}/{path}", f"{folder}/{path}")
