"""Files that two generations share."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from newsgen.builder.writing import make_folder

_AT_ONCE = 4
"""Links that are made at once: nearly all of their time passes in the system."""
_FEW = 1_000
"""Files that are linked before threads have been started."""

_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
"""What link(2) says where a file system has no hard links, or no more of them."""


def into(folder: Path, path: str, source: Path, step: Callable[[str, str], None]) -> None:
    """Rename or link a file into a generation; its folder is made if it is missing."""
    try:
        step(f"{source}/{path}", f"{folder}/{path}")
    except FileNotFoundError:
        make_folder(folder, path.rpartition("/")[0])
        step(f"{source}/{path}", f"{folder}/{path}")


def link_all(folder: Path, paths: Iterable[str], source: Path) -> None:
    """Link files into a generation, those of one folder one after the other.

    Raises:
        OSError: the system refused one.
    """
    ordered = sorted(paths)
    if len(ordered) < _FEW:
        for path in ordered:
            into(folder, path, source, link)
        return
    from concurrent.futures import ThreadPoolExecutor

    def each(some: list[str]) -> None:
        for path in some:
            into(folder, path, source, link)

    size = len(ordered) // _AT_ONCE + 1
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for _ in pool.map(each, [ordered[at : at + size] for at in range(0, len(ordered), size)]):
            pass


def link(source: str, target: str) -> None:
    """Share a file between two generations; where the file system has no hard links, copy it."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(source, target)
