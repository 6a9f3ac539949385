"""Files that two generations share."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from newsgen.builder.writing import make_folder

_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
"""What link(2) says where a file system has no hard links, or no more of them."""


def link_all(folder: Path, paths: Iterable[str], source: Path) -> None:
    """Link files of one generation into another.

    Folders are made before the files: to link first, and to make a folder when that fails, takes a third of the time more.
    """
    top, beside = str(folder), str(source)
    there, as_made = {""}, False
    for path in paths:
        above = path.rpartition("/")[0]
        if above not in there:
            as_made = make_folder(folder, above, as_made=as_made) or as_made
            there.add(above)
        link(f"{beside}/{path}", f"{top}/{path}")


def move(folder: Path, path: str, source: Path) -> None:
    """Move a file into a generation; its folder is made if it is missing."""
    try:
        os.rename(f"{source}/{path}", f"{folder}/{path}")  # noqa: PTH104 - in the hot path
    except FileNotFoundError:
        make_folder(folder, path.rpartition("/")[0])
        os.rename(f"{source}/{path}", f"{folder}/{path}")  # noqa: PTH104


def link(source: str, target: str) -> None:
    """Share a file between two generations; where the file system has no hard links, copy it."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(source, target)
